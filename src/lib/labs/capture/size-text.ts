import type { Translate } from '#lib/i18n/messages.ts';

const STEPS = ['kB', 'MB', 'GB'] as const;

/** Bytes in words: exactly up to a thousand, then with three digits: `1.44 MB`. */
export function sizeText(bytes: number, t: Translate, number: (value: number) => string): string {
  if (bytes < 1000) return t('units.bytes', { n: bytes });
  let value = bytes / 1000;
  let step = 0;
  while (value >= 999.5 && step < STEPS.length - 1) {
    value /= 1000;
    step++;
  }
  const shown = number(Number(value.toPrecision(3)));
  return t(`captureLab.${STEPS[step] ?? 'GB'}`, { n: shown });
}
