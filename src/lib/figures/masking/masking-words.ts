/** Masking in words: what the proxy makes of a frame, and the whole figure as a transcript. */
import { toHex } from '#lib/bytes/bytes.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import {
  playPoisoning,
  type Poisoning,
  type PoisoningFrames
} from '#lib/simulation/cache-poisoning.ts';
import type { WordedLine } from '../plate/transcript.ts';
import { maskingAt, xorGeometry, type MaskingStage, type Scene } from './masking.ts';

interface Outcome {
  readonly name: string;
  readonly text: string;
  /** The attack has succeeded so far. */
  readonly bad: boolean;
}

/** What the proxy has understood, kept and handed out. */
export function outcomeOf(
  { seen, cached }: Poisoning,
  { victim: url, genuine }: PoisoningFrames,
  t: Translate
): readonly [Outcome, Outcome, Outcome] {
  const bad = cached !== undefined;
  return [
    {
      name: t('masking.proxyReads'),
      text: seen ? t('masking.proxySees', { url: seen.url }) : t('masking.proxySeesNothing'),
      bad: seen !== undefined
    },
    {
      name: t('masking.cache'),
      text: bad ? t('masking.cached', { script: cached, url }) : t('masking.cacheEmpty', { url }),
      bad
    },
    {
      name: t('masking.visitor'),
      text: t(bad ? 'masking.planted' : 'masking.genuine', { script: cached ?? genuine }),
      bad
    }
  ];
}

/** What the page gives to `send()`, and what comes by at the proxy. */
export const sentWords = (scene: Scene, n: number, t: Translate): string =>
  t(scene === 'guessed' ? 'masking.sentXored' : 'masking.sentText', { n });

export interface MaskingFigure {
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
  readonly key: Uint8Array;
  readonly poisoning: PoisoningFrames;
}

/** A line for each byte that is XORed, and for all that happens at the proxy. */
export function maskingLines(
  stages: readonly MaskingStage[],
  { header, payload, key, poisoning }: MaskingFigure,
  t: Translate
): WordedLine[] {
  const told = new Set<string>();
  return stages.flatMap((stage, step): WordedLine[] => {
    const { scene, bits } = maskingAt(stages, stage.at);
    const line = (id: string, who: string, text: string): WordedLine[] => {
      if (told.has(`${scene} ${id}`)) return [];
      told.add(`${scene} ${id}`);
      const plain = (words: string) => words.replaceAll('`', '');
      return [{ instant: stage.at, at: String(step + 1), who: plain(who), text: plain(text) }];
    };
    if (scene !== 'mask' && scene !== 'unmask') {
      const played = playPoisoning(poisoning, scene, key);
      return [
        ...line('page', t('masking.page'), sentWords(scene, played.sent.length, t)),
        ...line('wire', t('masking.onWire'), t(`masking.wire-${scene}`, { n: played.wire.length })),
        ...outcomeOf(played, poisoning, t).flatMap(({ name, text }) => line(name, name, text))
      ];
    }
    const who = t(scene === 'mask' ? 'ladder.client' : 'ladder.server');
    const { columns } = xorGeometry(header, payload, key, scene, bits);
    return [
      ...line('key', who, t('masking.keyLine', { key: toHex(key, ' ') })),
      ...columns
        .filter(({ state }) => state === 'done')
        .flatMap(({ at: i, keyAt: k, ...bytes }) => {
          const values = { i, k, from: bytes.from, key: bytes.key, to: bytes.to };
          return line(`${i}`, who, t('masking.line', values));
        })
    ];
  });
}
