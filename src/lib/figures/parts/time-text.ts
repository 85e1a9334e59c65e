import type { Translate } from '#lib/i18n/messages.ts';

/** Virtual time in words: `40 ms`, `12.5 s`, `15 min 4 s`. */
export function timeText(
  milliseconds: number,
  t: Translate,
  number: (value: number) => string
): string {
  if (milliseconds < 1000) return t('lanes.ms', { n: number(Math.round(milliseconds * 10) / 10) });
  const seconds = milliseconds / 1000;
  if (seconds < 100) return t('lanes.s', { n: number(Math.round(seconds * 100) / 100) });
  const whole = Math.round(seconds);
  return t('lanes.min', { n: number(Math.floor(whole / 60)), s: number(whole % 60) });
}
