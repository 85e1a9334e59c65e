import { describe, expect, it } from 'vitest';
import { apiObject, apiRows, type ApiRow } from '#lib/figures/api/api.ts';
import { wireFramesOf } from '#lib/figures/parts/wire-frame.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { conversation } from '../../helpers/conversation-trace.ts';

const rowsOf = (trace: Trace, time = trace.duration) => apiRows(trace, wireFramesOf(trace), time);
const objectAt = (trace: Trace, time: number) => apiObject(trace, wireFramesOf(trace), time);

/** `ping-1 in, pong-1 out` and what script is told, or nothing. */
const wireOf = ({ wire }: ApiRow) =>
  wire.map((entry) => `${entry.id === 'frame' ? entry.frame.key : entry.name} ${entry.way}`).join();
const toldIn = ({ script }: ApiRow) =>
  script.map(({ event }) => `${event.name} ${event.detail['code'] ?? ''}`.trim()).join();
const table = (trace: Trace) => rowsOf(trace).map((row) => [wireOf(row), toldIn(row)]);

const opening = {
  id: 'main',
  seed: 1,
  host: 'example.com',
  target: '/',
  protocols: ['b', 'a'],
  serverProtocols: ['a'],
  link: { delay: 20 },
  pauses: { syn: 1, request: 1, answer: 4, open: 1 }
};

describe('the two columns of the browser API', () => {
  it('have a Ping and its Pong on the wire, and nothing for the script', () => {
    const trace = conversation([{ at: 10, by: 'server', do: 'ping', text: '?' }]);
    expect(table(trace)).toEqual([
      ['', 'open'],
      ['ping-1 in,pong-1 out', '']
    ]);
  });

  it('have one event for a message in two frames, with the last of them', () => {
    const trace = conversation([
      { at: 10, by: 'server', do: 'send', text: 'prices', fragmentSize: 3, pause: 15 }
    ]);
    expect(table(trace).slice(1)).toEqual([
      ['text-1 in', ''],
      ['continuation-1 in', 'message']
    ]);
  });

  it('keep the Close of a failed connection from the script', () => {
    const trace = conversation([
      { at: 10, by: 'server', do: 'frame', opcode: 'text', text: 'x', masked: true }
    ]);
    expect(table(trace)[1]).toEqual(['text-1 in,close-1 out,FIN out', 'error,close 1006']);
  });

  it('end with 1006 and no error when a FIN comes alone', () => {
    const trace = conversation([{ at: 10, by: 'server', do: 'end' }]);
    expect(table(trace)[1]).toEqual(['FIN in,FIN out', 'close 1006']);
  });

  it('leave out what never comes', () => {
    const trace = conversation([{ at: 10, by: 'server', do: 'send', text: 'x' }], { dark: 5 });
    expect(table(trace)).toEqual([['', 'open']]);
  });

  it('show the handshake by its first lines, without what only acknowledges', () => {
    const trace = conversation([], { opening });
    expect(table(trace)).toEqual([
      ['SYN out', 'new WebSocket'],
      ['GET / HTTP/1.1 out', ''],
      ['101 Switching Protocols in', 'open']
    ]);
  });

  it('count rows from the one of now', () => {
    const trace = conversation([{ at: 10, by: 'server', do: 'ping', text: '?' }]);
    expect(rowsOf(trace, 12).map(({ age }) => age)).toEqual([0, -1]);
    expect(rowsOf(trace, 30).map(({ age }) => age)).toEqual([1, 0]);
  });
});

describe('the object of the script', () => {
  const trace = conversation(
    [
      { at: 10, by: 'client', do: 'send', text: '25 €' },
      { at: 10, by: 'client', do: 'send', text: 'ok' },
      { at: 20, by: 'server', do: 'close', code: 1000 },
      { at: 50, by: 'client', do: 'send', text: 'late' }
    ],
    { linger: 20 }
  );

  it('counts payload in UTF-8, and only until it leaves', () => {
    expect([9, 10, 11].map((at) => objectAt(trace, at).bufferedAmount)).toEqual([0, 8, 0]);
    const amounts = rowsOf(trace).flatMap(({ script }) => script.map(({ buffered }) => buffered));
    expect(amounts.filter((n) => n !== undefined)).toEqual([6, 8, 4]);
  });

  it('keeps for ever what is sent while it closes', () => {
    expect(objectAt(trace, 51)).toMatchObject({ readyState: 2, bufferedAmount: 4 });
    expect(objectAt(trace, trace.duration)).toMatchObject({ readyState: 3, bufferedAmount: 4 });
  });

  it('knows its subprotocol when it opens', () => {
    const opened = conversation([{ at: 5, by: 'client', do: 'send', text: 'x' }], { opening });
    expect(objectAt(opened, 10)).toEqual({ readyState: 0, bufferedAmount: 0, protocol: '' });
    expect(objectAt(opened, opened.duration)).toMatchObject({ readyState: 1, protocol: 'a' });
  });
});
