/**
 * A run of the live lab at build time: its programs in Node, in virtual time. The sandbox of the page
 * is not needed here, because the programs are this repository's own.
 */
import './close-event.ts';
import { seededRandom } from '#lib/network/random.ts';
import type { Conditions, Entry, Program, TimedDeed } from '#lib/live/run/run.ts';
import { World, type Globals, type Programs } from '#lib/live/world/world.ts';
import { createWs } from '#lib/live/ws/ws-package.ts';

export interface LessonRun {
  readonly program: Program;
  readonly conditions: Conditions;
  readonly seed: number;
  readonly deeds: readonly TimedDeed[];
  /** Ends before the first event that is later than this, in virtual milliseconds. */
  readonly until?: number | undefined;
}

type AsyncFunctionConstructor = new (...code: string[]) => (...values: unknown[]) => unknown;
const AsyncFunction = (async () => {}).constructor as AsyncFunctionConstructor;

/** The code as an async function of the names that it is given; strict, as the sandbox does it. */
export function compile(code: string, globals: Globals): () => unknown {
  const start = new AsyncFunction(...Object.keys(globals), `"use strict";\n${code}`);
  return () => start(...Object.values(globals));
}

/** Promises of the programs settle before the next event. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** What happened, in order. The same run gives the same entries, byte for byte. */
export async function runLesson(run: LessonRun): Promise<Entry[]> {
  const { program, conditions, seed, deeds: timed, until = Infinity } = run;
  const random = seededRandom(seed);
  const draw = { random: () => random.next() };
  const seeded = Object.create(Math, Object.getOwnPropertyDescriptors(draw)) as Math;
  let reading = 0;
  const programs: Programs = {
    start: (pane, globals) => compile(program[pane], { ...globals, Math: seeded })(),
    lineOf: () => undefined,
    lineIn: () => undefined,
    readBlob: async (blob) => {
      reading++;
      const bytes = new Uint8Array(await blob.arrayBuffer());
      reading--;
      return bytes;
    },
    serverGlobals: (environment) => {
      const ws = createWs(environment);
      const { WebSocket, WebSocketServer } = ws;
      return { WebSocket, WebSocketServer, require: () => ws, Buffer };
    }
  };
  const world = new World({ conditions, seed, timed }, programs);
  const entries: Entry[] = [];
  while (world.next !== undefined && world.next <= until && !world.limit) {
    world.step();
    do await settle();
    while (reading > 0);
    entries.push(...world.take());
  }
  world.dispose();
  return entries;
}
