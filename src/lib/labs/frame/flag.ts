/** The verdict in one line: what the flag of the panel says, and the line under the bits. */
import type { Translate } from '#lib/i18n/messages.ts';
import type { Violation } from '#lib/protocol/decoding.ts';
import { brokenRules, frameIndexAt, type LabReading } from './model.ts';

export interface Flag {
  readonly icon: 'flag' | 'dash' | 'check';
  readonly good: boolean;
  readonly says: string;
}

/** Where a rule is broken: the frame, and the bit from its start. */
export function placeOf(reading: LabReading, { range }: Violation, t: Translate): string {
  const index = frameIndexAt(reading.stream, range.from >> 3);
  const offset = reading.stream.frames[index]?.offset ?? 0;
  return t('frameVerdict.place', { frame: index + 1, bit: range.from - offset * 8 });
}

export function flagOf(reading: LabReading, t: Translate): Flag {
  const broken = brokenRules(reading.stream);
  const [shown] = broken;
  if (shown) {
    const count = t('frameVerdict.broken', { n: broken.length });
    return { icon: 'flag', good: false, says: `${count}, ${placeOf(reading, shown, t)}` };
  }
  const last = reading.stream.frames.at(-1);
  if (!last) return { icon: 'dash', good: true, says: t('frameVerdict.nothing') };
  return last.decoding.complete
    ? { icon: 'check', good: true, says: t('frameVerdict.kept') }
    : { icon: 'dash', good: true, says: t('frameVerdict.incomplete') };
}
