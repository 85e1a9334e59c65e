import { describe, expect, it } from 'vitest';
import type { Entry } from '#lib/live/run/run.ts';
import { firstDivergence, Story } from '#lib/live/run/story.ts';

const PING = Uint8Array.of(0x89, 0);
let n = 0;
const entry = (event: Entry['event'], more: Partial<Entry> = {}): Entry => ({
  n: ++n,
  step: n,
  connection: 1,
  event,
  ...more
});
const segment = (from: string, to: string, at: number, more: object = {}): Entry =>
  entry({ type: 'segment', at, from, to, arrives: null, bytes: PING, carries: 'frame', ...more });

describe('a run as the page tells it', () => {
  it('puts calls and the console into the lane of code, events into that of the API', () => {
    n = 0;
    const story = new Story();
    story.add([
      entry({
        type: 'api',
        at: 0,
        endpoint: 'client',
        name: 'new WebSocket',
        detail: { url: 'ws://localhost:8080/' },
        readyState: 0
      }),
      entry({ type: 'api', at: 1, endpoint: 'client', name: 'open', detail: {}, readyState: 1 }),
      entry(
        { type: 'console', at: 1, pane: 'client', level: 'log', text: 'hi' },
        { connection: 0, line: { pane: 'client', line: 3 } }
      ),
      segment('client', 'server', 2),
      entry({ type: 'state', at: 2, endpoint: 'client', from: 'open', to: 'closing' })
    ]);
    expect(story.happenings.map(({ lane, side }) => `${side} ${lane}`)).toEqual([
      'client code',
      'client api',
      'client code',
      'client wire'
    ]);
    expect(story.happenings[2]?.line).toEqual({ pane: 'client', line: 3 });
    expect(story.happenings[3]?.frames).toMatchObject([{ opcode: 'ping', fin: true }]);
    expect(story.traceOf(1).endpoints[1]?.name).toBe('localhost:8080');
  });

  it('remembers when a segment came, in its trace too; one that was lost never came', () => {
    n = 0;
    const story = new Story();
    const sent = segment('client', 'server', 2);
    const lost = segment('client', 'server', 3);
    story.add([sent, lost]);
    story.add([
      entry({ type: 'arrival', at: 3, segment: lost.n, lost: true }, { step: 3 }),
      entry({ type: 'arrival', at: 22, segment: sent.n }, { step: 9 })
    ]);
    expect(story.happenings.map(({ arrives, arrivalStep }) => [arrives, arrivalStep])).toEqual([
      [22, 9],
      [null, null]
    ]);
    expect(story.happenings.map(({ lostStep }) => lostStep)).toEqual([null, 3]);
    expect(story.traceOf(1).events).toMatchObject([{ arrives: 22 }, { arrives: null }]);
  });

  it('names what TCP sends again as before, and counts it once', () => {
    n = 0;
    const story = new Story();
    const half = { bytes: PING.subarray(0, 1) };
    story.add([
      segment('client', 'server', 2, half),
      segment('client', 'server', 3, { bytes: PING.subarray(1) }),
      segment('client', 'server', 9, { ...half, again: true }),
      segment('client', 'server', 12)
    ]);
    expect(story.happenings.map(({ frames }) => frames.map(({ opcode }) => opcode))).toEqual([
      [],
      ['ping'],
      [],
      ['ping']
    ]);
  });

  it('shows to a figure of two ends what a proxy did, as its client sees it', () => {
    n = 0;
    const story = new Story();
    story.add([
      segment('client', 'proxy', 1, { carries: 'request' }),
      segment('proxy', 'server', 2, { carries: 'request' }),
      segment('proxy', 'client', 3, { carries: 'tcp-control', flags: ['FIN'] })
    ]);
    expect(story.traceOf(1).events).toMatchObject([
      { from: 'client', to: 'server' },
      { from: 'server', to: 'client' }
    ]);
  });
});

describe('two runs beside each other', () => {
  const run = (text: string, line: number) => {
    n = 0;
    return [
      segment('client', 'server', 1),
      entry(
        { type: 'console', at: 2, pane: 'client', level: 'log', text },
        { line: { pane: 'client', line } }
      )
    ];
  };
  it('differ from the first entry whose event differs; lines of code may move', () => {
    expect(firstDivergence(run('a', 1), run('b', 1))).toBe(2);
    expect(firstDivergence(run('a', 1), run('a', 9))).toBeUndefined();
    expect(firstDivergence(run('a', 1), run('a', 1).slice(0, 1))).toBeUndefined();
  });
});
