/** What the live lab exports opens in the capture lab with the same frames as in the trace. */
import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/bytes/bytes.ts';
import { frameBytes } from '#lib/capture/connection-bytes.ts';
import { OPCODES } from '#lib/protocol/websocket/opcode.ts';
import { liveScenarios } from '#lib/server/live-scenarios.ts';
import { framesOf } from '#lib/trace/frames.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { captureOf, tracesOf } from '../../helpers/live-capture.ts';

/** What the client’s side has seen: what it sent, and what has come. */
const seenIn = (trace: Trace) =>
  framesOf(trace)
    .filter(({ from, arrives }) => from === 'client' || arrives !== null)
    .map(({ from, opcode, fin, payload }) => ({
      from,
      opcode,
      fin,
      length: payload.length,
      payload: toHex(payload)
    }));

const byEnd = <T extends { readonly from: string }>(frames: readonly T[]) => ({
  client: frames.filter(({ from }) => from === 'client'),
  server: frames.filter(({ from }) => from === 'server')
});

describe.each(liveScenarios('en').map(({ id }) => id))('the lesson %s', (id) => {
  it('has the same connections and frames, each with its bytes', async () => {
    const traces = await tracesOf(id);
    const { capture, source } = await captureOf(traces);
    // Attempts that TCP refused are connections of the capture too, without a byte.
    const { connections } = capture;
    const spoken = connections.filter(({ kind }) => kind !== 'empty');
    const told = traces.filter((trace) =>
      trace.events.some((e) => e.type === 'segment' && e.bytes.length)
    );
    expect(spoken).toHaveLength(told.length);
    let compared = 0;
    for (const [i, connection] of spoken.entries()) {
      const rows = Array.from({ length: connection.frames.length }, (_, row) => row);
      const frames = await Promise.all(
        rows.map(async (row) => {
          const { from, opcode, fin, length } = connection.frames.at(row);
          const { payload } = await frameBytes(source, connection, row);
          return { from, opcode: OPCODES[opcode]?.id, fin, length, payload: toHex(payload) };
        })
      );
      expect(byEnd(frames)).toEqual(byEnd(seenIn(told[i] as Trace)));
      compared += frames.length;
    }
    if (id !== 'reconnect') expect(compared).toBeGreaterThan(0);
  });

  it('breaks no rule', async () => {
    const { capture } = await captureOf(await tracesOf(id));
    for (const { frames } of capture.connections) expect(frames.faulty).toEqual([]);
  });
});
