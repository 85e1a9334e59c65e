import { describe, expect, it } from 'vitest';
import { lanes } from '#lib/figures/lanes/lanes.ts';
import { stepAtTime } from '#lib/figures/lanes/run-steps.ts';
import { liveFromFragment } from '#lib/links/live-link.ts';
import type { Happening } from '#lib/live/run/story.ts';
import { createTranslate, type MessageId } from '#lib/i18n/messages.ts';
import { prepareRun, runsOf, runViews, type ChapterRun } from '#lib/server/chapter-runs.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import { runValues } from '#lib/server/run-values.ts';

const RUNS = runsOf('13-in-production');
function run(id: string): ChapterRun {
  const found = RUNS[id];
  if (!found) throw new Error(`no run ${id}`);
  return found;
}
const apis = ({ happenings }: ChapterRun, side: Happening['side'], name: string) =>
  happenings.flatMap(({ side: own, event }) =>
    own === side && event.type === 'api' && event.name === name ? [event] : []
  );
const frames = ({ happenings }: ChapterRun, opcode: string) =>
  happenings.filter((one) => one.frames.some((frame) => frame.opcode === opcode));
const values = runValues(RUNS, 'en');

describe('a proxy without the two lines', () => {
  it('ends the handshake with 426, and the script is told 1006', () => {
    expect(values['stripped.status']).toBe('426');
    expect(apis(run('stripped'), 'client', 'open')).toEqual([]);
    expect(apis(run('stripped'), 'client', 'close')[0]?.detail).toMatchObject({ code: 1006 });
  });
});

describe('an idle proxy', () => {
  it('cuts the silence with a FIN to each side and no Close frame', () => {
    expect(frames(run('silent'), 'close')).toEqual([]);
    const fins = run('silent').happenings.flatMap(({ event }) =>
      event.type === 'segment' && event.from === 'proxy' ? [event.to] : []
    );
    expect(fins.toSorted()).toEqual(['client', 'server']);
    expect(values['silent.idle']).toBe('60 seconds');
    for (const side of ['client', 'server'] as const)
      expect(apis(run('silent'), side, 'close')[0]?.detail).toMatchObject({ code: 1006 });
  });

  it('is kept awake by a Ping, which takes 2 bytes, and 6 to answer', () => {
    const pings = frames(run('beat'), 'ping');
    expect(pings.length).toBeGreaterThan(2);
    const [first, second] = pings;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(25_000);
    expect(values['beat.every']).toBe('25 seconds');
    expect([values['beat.ping'], values['beat.pong']]).toEqual(['2 bytes', '6 bytes']);
    expect(frames(run('beat'), 'pong')).toHaveLength(pings.length);
    expect(apis(run('beat'), 'client', 'close')).toEqual([]);
    expect(run('beat').slots.at(-1)?.at).toBeGreaterThan(run('beat').conditions.idle * 1000);
  });

  it('is faster than a heartbeat that is too slow', () => {
    expect(frames(run('late'), 'ping')).toEqual([]);
    expect(apis(run('late'), 'client', 'close')).toHaveLength(1);
    expect(values['late.every']).toBe('90 seconds');
  });
});

it('where the cable is cut, the state is OPEN until the heartbeat gives up, and close comes later', () => {
  const dead = run('dead');
  const gaveUp = apis(dead, 'client', 'close()')[0];
  expect(gaveUp?.readyState).toBeLessThanOrEqual(2);
  const sent = apis(dead, 'client', 'send()').filter(({ at }) => at > 12_000);
  expect(sent.map(({ readyState }) => readyState)).toEqual(sent.map(() => 1));
  expect([
    values['dead.cut'],
    values['dead.asks'],
    values['dead.noticed'],
    values['dead.waits']
  ]).toEqual(['12 seconds', '5 seconds', '25 seconds', '60 seconds']);
});

it('where its step rests, the figure says that the state was OPEN although the cable was cut', () => {
  const view = runViews('13-in-production', 'en')['dead'];
  const { steps } = dataAt<{ steps: { alive: { show: string; upTo: number } } }>(
    'chapters/13-in-production/chapter.json'
  );
  if (!view || steps.alive.show !== 'dead') throw new Error('no such run');
  const { happenings, slots, words } = view;
  const drawn = lanes(happenings, slots, stepAtTime(slots, steps.alive.upTo), 'mid', {
    mark: ({ n }) => words[n]?.mark ?? '',
    flight: () => '',
    time: String
  });
  expect(drawn.marks.map(({ label }) => label?.text)).toContain('readyState 1');
});

it('after a restart all come back, at different instants, some after a refusal', () => {
  const opens = apis(run('restart'), 'client', 'open').map(({ at }) => at);
  const back = opens.slice(3);
  expect(back).toHaveLength(3);
  expect(new Set(back).size).toBe(3);
  expect(Number(values['restart.refused'])).toBeGreaterThan(0);
});

it('a deploy that says so is no 1006', () => {
  const closes = apis(run('drain'), 'client', 'close').map(({ detail }) => detail);
  expect(closes.length).toBeGreaterThanOrEqual(2);
  for (const detail of closes)
    expect(detail).toMatchObject({ code: 1012, reason: 'deploy', wasClean: true });
  expect(apis(run('drain'), 'client', 'open').length).toBe(2 * closes.length);
});

it('a message that was under way when TCP was reset never arrives', () => {
  const lost = run('lost').happenings.filter(({ frames, lostStep }) => frames.length && lostStep);
  expect(lost.length).toBeGreaterThan(0);
});

it('each run is a state of the live lab, and its link opens it', async () => {
  for (const { link, program, conditions, scenario } of Object.values(RUNS))
    expect(await liveFromFragment(`#${link}`)).toEqual({
      ...program,
      client: program.client,
      conditions,
      seed: expect.any(Number) as number,
      scenario
    });
});

it.each(LANGUAGES)('each run has a name and words for all that happens in it (%s)', (language) => {
  const t = createTranslate(language, messagesOf(language, ['production']));
  for (const [id, view] of Object.entries(runViews('13-in-production', language))) {
    expect(t(`production.${id}` as MessageId)).not.toBe('');
    expect(Object.keys(view.words).map(Number)).toEqual(view.happenings.map(({ n }) => n));
    for (const { mark, flight, line } of Object.values(view.words))
      expect([mark, flight, line.at, line.who, line.text]).not.toContain('');
  }
});

it('a change of code that is not there fails the build', () => {
  expect(() => prepareRun({ lesson: 'echo', change: [['client', 'no such text', '']] })).toThrow(
    'client.js has no no such text'
  );
  expect(() => prepareRun({ lesson: 'none' })).toThrow('no lesson none');
});
