/** `::table{of=idle-timeouts}`: who closes an idle connection, after how long, by which source. */
import { createTranslate, type MessageId } from '#lib/i18n/messages.ts';
import { IDLE_TIMEOUTS, type IdleTimeout } from '#lib/simulation/idle-timeouts.ts';
import { messagesOf } from './dictionary.ts';

/** `60 s`, `2 h 4 min`. */
function durationText(seconds: number, language: string): string {
  const unit = (value: number, unit: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit }).format(value);
  if (seconds < 600) return unit(seconds, 'second');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.round((seconds % 3600) / 60)];
  return [hours ? unit(hours, 'hour') : '', minutes ? unit(minutes, 'minute') : '']
    .filter(Boolean)
    .join(' ');
}

export function timeoutTable(language: string): string {
  const t = createTranslate(language, messagesOf(language, ['timeouts']));
  const heads = (['who', 'after', 'source'] as const)
    .map((id) => `<th scope="col">${t(`timeouts.${id}`)}</th>`)
    .join('');
  const rows = IDLE_TIMEOUTS.map(({ id, setting, seconds, source }: IdleTimeout) => {
    const who = t(`timeouts.${id}` as MessageId);
    const after =
      seconds === undefined
        ? t('timeouts.none')
        : t(id === 'nat' ? 'timeouts.atLeast' : 'timeouts.exactly', {
            time: durationText(seconds, language)
          });
    return `<tr><th scope="row">${who}<br><code>${setting.replaceAll(', ', '<br>')}</code></th><td>${after}</td><td><a href="${source.url}">${source.text}</a></td></tr>`;
  });
  return `<table class="matrix"><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
