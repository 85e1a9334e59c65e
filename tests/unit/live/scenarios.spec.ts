import { describe, expect, it } from 'vitest';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import type { Entry } from '#lib/live/run/run.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { BINARY, CLOSE, PING, PONG, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { liveScenarios } from '#lib/server/live-scenarios.ts';
import type { SegmentEvent } from '#lib/trace/trace.ts';
import { runScenario, scenarioCalled } from '../../helpers/scenario-run.ts';

const segments = (entries: readonly Entry[]): SegmentEvent[] =>
  entries.flatMap(({ event }) => (event.type === 'segment' ? [event] : []));

/** Frames that left one end, one a segment: all messages here are written whole. */
const frames = (entries: readonly Entry[], from: 'client' | 'server', opcode: number) =>
  segments(entries)
    .filter((segment) => segment.from === from && segment.carries === 'frame')
    .flatMap(({ bytes, at }) => {
      const frame = decodeFrame(bytes, { from });
      if (!frame.complete) throw new Error('a frame in several segments');
      return frame.value.opcode === opcode ? [{ ...frame.value, at }] : [];
    });

const fins = (entries: readonly Entry[]) =>
  segments(entries)
    .filter(({ flags }) => flags?.includes('FIN'))
    .map(({ from, to, at }) => `${from} ${to} ${at}`);

/** When a pane printed a line for the first time. */
function printedAt(entries: readonly Entry[], line: string): number {
  const found = entries.find(({ event }) => event.type === 'console' && event.text === line);
  if (!found) throw new Error(`nobody printed ${line}`);
  return found.event.at;
}

const markAt = (entries: readonly Entry[], id: string): number | undefined =>
  entries.find(({ event }) => event.type === 'mark' && event.id === id)?.event.at;

describe.each(liveScenarios('en').map(({ id }) => id))('%s', (id) => {
  it('runs without an error that nobody catches', async () => {
    const { entries } = await runScenario(id);
    const uncaught = entries.filter(({ event }) => event.type === 'console' && event.uncaught);
    expect(uncaught).toEqual([]);
    expect(entries.length).toBeGreaterThan(20);
  });

  it('has the same entries with the same seed', async () => {
    const [one, other] = [await runScenario(id), await runScenario(id)];
    expect(other.entries).toEqual(one.entries);
  });
});

describe('echo', () => {
  it('masks one way only, and closes cleanly', async () => {
    const { entries, lines } = await runScenario('echo');
    expect(lines('client')).toEqual(['open 1', 'message Hello', 'close 1000 done true']);
    const [there] = frames(entries, 'client', TEXT);
    const [back] = frames(entries, 'server', TEXT);
    expect(there?.maskingKey).toHaveLength(4);
    expect(back?.maskingKey).toBeUndefined();
    expect(back?.payload).toEqual(there?.payload);
  });

  it('gives a Blob when the server forgets what kind it was', async () => {
    const { lines, entries } = await runScenario('echo', [
      ['server', 'send(data, { binary: isBinary })', 'send(data)']
    ]);
    expect(lines('client')).toContain('message Blob(5)');
    expect(frames(entries, 'server', BINARY)).toHaveLength(1);
  });

  it('throws when the text is sent at once; closes with 1005 where no code is given', async () => {
    const atOnce = await runScenario('echo', [
      ['client', '\nsocket.onopen', "\nsocket.send('Hello');\nsocket.onopen"]
    ]);
    expect(atOnce.lines('client')[0]).toMatch(/^InvalidStateError/);
    const bare = await runScenario('echo', [['client', "(1000, 'done')", '()']]);
    expect(bare.lines('client').at(-1)).toBe('close 1005  true');
    expect(bare.lines('server').at(-1)).toBe('close 1005 ');
  });
});

describe('broadcast', () => {
  it('writes a frame of its own to each but the sender', async () => {
    const { entries, lines } = await runScenario('broadcast');
    expect(frames(entries, 'client', TEXT)).toHaveLength(3);
    expect(frames(entries, 'server', TEXT)).toHaveLength(3 * 2);
    expect(lines('client')).toContain('boris < anna: Hello');
    expect(lines('client')).not.toContain('anna < anna: Hello');
  });

  it('grows with n × (n − 1), and n × n where the sender hears itself', async () => {
    const four = ['client', "'clara'", "'clara', 'dasha'"] as const;
    const { entries } = await runScenario('broadcast', [four]);
    expect(frames(entries, 'server', TEXT)).toHaveLength(4 * 3);
    const all = await runScenario('broadcast', [four, ['server', 'client !== sender && ', '']]);
    expect(frames(all.entries, 'server', TEXT)).toHaveLength(4 * 4);
  });
});

describe('ticker', () => {
  it('pushes without being asked, until the client closes', async () => {
    const { entries, lines } = await runScenario('ticker');
    expect(lines('client')).toEqual([
      'open',
      'tick 1 103',
      'tick 2 102',
      'tick 3 105',
      'close 1000 true'
    ]);
    expect(frames(entries, 'client', TEXT)).toEqual([]);
    expect(frames(entries, 'server', TEXT)).toHaveLength(3);
  });

  it('discards quietly what a forgotten timer sends, and the timer goes on', async () => {
    const changes = [
      ['server', 'clearInterval(timer);', ''],
      ['server', 'tick++;', "tick++; console.log('timer', tick);"]
    ] as const;
    const { entries, lines } = await runScenario('ticker', changes, { until: 20_000 });
    expect(lines('server').filter((line) => line.startsWith('timer')).length).toBeGreaterThan(15);
    expect(frames(entries, 'server', TEXT)).toHaveLength(3);
    expect(entries.some(({ event }) => event.type === 'console' && event.uncaught)).toBe(false);
  });

  it('comes too late for a client that has closed, where the line is long', async () => {
    const conditions = { ...scenarioCalled('ticker').conditions, delay: 3000 };
    const { entries, lines } = await runScenario('ticker', [], { conditions });
    expect(frames(entries, 'server', TEXT).length).toBeGreaterThan(3);
    expect(lines('client').filter((line) => line.startsWith('tick'))).toHaveLength(3);
  });
});

describe('binary', () => {
  it('carries seven bytes there and ten back', async () => {
    const { entries, lines } = await runScenario('binary');
    expect(frames(entries, 'client', BINARY).map(({ payload }) => payload.length)).toEqual([7]);
    expect(frames(entries, 'server', BINARY).map(({ payload }) => payload.length)).toEqual([10]);
    expect(lines('server')).toEqual(['version 1 sensor 513 celsius 21.5']);
    expect(lines('client').slice(0, 3)).toEqual(['bytes 10', 'sensor 513', 'fahrenheit 70.7']);
  });

  it('is read wrongly, and without any error, in the other byte order', async () => {
    const { lines } = await runScenario('binary', [['server', 'readUInt16BE', 'readUInt16LE']]);
    expect(lines('server')).toEqual(['version 1 sensor 258 celsius 21.5']);
    expect(lines('client').at(-1)).toBe('close 1000');
  });

  it('is a Blob without binaryType; text is refused with 1003', async () => {
    const blob = await runScenario('binary', [
      ['client', "socket.binaryType = 'arraybuffer';", ''],
      ['client', '({ data }) => {', '({ data }) => { return console.log(data);']
    ]);
    expect(blob.lines('client')).toEqual(['Blob(10)']);
    const json = '(JSON.stringify({ version: 1, sensor: 513, celsius: 21.5 }))';
    const text = await runScenario('binary', [['client', 'send(view)', `send${json}`]]);
    expect(text.lines('client')).toEqual(['close 1003']);
  });
});

describe('subprotocol', () => {
  it('is what the server chose', async () => {
    const { lines } = await runScenario('subprotocol');
    expect(lines('client')).toEqual(['open chat.v1', 'message chat.v1: Hello', 'close 1000']);
    const both = await runScenario('subprotocol', [
      ['server', "['chat.v1']", "['chat.v1', 'chat.v2']"]
    ]);
    expect(both.lines('client')[0]).toBe('open chat.v1');
  });

  it('fails in a browser that asked and got none, behind a 101', async () => {
    const { entries, lines } = await runScenario('subprotocol', [
      ['client', "['chat.v2', 'chat.v1']", "['chat.v3']"]
    ]);
    expect(lines('client')).toEqual(['error', 'close 1006']);
    const [answer] = segments(entries).filter(({ carries }) => carries === 'response');
    expect(latin1Decode(answer?.bytes ?? new Uint8Array())).toMatch(/^HTTP\/1\.1 101 /);
  });

  it('may not be named twice', async () => {
    const { entries, lines } = await runScenario('subprotocol', [
      ['client', "['chat.v2', 'chat.v1']", "['chat.v1', 'chat.v1']"]
    ]);
    expect(lines('client')[0]).toMatch(/^SyntaxError/);
    expect(segments(entries)).toEqual([]);
  });
});

describe('heartbeat', () => {
  it('notices a cut cable, and hears of the close much later', async () => {
    const { entries, lines } = await runScenario('heartbeat');
    const cut = markAt(entries, 'cut') ?? NaN;
    const noticed = printedAt(entries, 'unanswered 2');
    expect(noticed - cut).toBeLessThanOrEqual(3 * 5000);
    expect(lines('client').slice(-2)).toEqual(['readyState 2', 'close 1006 false']);
    expect(printedAt(entries, 'close 1006 false') - noticed).toBeGreaterThan(30_000);
    expect(lines('server')).toEqual([]);
  });

  it('is repeated by TCP while nothing gets through', async () => {
    const { entries } = await runScenario('heartbeat');
    const cut = markAt(entries, 'cut') ?? NaN;
    const lost = frames(entries, 'client', TEXT).filter(({ at }) => at > cut);
    expect(lost.length).toBeGreaterThan(4);
  });

  it('takes a slow line for a dead one when it is impatient', async () => {
    const conditions = { ...scenarioCalled('heartbeat').conditions, delay: 1500 };
    const changes = [
      ['client', 'MISSED = 2', 'MISSED = 1'],
      ['client', 'INTERVAL = 5000', 'INTERVAL = 2000']
    ] as const;
    const { entries, lines } = await runScenario('heartbeat', changes, { conditions });
    expect(printedAt(entries, 'unanswered 1')).toBeLessThan(markAt(entries, 'cut') ?? 0);
    expect(lines('client')).toContain('unanswered 1');
  });
});

describe('reconnect', () => {
  const attempts = (entries: readonly Entry[]) =>
    segments(entries)
      .filter(({ flags, at }) => flags?.join() === 'SYN' && at > 0)
      .map(({ at }) => at);

  it('spreads the attempts, and brings everybody back', async () => {
    const { entries, lines } = await runScenario('reconnect');
    const times = attempts(entries);
    expect(new Set(times).size).toBe(times.length);
    for (const name of ['anna', 'boris', 'clara'])
      expect(lines('client').filter((line) => line === `${name} open`)).toHaveLength(2);
    expect(lines('client').filter((line) => line.endsWith(' error')).length).toBeGreaterThan(3);
  });

  it('waits for one server, however often that was restarted meanwhile', async () => {
    const deeds = [2000, 2300].map((at) => ({ at, type: 'fault', fault: 'restart' }) as const);
    const { entries, lines } = await runScenario('reconnect', [], { deeds });
    expect(lines('server').filter((line) => line === 'listening')).toHaveLength(2);
    expect(entries.some(({ event }) => event.type === 'console' && event.uncaught)).toBe(false);
  });

  it('comes as one wave without jitter', async () => {
    const { entries } = await runScenario('reconnect', [['client', 'Math.random()', '1']]);
    const times = attempts(entries);
    expect(new Set(times).size).toBe(times.length / 3);
  });
});

describe('slow-consumer', () => {
  const amounts = (lines: string[]) => lines.map((line) => Number(line.split(' ').at(-1)));

  it('fills the queue up to its limit, and empties it', async () => {
    const { lines } = await runScenario('slow-consumer');
    const buffered = amounts(lines('server'));
    expect(Math.max(...buffered)).toBeGreaterThan(2 * 4096);
    expect(Math.max(...buffered)).toBeLessThanOrEqual(4 * 4096);
    expect(buffered.at(-1)).toBe(0);
    expect(lines('server').some((line) => line.includes('skip'))).toBe(true);
  });

  it('grows without a limit, and every message is older', async () => {
    const changes = [['server', 'LIMIT = 4 * SIZE', 'LIMIT = Infinity']] as const;
    const { entries, lines } = await runScenario('slow-consumer', changes, { until: 30_000 });
    const sent = lines('server').filter((line) => line.includes(' send '));
    const buffered = amounts(sent);
    expect(buffered).toEqual(buffered.toSorted((a, b) => a - b));
    const ages = sent.map((line, i) => {
      const come = entries.find(
        ({ event }) => event.type === 'console' && event.text.startsWith(`message ${i + 1} `)
      );
      return (come?.event.at ?? NaN) - printedAt(entries, line);
    });
    expect(ages).toHaveLength(16);
    expect(ages).toEqual(ages.toSorted((a, b) => a - b));
    expect(ages.at(-1)).toBeGreaterThan(5 * (ages[0] ?? NaN));
  });

  it('does not pile up on a line that is fast enough', async () => {
    const conditions = { ...scenarioCalled('slow-consumer').conditions, rate: 256_000 };
    const { lines } = await runScenario('slow-consumer', [], { conditions });
    expect(Math.max(...amounts(lines('server')))).toBe(0);
  });
});

describe('refusal', () => {
  it('shows its status on the wire, and not to script', async () => {
    const { entries, lines } = await runScenario('refusal');
    expect(lines('client')).toEqual([
      '/private error',
      '/private close 1006  false',
      '/private?ticket=42 open',
      '/private?ticket=42 close 1000  true'
    ]);
    const [first] = segments(entries).filter(({ carries }) => carries === 'response');
    expect(latin1Decode(first?.bytes ?? new Uint8Array())).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('looks to script as if nobody were there', async () => {
    const refused = await runScenario('refusal');
    const absent = await runScenario('refusal', [['server', 'port: 8080', 'port: 8081']]);
    expect(absent.lines('client').slice(0, 2)).toEqual(refused.lines('client').slice(0, 2));
  });

  it('can say why with a close code', async () => {
    const { lines } = await runScenario('refusal', [
      ['server', "done(verified, 401, 'No ticket')", 'req.verified = verified; done(true)'],
      ['server', '\n}', '\n}'],
      [
        'server',
        "socket.on('error', console.error);",
        "socket.on('error', console.error); if (!request.verified) socket.close(4401, 'No ticket');"
      ],
      ['client', 'socket.close(1000);', '']
    ]);
    expect(lines('client')).toContain('/private close 4401 No ticket true');
  });
});

describe('idle-proxy', () => {
  it('ends with two FINs of the proxy, no Close frame, and 1006 at both ends', async () => {
    const { entries, lines } = await runScenario('idle-proxy');
    const dropped = markAt(entries, 'proxy-idle');
    expect(fins(entries).slice(0, 2)).toEqual([
      `proxy client ${dropped}`,
      `proxy server ${dropped}`
    ]);
    for (const from of ['client', 'server'] as const)
      expect(frames(entries, from, CLOSE)).toEqual([]);
    expect(lines('client').at(-1)).toBe('close 1006  false');
    expect(lines('server').at(-1)).toBe('close 1006');
  });

  it('is kept open by the Pings of the server, which script does not see', async () => {
    const pings = 'setInterval(() => socket.ping(), 5000);';
    const { entries, lines } = await runScenario('idle-proxy', [
      ['server', "socket.on('error'", `${pings}\n  socket.on('error'`]
    ]);
    expect(lines('client')).toEqual(['open', 'message Hello']);
    expect(frames(entries, 'server', PING).length).toBeGreaterThan(9);
    expect(frames(entries, 'client', PONG).length).toBeGreaterThan(9);
    expect(fins(entries)).toEqual([]);
  });
});

describe('half-open', () => {
  it('is noticed by who pings, and never by who only listens', async () => {
    const { entries, lines } = await runScenario('half-open');
    const cut = markAt(entries, 'cut') ?? NaN;
    const noticed = printedAt(entries, 'terminate');
    expect(noticed - cut).toBeGreaterThan(0);
    expect(noticed - cut).toBeLessThanOrEqual(2 * 10_000);
    expect(lines('server')).toEqual(['terminate', 'close 1006']);
    expect(lines('client').slice(2)).toEqual(Array(6).fill('readyState 1'));
  });

  it('sends nobody anything at the cut', async () => {
    const { entries } = await runScenario('half-open', [['server', 'socket.ping();', '']], {
      until: 19_000
    });
    const cut = markAt(entries, 'cut') ?? NaN;
    expect(segments(entries).filter(({ at }) => at >= cut)).toEqual([]);
  });

  it('reaches the client once the cable is whole', async () => {
    const { deeds } = scenarioCalled('half-open');
    const mend = { at: 40_000, type: 'fault', fault: 'mend' } as const;
    const { lines } = await runScenario('half-open', [], { deeds: [...deeds, mend] });
    expect(lines('client')).toContain('close 1006');
  });
});

const news = (lines: string[]) =>
  lines.flatMap((line) => /^message .*news (\d+)$/.exec(line)?.slice(1).map(Number) ?? []);

describe('lost-message', () => {
  it('loses what was under way, and what came while nobody was there', async () => {
    const { lines } = await runScenario('lost-message');
    expect(news(lines('client'))).toEqual([1, 2, 5, 6, 7]);
    expect(lines('server')).toContain('news 3 clients 1');
    expect(lines('server')).toContain('news 4 clients 0');
  });

  it('loses the one under way however fast the client comes back; send() tells nothing', async () => {
    const { lines } = await runScenario('lost-message', [
      ['client', '1500', '100'],
      ['server', 'send(text)', "send(text, (error) => console.log('sent', !error))"]
    ]);
    expect(news(lines('client'))).toEqual([1, 2, 4, 5, 6, 7]);
    expect(lines('server').filter((line) => line.startsWith('sent'))).toEqual(
      Array(7).fill('sent true')
    );
  });

  it('comes twice where the server counts anew, behind a restart', async () => {
    const restart = { at: 5500, type: 'fault', fault: 'restart' } as const;
    const deeds = [...scenarioCalled('lost-message').deeds, restart];
    const { lines } = await runScenario('lost-message', [], { deeds, until: 9500 });
    expect(news(lines('client'))).toEqual([1, 2, 5, 2, 3]);
  });
});

describe('sequence-number', () => {
  it('mends the same loss', async () => {
    const [lost, mended] = [
      await runScenario('lost-message'),
      await runScenario('sequence-number')
    ];
    expect(markAt(mended.entries, 'reset')).toBe(markAt(lost.entries, 'reset'));
    expect(news(mended.lines('client'))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(frames(mended.entries, 'server', TEXT).length).toBeGreaterThan(7);
  });

  it('shows a gap where the server has not kept enough', async () => {
    const { lines } = await runScenario('sequence-number', [['server', 'KEPT = 100', 'KEPT = 1']]);
    expect(news(lines('client'))).toEqual([1, 2, 4, 5, 6, 7]);
  });

  it('prints nothing twice when the server sends too much again', async () => {
    const { entries, lines } = await runScenario('sequence-number', [
      ['server', 'number > after', 'number > after - 3']
    ]);
    expect(news(lines('client'))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(frames(entries, 'server', TEXT).length).toBeGreaterThan(8);
  });
});
