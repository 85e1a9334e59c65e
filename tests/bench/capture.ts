/** Captures: a file of 100 MB, read here and by tshark, which makes a line of every frame. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileSource } from '../../src/cli/file-source.ts';
import type { Capture } from '#lib/capture/capture.ts';
import { readCapture } from '#lib/capture/read-capture.ts';
import { compare, type Row } from './round.ts';

const MEGABYTES = 100;
const SEED = 1;
const FOLDER = 'test-results';
export const BIG_FILE = `${FOLDER}/big-${MEGABYTES}-${SEED}.pcapng`;

/** What the generator prints of its file. */
export interface BigTruth {
  readonly connections: number;
  readonly frames: number;
  readonly clientFrames: number;
  readonly serverFrames: number;
  readonly messages: number;
  readonly payloadBytes: number;
  readonly byOpcode: Readonly<Record<string, number>>;
  readonly packets: number;
}

/** Makes the file where it is missing; returns the truth about it. */
export function bigFile(): BigTruth {
  const truth = `${BIG_FILE}.json`;
  if (!existsSync(truth)) {
    mkdirSync(FOLDER, { recursive: true });
    const { stdout, status } = spawnSync(
      process.execPath,
      ['tests/fixtures/make-big.mjs', BIG_FILE, String(MEGABYTES), String(SEED)],
      { encoding: 'utf8' }
    );
    if (status !== 0) throw new Error('the file could not be made');
    writeFileSync(truth, stdout);
  }
  return JSON.parse(readFileSync(truth, 'utf8')) as BigTruth;
}

/** The same counts, of what was read. */
function countsOf({ connections, facts }: Capture): Omit<BigTruth, 'file'> {
  const byOpcode: Record<string, number> = {};
  const counts = { frames: 0, clientFrames: 0, serverFrames: 0, messages: 0, payloadBytes: 0 };
  for (const { frames, messages } of connections) {
    counts.messages += messages.length;
    for (let row = 0; row < frames.length; row++) {
      const { from, opcode, length } = frames.at(row);
      counts.frames++;
      counts[from === 'client' ? 'clientFrames' : 'serverFrames']++;
      counts.payloadBytes += length;
      byOpcode[opcode] = (byOpcode[opcode] ?? 0) + 1;
    }
  }
  return { connections: connections.length, ...counts, byOpcode, packets: facts.packets };
}

function expectTruth(capture: Capture, truth: BigTruth): void {
  for (const [name, value] of Object.entries(countsOf(capture)))
    if (JSON.stringify(truth[name as keyof BigTruth]) !== JSON.stringify(value))
      throw new Error(`${name}: ${JSON.stringify(value)}, not as the generator says`);
}

const hasTshark = spawnSync('tshark', ['--version']).status === 0;

/** The time of tshark for the file, its lines thrown away. */
export function tshark(): number {
  const args = ['-r', BIG_FILE, '-Y', 'websocket'];
  const { status } = spawnSync('tshark', args, { stdio: ['ignore', 'ignore', 'ignore'] });
  if (status !== 0) throw new Error(`tshark ended with ${String(status)}`);
  return MEGABYTES;
}

export async function* capturing(): AsyncGenerator<Row> {
  if (!hasTshark) {
    console.log('captures: tshark is missing (Debian: tshark)');
    return;
  }
  const truth = bigFile();
  const handle = await open(BIG_FILE);
  const source = await fileSource(handle);
  let last: Capture | undefined;
  yield await compare({
    name: `reading ${MEGABYTES} MB of packets, MB/s; tshark`,
    ours: async () => {
      last = (await readCapture(source)).capture;
      return MEGABYTES;
    },
    peer: tshark,
    atLeast: 3
  });
  await handle.close();
  if (last) expectTruth(last, truth);
}
