/** Links into the transport lab, made at build time: it opens with a race of the chapter. */
import { deflateRawSync } from 'node:zlib';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { fragmentOf } from '#lib/links/fragment.ts';
import { transportsToData, VERSION } from '#lib/links/transports-link.ts';
import { BYTE_KINDS } from '#lib/simulation/transports/run.ts';
import { TRANSPORTS } from '#lib/simulation/transports/settings.ts';
import { raceSettings, type RaceSettings } from './races.ts';

/** With all bytes counted, as the chapter counts them; undefined where there is no such race. */
export function raceLink(settings: RaceSettings | undefined): string | undefined {
  if (!settings) return undefined;
  const data = transportsToData({
    settings: [raceSettings(settings)],
    lanes: settings.transports ?? TRANSPORTS,
    kinds: BYTE_KINDS
  });
  const json = utf8Encode(JSON.stringify(data));
  return `../labs/transports/#${fragmentOf(VERSION, deflateRawSync(json, { level: 9 }))}`;
}
