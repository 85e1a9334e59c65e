import { describe, expect, it } from 'vitest';
import { traceFromJson, traceToJson } from '#lib/trace/trace-json.ts';
import { conversation } from '../../helpers/conversation-trace.ts';
import { openingTrace, SCENARIO } from '../../helpers/opening-trace.ts';

/** Every type of event: a frame that is not masked fails the connection, the network goes dark. */
const trace = conversation(
  [
    { at: 10, by: 'client', do: 'send', text: 'Привет' },
    { at: 20, by: 'server', do: 'send', bytes: Uint8Array.of(0, 255, 128) },
    { at: 60, by: 'client', do: 'frame', opcode: 'text', text: 'bare' }
  ],
  { opening: SCENARIO, dark: 100 }
);
const text = traceToJson(trace);
const readBack = (json: string) => {
  const reading = traceFromJson(json);
  if (!reading.ok) throw new Error(`${reading.fault.path}: ${reading.fault.expected}`);
  return reading.value;
};
const fault = (json: string) => {
  const reading = traceFromJson(json);
  return reading.ok ? undefined : reading.fault;
};
/** The text with something changed in the value. */
const changed = (change: (file: { version: number; trace: { events: object[] } }) => void) => {
  const file = JSON.parse(text) as { version: number; trace: { events: object[] } };
  change(file);
  return JSON.stringify(file);
};

describe('a trace as JSON', () => {
  it('is read back as it was, with every type of event', () => {
    const events = [...openingTrace().events, ...trace.events];
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set(['segment', 'state', 'api', 'failed', 'mark', 'message'])
    );
    expect(readBack(text)).toEqual(trace);
    const opening = openingTrace();
    expect(readBack(traceToJson(opening))).toEqual(opening);
  });

  it('is the same text for the same trace, in whatever order its members were made', () => {
    expect(traceToJson(readBack(text))).toBe(text);
    const { duration, ...rest } = trace;
    expect(traceToJson({ duration, ...rest })).toBe(text);
  });

  it.each([
    ['no JSON', '{', { path: '', expected: 'JSON' }],
    ['no object', '[]', { path: '', expected: 'object' }],
    ['another format', '{"format":"pcap"}', { path: 'format', expected: 'websocket-101-trace' }],
    [
      'a version to come',
      changed((file) => (file.version = 2)),
      { path: 'version', expected: '1' }
    ],
    [
      'an event without its time',
      changed(({ trace: { events } }) => (events[3] = { type: 'mark', endpoint: 'a', id: 'b' })),
      { path: 'trace.events[3].at', expected: 'number' }
    ],
    [
      'bytes that are none',
      changed(({ trace: { events } }) => {
        const i = events.findIndex((event) => 'bytes' in event);
        events[i] = { ...events[i], bytes: 'ÿ' };
      }),
      { path: expect.stringMatching(/^trace\.events\[\d+\]\.bytes$/) as string, expected: 'base64' }
    ],
    [
      'an unknown state',
      changed(
        ({ trace: { events } }) =>
          (events[0] = { type: 'state', at: 0, endpoint: 'client', from: 'open', to: 'ajar' })
      ),
      { path: 'trace.events[0].to', expected: 'connecting | open | closing | closed' }
    ]
  ])('%s is a value that says where', (_, json, expected) => {
    expect(fault(json)).toEqual(expected);
  });
});
