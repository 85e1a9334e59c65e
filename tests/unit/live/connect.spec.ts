import { describe, expect, it } from 'vitest';
import { connect } from '#lib/live/connect.ts';
import { createWebSocket } from '#lib/live/browser/web-socket.ts';
import { pageEnvironment } from '#lib/live/page-environment.ts';
import { startServer } from '#lib/live/opening-server.ts';
import { Recorder } from '#lib/live/recorder.ts';
import { realClock } from '#lib/live/clock.ts';
import { decodeRequest } from '#lib/protocol/http/message.ts';
import { judgeRequest } from '#lib/protocol/websocket/judge-request.ts';
import { segmentsOf, type Trace } from '#lib/trace/trace.ts';
import { edited, headOf, REQUEST_LINES, RESPONSE_LINES } from '../../helpers/handshake.ts';

const FAST = { delay: 1 };
const apiOf = (trace: Trace) =>
  trace.events
    .filter((event) => event.type === 'api')
    .map(({ name, readyState, detail }) => ({ name, readyState, ...detail }));
const refused = [
  { name: 'error', readyState: 3 },
  { name: 'close', readyState: 3, code: 1006, reason: '', wasClean: false }
];

describe('a connection on the network inside the page', () => {
  it('opens, and is a trace that figures can draw', async () => {
    const trace = await connect('ws://example.test/demo', ['chat'], {
      ...FAST,
      server: { protocols: ['chat'] }
    });
    expect(apiOf(trace)).toEqual([
      { name: 'new WebSocket', readyState: 0, url: 'ws://example.test/demo' },
      { name: 'open', readyState: 1, protocol: 'chat' }
    ]);
    const segments = segmentsOf(trace);
    expect(segments.map(({ carries, flags }) => flags?.join('-') ?? carries)).toEqual([
      'SYN',
      'SYN-ACK',
      'ACK',
      'request',
      'response'
    ]);
    for (const { at, arrives } of segments) expect(arrives).toBeGreaterThanOrEqual(at);
  });

  it('sends a request that breaks no rule, with a key of its own each time', async () => {
    const requests = await Promise.all(
      ['a', 'b'].map(async (path) => {
        const trace = await connect(`ws://keys.test/${path}`, [], FAST);
        return segmentsOf(trace, 'request')[0]?.bytes ?? new Uint8Array();
      })
    );
    const keys = requests.map((bytes) => {
      const decoded = decodeRequest(bytes);
      if (!decoded.complete) throw new Error('incomplete');
      expect(judgeRequest(decoded, { bytesAfter: 0 }).violations).toEqual([]);
      return decoded.value.fields.find(({ name }) => name === 'Sec-WebSocket-Key')?.value;
    });
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('that is refused ends as in a browser: error, then close with 1006, not clean', async () => {
    const trace = await connect('ws://refused.test/', [], { ...FAST, server: { paths: ['/x'] } });
    expect(apiOf(trace).slice(1)).toEqual(refused);
    expect(segmentsOf(trace, 'response')).toHaveLength(1);
  });

  it('to an address where nobody listens ends in the same way, after a RST', async () => {
    const trace = await connect('ws://nobody.test/', [], { ...FAST, server: null });
    expect(apiOf(trace).slice(1)).toEqual(refused);
    expect(segmentsOf(trace).map(({ flags }) => flags?.join('-'))).toEqual(['SYN', 'RST-ACK']);
  });

  it('fails on a wrong accept value, and says which rule', async () => {
    const response = headOf(edited(RESPONSE_LINES, { 'Sec-WebSocket-Accept': 'AAAA' }));
    const trace = await connect('ws://wrong.test/', [], { ...FAST, server: { response } });
    expect(apiOf(trace).slice(1)).toEqual(refused);
    expect(trace.events.find((e) => e.type === 'failed')).toMatchObject({
      violation: { rule: 'resp-accept-value' }
    });
  });

  it('can send any request, and the server judges it', async () => {
    const request = headOf(edited(REQUEST_LINES, { 'Sec-WebSocket-Version': '8' }));
    const trace = await connect('ws://old.test/', [], { ...FAST, request });
    const answer = segmentsOf(trace, 'response')[0]?.bytes ?? new Uint8Array();
    expect(new TextDecoder().decode(answer)).toMatch(
      /^HTTP\/1\.1 426 [^]*Sec-WebSocket-Version: 13/
    );
  });

  it('fails in a browser when the offered subprotocols are not answered', async () => {
    const trace = await connect('ws://silent.test/', ['chat'], { ...FAST, server: {} });
    expect(apiOf(trace).slice(1)).toEqual(refused);
  });
});

describe('the class that page code sees', () => {
  const wire = () => ({ clock: realClock, recorder: new Recorder([], realClock), delay: 1 });

  it.each([
    ['ftp://example.test/', []],
    ['ws://example.test/#x', []],
    ['ws://example.test/', ['a b']],
    ['ws://example.test/', ['']],
    ['ws://example.test/', ['a', 'a']]
  ])('throws a SyntaxError for %s %j', (url, protocols) => {
    expect(() => new (createWebSocket(pageEnvironment(wire())))(url, protocols)).toThrow(
      expect.objectContaining({ name: 'SyntaxError' })
    );
  });

  it('dispatches real events on a real EventTarget', async () => {
    const shared = wire();
    const server = startServer('ws://events.test/', { wire: shared });
    const socket = new (createWebSocket(pageEnvironment(shared)))('ws://events.test/');
    expect(socket.readyState).toBe(0);
    const event = await new Promise<Event>((resolve) =>
      socket.addEventListener('open', { handleEvent: resolve }, { once: true })
    );
    expect(event).toBeInstanceOf(Event);
    expect(event.target).toBe(socket);
    expect([socket.readyState, socket.url]).toEqual([1, 'ws://events.test/']);
    server.stop();
  });
});
