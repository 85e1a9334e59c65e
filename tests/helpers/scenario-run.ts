/** A scenario of the live lab in the test itself: its code as it stands, in virtual time. */
import { seededRandom } from '#lib/network/random.ts';
import type { ConsoleEvent, Entry, Pane, Program } from '#lib/live/run/run.ts';
import type { Scenario } from '#lib/live/run/scenario.ts';
import type { Globals } from '#lib/live/world/world.ts';
import { createWs } from '#lib/live/ws/ws-package.ts';
import { liveScenarios } from '#lib/server/live-scenarios.ts';
import { runWorld } from './world.ts';

type AsyncFunctionConstructor = new (...code: string[]) => (...values: unknown[]) => unknown;
const AsyncFunction = (async () => {}).constructor as AsyncFunctionConstructor;

const SCENARIOS = liveScenarios('en');

export function scenarioCalled(id: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.id === id);
  if (!scenario) throw new Error(`no scenario ${id}`);
  return scenario;
}

/** The code as an async function of the names that it is given; strict, as the sandbox does it. */
export function compile(code: string, globals: Globals): () => unknown {
  const start = new AsyncFunction(...Object.keys(globals), `"use strict";\n${code}`);
  return () => start(...Object.values(globals));
}

/** What a reader changes: in the code of a pane this text, which must be there, becomes that. */
export type Change = readonly [pane: Pane, from: string, to: string];

export function changed(program: Program, changes: readonly Change[]): Program {
  const result = { ...program };
  for (const [pane, from, to] of changes) {
    if (!result[pane].includes(from)) throw new Error(`${pane}.js has no ${from}`);
    result[pane] = result[pane].replace(from, () => to);
  }
  return result;
}

export interface ScenarioRun {
  readonly entries: readonly Entry[];
  /** Lines of a pane's console. */
  lines(pane: Pane): string[];
}

/** Runs it, with what a reader changes in the code, and other conditions or another end. */
export async function runScenario(
  id: string,
  changes: readonly Change[] = [],
  other: Partial<Pick<Scenario, 'until' | 'seed' | 'deeds' | 'conditions'>> = {}
): Promise<ScenarioRun> {
  const { program, conditions, seed, deeds, until } = { ...scenarioCalled(id), ...other };
  const { client, server } = changed(program, changes);
  const random = seededRandom(seed);
  const draw = { random: () => random.next() };
  const seeded = Object.create(Math, Object.getOwnPropertyDescriptors(draw)) as Math;
  const { entries } = await runWorld({
    client: (globals) => compile(client, { ...globals, Math: seeded })(),
    server: (globals) => compile(server, { ...globals, Math: seeded })(),
    serverGlobals: (environment) => {
      const ws = createWs(environment);
      const { WebSocket, WebSocketServer } = ws;
      return { WebSocket, WebSocketServer, require: () => ws, Buffer };
    },
    conditions,
    seed,
    timed: deeds,
    ...(until === undefined ? {} : { until })
  });
  const printed = entries.flatMap(({ event }) => (event.type === 'console' ? [event] : []));
  const textsOf = (of: Pane, lines: readonly ConsoleEvent[]) =>
    lines.filter(({ pane }) => pane === of).map(({ text }) => text);
  return { entries, lines: (pane) => textsOf(pane, printed) };
}
