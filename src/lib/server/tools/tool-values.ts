/** What the prose of the chapter In your tools may say: of the sample, of its second run, of versions. */
import { createTranslate } from '#lib/i18n/messages.ts';
import { LAYERS, TOOLS } from '#lib/figures/tools/tools.ts';
import { messagesOf } from '../dictionary.ts';
import { recordingOfTools } from './recording.ts';
import { toolsView } from './view.ts';
import {
  fragmentsOf,
  HAR_SAMPLE,
  JOINED,
  PROXIED,
  sampleSize,
  SAMPLES,
  SHUFFLED,
  WIRE,
  type Wire,
  type WireMessage
} from './wire.ts';

/** The message that compression helped most. */
const largest = ({ messages }: Wire): WireMessage => {
  const [first, ...rest] = messages;
  if (!first) throw new Error('no messages');
  return rest.reduce((most, message) => (message.length > most.length ? message : most), first);
};
const maskingKeys = ({ frames }: Wire) =>
  frames.filter(({ masked }) => masked).map(({ key }) => key);

export function toolValues(language: string): Readonly<Record<string, string>> {
  const number = new Intl.NumberFormat(language).format;
  const t = createTranslate(language, messagesOf(language, ['units', 'toolCounts']));
  const size = (n: number) => t('units.bytes', { n });
  const { totals, sights } = toolsView();
  const { date, versions } = recordingOfTools();
  const values: Record<string, string> = {};
  for (const layer of LAYERS) {
    values[`wire.${layer}`] = number(totals[layer]);
    for (const tool of TOOLS) values[`${tool}.${layer}`] = number(sights[tool][layer].named);
  }
  for (const layer of ['segments', 'frames', 'messages', 'keys', 'control'] as const)
    values[`count.${layer}`] = t(`toolCounts.${layer}`, { n: totals[layer] });
  const prices = largest(WIRE);
  values['prices.sent'] = size(prices.wireLength);
  values['prices.inflated'] = size(prices.length);
  values['prices.har'] = size(new TextEncoder().encode(JSON.stringify(prices.content)).length);
  values['prices.times'] = number(Math.floor(prices.length / prices.wireLength));
  values['wire.bytes'] = size(WIRE.bytes);
  values['wire.head-bytes'] = size(WIRE.headBytes);
  values['pcap.size'] = size(sampleSize(SAMPLES.layers));
  values['har.size'] = size(sampleSize(HAR_SAMPLE));
  const [atBrowser, atServer] = PROXIED;
  if (!atBrowser || !atServer) throw new Error('the run through the proxy has two connections');
  const before = maskingKeys(atBrowser);
  const after = maskingKeys(atServer);
  const lengths = (wire: Wire) =>
    fragmentsOf(wire)
      .map(({ length }) => number(length))
      .join(', ');
  values['proxied.keys'] = number(before.length);
  values['proxied.same'] = number(before.filter((key) => after.includes(key)).length);
  values['proxied.sent'] = lengths(atServer);
  values['proxied.arrived'] = lengths(atBrowser);
  const shuffled = SHUFFLED.reduce((sum, { frames }) => sum + frames.length, 0);
  values['shuffled.frames'] = t('toolCounts.frames', { n: shuffled });
  values['joined.frames'] = t('toolCounts.frames', { n: JOINED.frames.length });
  for (const [name, version] of Object.entries(versions)) values[`version.${name}`] = version;
  values['recorded'] = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeZone: 'UTC'
  }).format(new Date(`${date}T00:00:00Z`));
  return values;
}
