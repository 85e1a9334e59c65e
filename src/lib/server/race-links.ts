/** Links into the transport lab, made at build time: it opens with a race of the chapter. */
import { deflateRawSync } from 'node:zlib';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { fragmentOf } from '#lib/links/fragment.ts';
import { transportsToData, VERSION } from '#lib/figures/race/link.ts';
import { BYTE_KINDS } from '#lib/simulation/transports/run.ts';
import { TRANSPORTS, type Settings } from '#lib/simulation/transports/settings.ts';
import { raceSettings, type RaceSettings } from './races.ts';

/**
 * With all bytes counted, as the chapters count them. Without `#`; `names` are races of the chapter: one, or two that are compared. Undefined when one
 * of them is not there.
 */
export function transportLabFragment(
  names: readonly string[],
  races: Readonly<Record<string, RaceSettings>> = {}
): string | undefined {
  const known = names.map((name) => races[name]).filter((race) => race !== undefined);
  const [a, b, more] = known.map(raceSettings);
  if (!a || more || known.length < names.length) return undefined;
  const settings: readonly [Settings] | readonly [Settings, Settings] = b ? [a, b] : [a];
  const lanes = known[0]?.transports ?? TRANSPORTS;
  const state = transportsToData({ settings, lanes, kinds: BYTE_KINDS });
  return fragmentOf(VERSION, deflateRawSync(utf8Encode(JSON.stringify(state)), { level: 9 }));
}
