/** What prose says of the runs that a chapter shows: times, codes and sizes, as they happened. */
import { createTranslate } from '#lib/i18n/messages.ts';
import type { Happening } from '#lib/live/run/story.ts';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { shortestTimeout } from '#lib/simulation/idle-timeouts.ts';
import type { ChapterRun } from './chapter-runs.ts';
import { messagesOf } from './dictionary.ts';

const isApi = (name: string, side: Happening['side']) => (one: Happening) =>
  one.side === side && one.event.type === 'api' && one.event.name === name;
const isFrame = (opcode: string) => (one: Happening) =>
  one.frames.some((frame) => frame.opcode === opcode);

/** Of each run what of it happens: `silent.idle`, `beat.ping.every`, `drain.code`, … */
export function runValues(
  runs: Readonly<Record<string, ChapterRun>>,
  language: string
): Readonly<Record<string, string>> {
  if (Object.keys(runs).length === 0) return {};
  const t = createTranslate(language, messagesOf(language, ['units']));
  const values: Record<string, string> = {};
  const seconds = (name: string, milliseconds: number | undefined) => {
    if (milliseconds !== undefined)
      values[name] = t('units.seconds', { n: Math.round(milliseconds / 10) / 100 });
  };
  const whole = (name: string, milliseconds: number | undefined) =>
    seconds(name, milliseconds && Math.round(milliseconds / 1000) * 1000);
  const bytes = (name: string, one: Happening | undefined) => {
    if (one?.event.type === 'segment')
      values[name] = t('units.bytes', { n: one.event.bytes.length });
  };
  for (const [id, { happenings, conditions, program }] of Object.entries(runs)) {
    const mark = (name: string) =>
      happenings.find(({ event }) => event.type === 'mark' && event.id === name)?.at;
    if (conditions.idle > 0) values[`${id}.idle`] = t('units.seconds', { n: conditions.idle });
    const closes = happenings.filter(isApi('close', 'client'));
    const [close] = closes;
    if (close?.event.type === 'api') values[`${id}.code`] = String(close.event.detail['code']);
    whole(`${id}.closed`, close?.at);
    const response = happenings.find(
      ({ event }) => event.type === 'segment' && event.carries === 'response'
    );
    if (response?.event.type === 'segment')
      values[`${id}.status`] = latin1Decode(response.event.bytes).split(' ')[1] ?? '';
    const pings = happenings.filter(isFrame('ping'));
    bytes(`${id}.ping`, pings[0]);
    bytes(`${id}.pong`, happenings.find(isFrame('pong')));
    // As its program has it: in a run that ends too early nothing is to be measured.
    const [, every] = /ping\(\), (\d+)/.exec(program.server) ?? [];
    if (every) seconds(`${id}.every`, Number(every));
    values[`${id}.pings`] = String(pings.length);
    whole(`${id}.cut`, mark('cut'));
    const gaveUp = happenings.find(isApi('close()', 'client'));
    whole(`${id}.noticed`, gaveUp?.at);
    if (gaveUp && close) whole(`${id}.waits`, close.at - gaveUp.at);
    const sends = happenings.filter(isApi('send()', 'client'));
    if (sends[0] && sends[1]) whole(`${id}.asks`, sends[1].at - sends[0].at);
    const refused = happenings.filter(isApi('error', 'client')).length;
    values[`${id}.refused`] = String(refused);
    const opens = happenings.filter(isApi('open', 'client'));
    const back = opens.filter(({ at }) => at > (close?.at ?? Infinity));
    if (close && back[0] && back.at(-1)) {
      seconds(`${id}.first`, back[0].at - close.at);
      seconds(`${id}.last`, (back.at(-1)?.at ?? 0) - close.at);
    }
    const down = mark('process-ended');
    const up = mark('process-begun');
    if (down !== undefined && up !== undefined) seconds(`${id}.away`, up - down);
    bytes(`${id}.close`, happenings.find(isFrame('close')));
    bytes(
      `${id}.request`,
      happenings.find(({ event }) => event.type === 'segment' && event.carries === 'request')
    );
  }
  values['timeout.shortest'] = t('units.seconds', { n: shortestTimeout() });
  return values;
}
