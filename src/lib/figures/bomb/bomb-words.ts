import { toHex } from '#lib/bytes/bytes.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import type { WordedLine } from '../plate/transcript.ts';
import { binaryUnit, type BombView } from './bomb.ts';

/** `64 MiB`, `65,240 bytes`. */
export function sizeText(bytes: number, t: Translate): string {
  const { unit, n } = binaryUnit(bytes);
  return t(`bomb.${unit}`, { n });
}
export const limitText = (limit: number | null, t: Translate): string =>
  limit === null ? t('bomb.noLimit') : sizeText(limit, t);

/** What the server answers: nothing, or a Close frame. */
export const resultText = (close: Uint8Array | undefined, t: Translate): string =>
  close ? t('bomb.refused', { close: toHex(close, ' ') }) : t('bomb.taken');

/** The same as words. */
export function bombLines(
  bomb: BombView,
  limit: number | null,
  close: Uint8Array | undefined,
  step: { readonly at: number; readonly n: number },
  t: Translate
): WordedLine[] {
  const line = (who: string, text: string): WordedLine => ({
    instant: step.at,
    at: String(step.n),
    who,
    text: text.replaceAll('`', '')
  });
  return [
    line(t('bomb.wire'), t('bomb.bytes', { n: bomb.wire })),
    line(t('bomb.memory'), sizeText(bomb.plain, t)),
    line(t('bomb.limit'), limitText(limit, t)),
    line(t('crossSite.server'), resultText(close, t))
  ];
}
