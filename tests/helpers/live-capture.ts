/** A lesson of the live lab as the capture that its export gives, read again. */
import { memorySource } from '#lib/capture/byte-source.ts';
import { readCapture, type ReadCapture } from '#lib/capture/read-capture.ts';
import { Story } from '#lib/live/run/story.ts';
import { pcapng } from '#lib/trace/pcapng.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { runScenario } from './scenario-run.ts';

/** The traces of a run, a trace a connection, as the lab exports them. */
export async function tracesOf(...run: Parameters<typeof runScenario>): Promise<Trace[]> {
  const story = new Story();
  story.add((await runScenario(...run)).entries);
  return Array.from({ length: story.connections }, (_, i) => story.traceOf(i + 1));
}

export const captureOf = (traces: readonly Trace[]): Promise<ReadCapture> =>
  readCapture(memorySource(pcapng(traces)));
