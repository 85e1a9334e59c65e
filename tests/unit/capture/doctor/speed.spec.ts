import { expect, it } from 'vitest';
import { memorySource } from '#lib/capture/byte-source.ts';
import type { Capture, Connection } from '#lib/capture/capture.ts';
import { diagnose } from '#lib/capture/doctor/diagnose.ts';
import type { FrameRow } from '#lib/capture/frame-table.ts';
import { built, opened } from '../../../helpers/built-capture.ts';

const FRAMES = 1_000_000;

/** A connection of a real capture, with so many rows that nobody sent. */
async function large(): Promise<Capture> {
  const { capture } = await built(opened());
  const connection = capture.connections[0] as Connection;
  const { frames, messages, directions } = connection;
  const offsets = { client: 1000, server: 1000 };
  for (let row = 0; row < FRAMES; row++) {
    const from = row % 2 ? 'server' : 'client';
    const length = 40;
    const whole: Omit<FrameRow, 'headerLength'> = {
      from,
      fin: true,
      rsv: 0,
      opcode: 1,
      masked: from === 'client',
      key: 0,
      length,
      lengthForm: 7,
      lengthTopBit: false,
      offset: offsets[from],
      packet: row + 5,
      time: connection.ends + row,
      captured: 'full',
      have: undefined,
      inferred: false,
      message: row,
      extra: 0
    };
    frames.add(whole);
    directions[from].pieces.add(offsets[from], 0, length + 6, row + 5, connection.ends + row);
    offsets[from] += length + 6;
    messages.add({
      from,
      type: 'text',
      compressed: false,
      first: row,
      last: row,
      frames: 1,
      wireLength: length,
      length,
      trouble: 'none',
      invalidUtf8At: undefined
    });
  }
  return capture;
}

it('a million frames are looked at in one go each, and others get their turn meanwhile', async () => {
  const capture = await large();
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const begin = performance.now();
  const found = await diagnose(capture, memorySource(new Uint8Array(1024)));
  const took = performance.now() - begin;
  clearInterval(timer);
  console.info(`a million frames: ${Math.round(took)} ms, ${turns} turns`);
  expect(found).toEqual([]);
  // Far from the hours of a check that looks at all frames for each frame.
  expect(took).toBeLessThan(15_000);
  expect(turns).toBeGreaterThan(3);
});
