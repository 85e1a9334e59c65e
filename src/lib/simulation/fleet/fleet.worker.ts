/** The fleet on a thread of its own. One run a worker: who wants it no more ends the worker. */
import { fleetRun, type FleetResult } from './fleet.ts';
import { FleetError, type FleetProblem } from './problems.ts';
import type { FleetSettings } from './settings.ts';

export type FleetReport =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done'; readonly result: FleetResult }
  | { readonly type: 'refused'; readonly problem: FleetProblem };

const report = (message: FleetReport, transfer: Transferable[] = []) =>
  postMessage(message, { transfer });

/** No more than one report for each percent. */
const PERCENT = 0.01;

addEventListener('message', ({ data }: MessageEvent<FleetSettings>) => {
  try {
    const run = fleetRun(data);
    let told = 0;
    let step = run.next();
    for (; !step.done; step = run.next())
      if (step.value - told >= PERCENT) report({ type: 'progress', share: (told = step.value) });
    const buffers = Object.values(step.value.series).map(({ buffer }) => buffer as ArrayBuffer);
    report({ type: 'done', result: step.value }, buffers);
  } catch (error) {
    if (!(error instanceof FleetError)) throw error;
    report({ type: 'refused', problem: error.problem });
  }
});
