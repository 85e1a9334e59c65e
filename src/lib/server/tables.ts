/** Tables that the engine makes for `::table{of=name}`, as HTML: nothing of them ships as code. */
import { createTranslate, type MessageId } from '#lib/i18n/messages.ts';
import { CLOSE_CODES, CLOSE_CODE_RANGES } from '#lib/protocol/websocket/close-code.ts';
import { callTable, eventTable } from './api-tables.ts';
import { timeoutTable } from './timeout-table.ts';
import { messagesOf } from './dictionary.ts';
import { tokenTable } from './security-table.ts';
import { TRANSPORT_TABLES } from './transport-tables.ts';

const TICK =
  '<svg class="tick" viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 6.5l3 3 6-7"/></svg>';

/** Every close code: may a frame hold it, may script pass it, does only the API say it. */
function closeCodeTable(language: string): string {
  const t = createTranslate(language, messagesOf(language, ['closeCodes']));
  const mark = (yes: boolean) =>
    `<td class="mark">${yes ? TICK : ''}<span class="visually-hidden">${t(yes ? 'closeCodes.yes' : 'closeCodes.no')}</span></td>`;
  const rows = [
    ...CLOSE_CODES.map(({ code, onWire, inClose, apiOnly }) => ({
      from: code,
      code: String(code),
      meaning: t(`closeCodes.${code}` as MessageId),
      marks: [onWire, inClose, apiOnly]
    })),
    ...CLOSE_CODE_RANGES.map(({ id, from, to, onWire, inClose }) => ({
      from,
      code: `${from}–${to}`,
      meaning: t(`closeCodes.${id}`),
      marks: [onWire, inClose, false]
    }))
  ].sort((a, b) => a.from - b.from);
  const heads = (['onWire', 'inClose', 'apiOnly'] as const)
    .map((id) => `<th scope="col" class="mark">${t(`closeCodes.${id}`)}</th>`)
    .join('');
  return `<table class="matrix"><thead><tr><th scope="col">${t('closeCodes.code')}</th><th scope="col">${t('closeCodes.meaning')}</th>${heads}</tr></thead><tbody>${rows
    .map(
      ({ code, meaning, marks }) =>
        `<tr><th scope="row"><code>${code}</code></th><td>${meaning}</td>${marks.map(mark).join('')}</tr>`
    )
    .join('')}</tbody></table>`;
}

const TABLES: Readonly<Record<string, (language: string) => string>> = {
  'close-codes': closeCodeTable,
  'api-events': eventTable,
  'api-calls': callTable,
  tokens: tokenTable,
  'idle-timeouts': timeoutTable,
  ...TRANSPORT_TABLES
};

/** The table of that name as HTML, or undefined when there is none. */
export const tableOf = (name: string, language: string): string | undefined =>
  TABLES[name]?.(language);
