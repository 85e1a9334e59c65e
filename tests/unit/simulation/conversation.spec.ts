import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { simulateConversation, TCP_PATIENCE } from '#lib/simulation/conversation.ts';
import { frameMarks, framesOf } from '#lib/trace/frames.ts';
import { segmentsOf, type Trace } from '#lib/trace/trace.ts';
import { conversation, toldIn } from '../../helpers/conversation-trace.ts';
import { SCENARIO } from '../../helpers/opening-trace.ts';

const frameKeys = (trace: Trace) => framesOf(trace).map(({ key, from }) => `${from} ${key}`);
const statesOf = (trace: Trace, endpoint: string) =>
  trace.events
    .filter((event) => event.type === 'state' && event.endpoint === endpoint)
    .map((event) => event.type === 'state' && `${event.at} ${event.to}`);

describe('a simulated conversation', () => {
  it('is the same for the same seed, byte for byte, and another one for another', () => {
    const talk = (seed: number) =>
      conversation(
        [
          { at: 5, by: 'client', do: 'send', text: 'Hello' },
          { at: 30, by: 'server', do: 'ping', text: 'a' },
          { at: 60, by: 'client', do: 'close', code: 1000 }
        ],
        { seed, link: { delay: 20, jitter: 10 } }
      );
    expect(talk(7)).toEqual(talk(7));
    expect(talk(8)).not.toEqual(talk(7));
  });

  it('carries what was sent: the bytes of the trace decode to it', () => {
    const long = 'ü'.repeat(200);
    const trace = conversation([
      { at: 1, by: 'client', do: 'send', text: 'Hello' },
      { at: 2, by: 'server', do: 'send', text: long, fragmentSize: 64 },
      { at: 3, by: 'client', do: 'send', bytes: Uint8Array.of(0, 1, 2) }
    ]);
    const payloadFrom = (endpoint: string) =>
      concatBytes(
        ...framesOf(trace)
          .filter(({ from }) => from === endpoint)
          .map(({ payload }) => payload)
      );
    expect(payloadFrom('client')).toEqual(concatBytes(utf8Encode('Hello'), Uint8Array.of(0, 1, 2)));
    expect(payloadFrom('server')).toEqual(utf8Encode(long));
    const received = trace.events.filter(
      (event) => event.type === 'message' && event.direction === 'received'
    );
    expect(
      received.map((event) => event.type === 'message' && [event.endpoint, event.message.type])
    ).toEqual([
      ['server', 'text'],
      ['client', 'text'],
      ['server', 'binary']
    ]);
    expect(framesOf(trace).every(({ from, masked }) => masked === (from === 'client'))).toBe(true);
    expect(framesOf(trace).flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('keeps its events in order of time, and all of them within its duration', () => {
    const trace = conversation([{ at: 5, by: 'server', do: 'close', code: 1001 }]);
    const times = trace.events.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThanOrEqual(trace.duration);
  });

  it('keeps the order of TCP, whatever the jitter', () => {
    const trace = conversation(
      [1, 2, 3, 4, 5, 6].map((at) => ({ at, by: 'client', do: 'send', text: String(at) }) as const),
      { link: { delay: 5, jitter: 50 } }
    );
    const arrivals = segmentsOf(trace, 'frame').map(({ arrives }) => arrives ?? 0);
    expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
    expect(toldIn(trace).filter((line) => line.includes('error'))).toEqual([]);
  });

  it('can have the opening handshake in front', () => {
    const trace = simulateConversation({
      id: 'main',
      seed: 1,
      host: 'example.com',
      link: { delay: 20 },
      script: [{ at: 2, by: 'client', do: 'send', text: 'Hello' }],
      opening: SCENARIO
    });
    expect(toldIn(trace)).toEqual(['client new WebSocket', 'client open', 'client send() Hello']);
    expect(segmentsOf(trace, 'frame')[0]?.at).toBe(93);
  });
});

describe('fragments and segments', () => {
  const trace = conversation(
    [
      { at: 1, by: 'server', do: 'send', text: 'Total: 50 €', fragmentSize: 6, pause: 4 },
      { at: 4, by: 'server', do: 'ping', text: 'p' }
    ],
    { segments: { from: 'server', size: 10, gather: 3 } }
  );

  it('let a control frame in between, and answer it before the message is whole', () => {
    expect(frameKeys(trace)).toEqual([
      'server text-1',
      'server ping-1',
      'server continuation-1',
      'server continuation-2',
      'client pong-1'
    ]);
    const pong = framesOf(trace).find(({ key }) => key === 'pong-1');
    const message = trace.events.find((e) => e.type === 'api' && e.name === 'message');
    expect(pong?.at).toBeLessThan(message?.at ?? 0);
  });

  it('cut a character in two, and script gets it whole', () => {
    expect(framesOf(trace).find(({ key }) => key === 'continuation-1')?.text).toBeUndefined();
    expect(toldIn(trace)).toContain('client message Total: 50 €');
  });

  it('do not fall together', () => {
    const segments = segmentsOf(trace, 'frame').filter(({ from }) => from === 'server');
    expect(segments.every(({ bytes }) => bytes.length <= 10)).toBe(true);
    const ends = (lengths: number[]) => lengths.map((_, i) => lengths.slice(0, i + 1)).map(sum);
    const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
    const frames = framesOf(trace).filter(({ from }) => from === 'server');
    expect(ends(segments.map(({ bytes }) => bytes.length))).not.toEqual(
      ends(frames.map(({ bytes }) => bytes.length))
    );
  });
});

describe('closing', () => {
  it('goes as RFC 6455 §7.1 says: Close, Close, the server ends TCP, clean', () => {
    const trace = conversation([{ at: 10, by: 'client', do: 'close', code: 1000, reason: 'done' }]);
    expect(frameKeys(trace)).toEqual(['client close-1', 'server close-2']);
    const fins = segmentsOf(trace, 'tcp-control');
    expect(fins.map(({ from }) => from)).toEqual(['server', 'client']);
    expect(statesOf(trace, 'client')).toEqual(['0 open', '10 closing', '52 closed']);
    expect(statesOf(trace, 'server')).toEqual(['0 open', '31 closing', '73 closed']);
    expect(trace.events.find((e) => e.type === 'api' && e.name === 'close')).toMatchObject({
      at: 52,
      detail: { code: 1000, reason: 'done', wasClean: true },
      readyState: 3
    });
    expect(trace.events.find((e) => e.type === 'mark')).toMatchObject({
      id: 'time-wait',
      endpoint: 'server'
    });
  });

  it('says 1005 where the Close was empty', () => {
    const trace = conversation([{ at: 10, by: 'server', do: 'close' }]);
    expect(toldIn(trace)).toContain('client close 1005');
  });

  it('says 1006 where TCP ends without a Close, and no error comes first', () => {
    const trace = conversation([{ at: 10, by: 'server', do: 'end' }]);
    expect(framesOf(trace)).toEqual([]);
    expect(toldIn(trace)).toEqual(['client open', 'client close 1006']);
  });

  it('says 1006 to the script and 1002 to the peer where the client fails the connection', () => {
    const trace = conversation([
      { at: 10, by: 'server', do: 'frame', opcode: 'text', text: 'Hello', masked: true }
    ]);
    expect(toldIn(trace)).toEqual([
      'client open',
      'client error',
      'client close 1006',
      'server close 1002'
    ]);
    expect(framesOf(trace).find(({ from }) => from === 'client')?.code).toBe(1002);
    expect(trace.events.find((e) => e.type === 'failed')).toMatchObject({
      violation: { rule: 'mask-server' }
    });
  });

  it('from both ends at once crosses on the way, and is clean', () => {
    const trace = conversation([
      { at: 10, by: 'client', do: 'close', code: 1000 },
      { at: 15, by: 'server', do: 'close', code: 1001 }
    ]);
    expect(frameKeys(trace)).toEqual(['client close-1', 'server close-2']);
    expect(toldIn(trace).filter((line) => / close \d/.test(line))).toEqual([
      'client close 1001',
      'server close 1000'
    ]);
  });

  it('drops what comes after close() was called', () => {
    const trace = conversation([
      { at: 5, by: 'server', do: 'send', text: 'late' },
      { at: 10, by: 'client', do: 'close', code: 1000 }
    ]);
    expect(toldIn(trace).join()).not.toContain('message');
  });

  it('waits for the server to end TCP only so long', () => {
    // The answer to its Close never comes to the server.
    const trace = conversation([{ at: 10, by: 'server', do: 'close', code: 1001 }], { dark: 40 });
    expect(TCP_PATIENCE).toBe(2000);
    expect(statesOf(trace, 'client').at(-1)).toBe('2031 closed');
    expect(trace.events.find((e) => e.type === 'api' && e.name === 'close')).toMatchObject({
      detail: { code: 1001, wasClean: true }
    });
  });
});

describe('a heartbeat', () => {
  it('is answered by the browser, and script sees nothing of it', () => {
    const trace = conversation([{ at: 130, by: 'server', do: 'close', code: 1000 }], {
      heartbeat: { every: 50, within: 45 }
    });
    expect(frameKeys(trace).slice(0, 4)).toEqual([
      'server ping-1',
      'client pong-1',
      'server ping-2',
      'client pong-2'
    ]);
    expect(toldIn(trace)).toEqual(['client open', 'client close 1000', 'server close 1000']);
  });

  it('notices a client that is gone; the client notices nothing', () => {
    const trace = conversation([{ at: 160, by: 'client', do: 'send', text: 'x' }], {
      heartbeat: { every: 50, within: 45 },
      dark: 110
    });
    expect(toldIn(trace)).toEqual(['client open', 'server close 1006', 'client send() x']);
    expect(statesOf(trace, 'client')).toEqual(['0 open']);
    expect(segmentsOf(trace).filter(({ arrives }) => arrives === null).length).toBe(3);
  });
});

it('frames have marks by their name', () => {
  const trace = conversation([{ at: 10, by: 'server', do: 'ping', text: 'a' }]);
  expect(frameMarks(framesOf(trace), trace).map(({ id, at }) => `${id} ${at}`)).toEqual([
    'ping-1-sent 10',
    'ping-1-received 30',
    'pong-1-sent 31',
    'pong-1-received 51'
  ]);
});
