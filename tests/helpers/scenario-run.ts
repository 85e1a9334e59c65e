/** A scenario of the live lab in the test itself: its code as it stands, in virtual time. */
import type { ConsoleEvent, Entry, Pane, Program } from '#lib/live/run/run.ts';
import type { Scenario } from '#lib/live/run/scenario.ts';
import { runLesson } from '#lib/server/lesson-run.ts';
import { liveScenarios } from '#lib/server/live-scenarios.ts';

export { compile } from '#lib/server/lesson-run.ts';

const SCENARIOS = liveScenarios('en');

export function scenarioCalled(id: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.id === id);
  if (!scenario) throw new Error(`no scenario ${id}`);
  return scenario;
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
  const run = { program: changed(program, changes), conditions, seed, deeds, until };
  const entries = await runLesson(run);
  const printed = entries.flatMap(({ event }) => (event.type === 'console' ? [event] : []));
  const textsOf = (of: Pane, lines: readonly ConsoleEvent[]) =>
    lines.filter(({ pane }) => pane === of).map(({ text }) => text);
  return { entries, lines: (pane) => textsOf(pane, printed) };
}
