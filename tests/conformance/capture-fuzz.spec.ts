/**
 * Damaged captures: cut, flipped, doubled, shuffled, of every format. Whatever they are, reading
 * ends within a second, with a capture or a CaptureError, and every row of it can be looked at.
 * Nothing stays behind.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { memorySource } from '#lib/capture/byte-source.ts';
import { CaptureError } from '#lib/capture/capture-error.ts';
import type { Connection } from '#lib/capture/capture.ts';
import { bodyBytes, frameBytes, messageBytes } from '#lib/capture/connection-bytes.ts';
import { openCapture, type OpenedCapture } from '#lib/capture/open-capture.ts';
import { seededRandom, type Random } from '#lib/network/random.ts';
import { DEEP, SEED } from '../helpers/property.ts';
import { prove } from '../helpers/evidence.ts';

const COUNT = DEEP ? 100_000 : 2500;
const FOLDER = 'tests/fixtures/captures';
/** Time goes into many files, not into long ones. */
const MAX_SIZE = 40_000;
const originals = readdirSync(FOLDER)
  .filter((name) => /\.(pcap|pcapng|gz|har|txt)$/.test(name))
  .map((name) => new Uint8Array(readFileSync(`${FOLDER}/${name}`)))
  .filter(({ length }) => length < MAX_SIZE);

const below = (random: Random, limit: number) => Math.floor(random.next() * limit);

/** One thing that happens to files. */
function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const at = below(random, bytes.length);
  const length = 1 + below(random, 40);
  switch (below(random, 8)) {
    case 0:
      return bytes.slice(0, at);
    case 1: {
      const copy = bytes.slice();
      copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
      return copy;
    }
    case 2: {
      const copy = bytes.slice();
      copy.set(random.bytes(Math.min(length, bytes.length - at)), at);
      return copy;
    }
    case 3:
      return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + length));
    case 4:
      return Uint8Array.of(
        ...bytes.subarray(0, at),
        ...bytes.subarray(at, at + length),
        ...bytes.subarray(at)
      );
    case 5: {
      const copy = bytes.slice();
      copy.fill(random.next() < 0.5 ? 0 : 0xff, at, at + length);
      return copy;
    }
    case 6: {
      const copy = bytes.slice();
      const to = below(random, bytes.length);
      copy.set(bytes.subarray(at, Math.min(at + length, bytes.length - to + at)), to);
      return copy.slice(0, bytes.length);
    }
    default:
      return new Uint8Array(gzipSync(bytes, { level: 1 }));
  }
}

function mutant(index: number): Uint8Array {
  const random = seededRandom(SEED * 1_000_003 + index);
  let bytes: Uint8Array = originals[below(random, originals.length)] ?? new Uint8Array();
  for (let times = 1 + below(random, 4); times > 0 && bytes.length > 0; times--)
    bytes = damage(bytes, random);
  return bytes;
}

const MAX_LOOKS = 12;
const LIMIT = 10_000;

/** Reads rows, bytes of frames and messages, and bodies, as the page would. */
async function lookAt(opened: OpenedCapture): Promise<void> {
  if (opened.type === 'har') {
    expect(opened.har.entries.length).toBeGreaterThanOrEqual(0);
    return;
  }
  for (const connection of opened.capture.connections.slice(0, MAX_LOOKS)) {
    await lookAtConnection(opened, connection);
    for (const { request, response } of connection.exchanges.slice(0, MAX_LOOKS)) {
      if (request?.body)
        await bodyBytes(opened.source, connection.directions.client, request.body, LIMIT);
      if (response?.body)
        await bodyBytes(opened.source, connection.directions.server, response.body, LIMIT);
    }
  }
}

async function lookAtConnection(
  { source }: Extract<OpenedCapture, { type: 'capture' }>,
  connection: Connection
): Promise<void> {
  const { frames, messages } = connection;
  for (let row = 0; row < Math.min(frames.length, MAX_LOOKS); row++) {
    const frame = frames.at(row);
    const { header, payload } = await frameBytes(source, connection, row, LIMIT);
    expect(header.length).toBe(frame.headerLength);
    expect(payload.length).toBe(Math.min(LIMIT, frame.have ?? frame.length));
  }
  for (let row = 0; row < Math.min(messages.length, MAX_LOOKS); row++) {
    const message = messages.at(row);
    const bytes = await messageBytes(source, connection, row, LIMIT);
    if (message.trouble === 'none') expect(bytes.length).toBe(Math.min(LIMIT, message.length));
  }
}

it(`reads ${COUNT} damaged captures without a throw or a hang`, async () => {
  let slowest = 0;
  let refused = 0;
  for (let index = 0; index < COUNT; index++) {
    const bytes = mutant(index);
    // The processor’s time, not the clock’s: others use this machine too.
    const began = process.cpuUsage();
    try {
      await lookAt(await openCapture(memorySource(bytes)));
    } catch (error) {
      if (!(error instanceof CaptureError))
        throw new Error(`seed ${SEED}, capture ${index}`, { cause: error });
      expect(error.offset, `seed ${SEED}, capture ${index}`).toBeGreaterThanOrEqual(0);
      refused++;
    }
    const { user, system } = process.cpuUsage(began);
    slowest = Math.max(slowest, (user + system) / 1000);
  }
  console.log(
    `damaged captures: seed ${SEED}, ${COUNT}, ${refused} refused, slowest ${slowest.toFixed(0)} ms`
  );
  expect(slowest).toBeLessThan(1000);
  expect(refused).toBeLessThan(COUNT * 0.8);
  prove({ type: 'random', seed: SEED, count: COUNT });
});

it('keeps nothing of what it has read', async () => {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) throw new Error('run with --expose-gc');
  const pass = async (from: number, to: number) => {
    for (let index = from; index < to; index++)
      try {
        await openCapture(memorySource(mutant(index)));
      } catch (error) {
        if (!(error instanceof CaptureError)) throw error;
      }
  };
  await pass(0, 200);
  gc();
  const before = process.memoryUsage();
  await pass(200, 1000);
  gc();
  const after = process.memoryUsage();
  const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  console.log(`heap after 800 captures: ${(grown / 1e6).toFixed(1)} MB more`);
  expect(grown).toBeLessThan(50e6);
});
