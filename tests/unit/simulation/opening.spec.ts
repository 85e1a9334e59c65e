import { describe, expect, it } from 'vitest';
import { simulateOpening } from '#lib/simulation/opening.ts';
import { segmentsOf, type Trace } from '#lib/trace/trace.ts';
import { marksOf } from '#lib/trace/marks.ts';
import { edited, headOf, REQUEST_LINES, RESPONSE_LINES } from '../../helpers/handshake.ts';
import { openingTrace, SCENARIO } from '../../helpers/opening-trace.ts';

const apiOf = (trace: Trace) =>
  trace.events
    .filter((event) => event.type === 'api')
    .map(({ name, readyState, detail }) => `${name} ${readyState} ${detail['code'] ?? ''}`.trim());

describe('the simulated opening handshake', () => {
  it('is the example, byte for byte and millisecond for millisecond', () => {
    const trace = openingTrace();
    expect(segmentsOf(trace, 'request')[0]?.bytes).toEqual(headOf(REQUEST_LINES));
    expect(segmentsOf(trace, 'response')[0]?.bytes).toEqual(headOf(RESPONSE_LINES));
    const times = Object.fromEntries(marksOf(trace).map(({ id, at }) => [id, at]));
    expect(times).toMatchObject({
      'syn-sent': 1,
      'syn-ack-received': 41,
      'request-sent': 44,
      'request-received': 64,
      'response-sent': 69,
      'response-received': 89,
      'api-open': 91
    });
    expect(apiOf(trace)).toEqual(['new WebSocket 0', 'open 1']);
  });

  it('is the same for the same seed, with a key of its own and with jitter', () => {
    const { key, ...keyless } = SCENARIO;
    const drawn = (seed: number) =>
      simulateOpening({ ...keyless, seed, link: { delay: 20, jitter: 5 } });
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(8)).not.toEqual(drawn(7));
    const request = segmentsOf(drawn(7), 'request')[0]?.bytes;
    expect(new TextDecoder().decode(request)).not.toContain(key);
  });

  it('ends as in a browser when the server refuses: error, then close with 1006', () => {
    const trace = openingTrace({ policy: { paths: ['/other'] } });
    expect(apiOf(trace)).toEqual(['new WebSocket 0', 'error 3', 'close 3 1006']);
    expect(trace.events.find((e) => e.type === 'failed')).toMatchObject({
      violation: { rule: 'resp-101' }
    });
  });

  it('fails on an answer with another status, whatever else is right', () => {
    const response = headOf(edited(RESPONSE_LINES, { '': 'HTTP/1.1 200 OK' }));
    const trace = openingTrace({ response });
    expect(apiOf(trace).at(-1)).toBe('close 3 1006');
    expect(trace.events.filter((e) => e.type === 'state').map(({ to }) => to)).toEqual([
      'closed',
      'closed'
    ]);
  });

  it('opens the server before the client', () => {
    const opened = openingTrace().events.filter((e) => e.type === 'state' && e.to === 'open');
    expect(opened.map((e) => e.type === 'state' && e.endpoint)).toEqual(['server', 'client']);
  });

  it('chooses the first offered subprotocol that the server knows', () => {
    const trace = openingTrace({ protocols: ['x', 'chat'], serverProtocols: ['chat'] });
    const open = trace.events.find((e) => e.type === 'api' && e.name === 'open');
    expect(open).toMatchObject({ detail: { protocol: 'chat' } });
  });

  it('keeps its events in order of time, and all of them within its duration', () => {
    const trace = openingTrace();
    const times = trace.events.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThanOrEqual(trace.duration);
  });
});
