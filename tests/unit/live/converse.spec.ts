import { describe, expect, it } from 'vitest';
import { converse } from '#lib/live/converse.ts';
import { talkSteps } from '#lib/labs/conversation/steps.ts';
import { wireFramesOf } from '#lib/figures/parts/wire-frame.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { segmentsOf, type Trace } from '#lib/trace/trace.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';

const framesIn = (trace: Trace) =>
  segmentsOf(trace, 'frame').map(({ from, bytes }) => {
    const decoding = decodeFrame(bytes, { from: from === 'client' ? 'client' : 'server' });
    if (!decoding.complete) throw new Error('a frame is cut');
    expect(decoding.violations).toEqual([]);
    const { opcode, payload } = decoding.value;
    return { from, opcode, payload };
  });
const apiIn = (trace: Trace) =>
  trace.events.flatMap((event) => (event.type === 'api' ? [event.name] : []));

describe('a conversation on the network inside the page', () => {
  it('sends a masked frame, and gets it echoed unmasked', async () => {
    const talk = await converse('ws://talk.test/echo', { delay: 3 });
    const trace = await talk.say('Hello');
    const payload = utf8Encode('Hello');
    expect(framesIn(trace)).toEqual([
      { from: 'client', opcode: 1, payload },
      { from: 'server', opcode: 1, payload }
    ]);
    expect(apiIn(trace)).toEqual(['send()', 'message']);
    const steps = talkSteps(trace, wireFramesOf(trace));
    expect(steps.map(({ title, role }) => `${role} ${title}`)).toEqual([
      'client send',
      'client leaves',
      'server arrives',
      'server leaves',
      'client arrives',
      'client message'
    ]);
    expect(steps.every(({ at }, i) => i === 0 || at > (steps[i - 1]?.at ?? 0))).toBe(true);
    talk.end();
  });

  it('carries bytes, and each exchange is a trace of its own', async () => {
    const talk = await converse('ws://talk.test/bytes', { delay: 3 });
    await talk.say('first');
    const trace = await talk.say(Uint8Array.of(1, 2, 3));
    expect(framesIn(trace).map(({ opcode }) => opcode)).toEqual([2, 2]);
    expect(trace.events[0]).toMatchObject({ type: 'state', at: 0, to: 'open' });
    talk.end();
  });

  it('answers a ping without telling the script', async () => {
    const talk = await converse('ws://talk.test/ping', { delay: 3 });
    const trace = await talk.ping('Hi');
    expect(framesIn(trace).map(({ from, opcode }) => [from, opcode])).toEqual([
      ['server', 9],
      ['client', 10]
    ]);
    expect(apiIn(trace)).toEqual([]);
    talk.end();
  });

  it('closes cleanly: Close both ways, and the server ends TCP', async () => {
    const talk = await converse('ws://talk.test/close', { delay: 3 });
    const trace = await talk.close(1000, 'bye');
    expect(framesIn(trace).map(({ from, opcode }) => [from, opcode])).toEqual([
      ['client', 8],
      ['server', 8]
    ]);
    const [fin] = segmentsOf(trace, 'tcp-control');
    expect([fin?.from, fin?.flags]).toEqual(['server', ['FIN']]);
    expect(trace.events.find((e) => e.type === 'api' && e.name === 'close')).toMatchObject({
      detail: { code: 1000, reason: 'bye', wasClean: true }
    });
    expect(talk.isOpen).toBe(false);
    talk.end();
  });
});
