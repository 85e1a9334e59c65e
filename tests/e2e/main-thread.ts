/**
 * How long the page's thread is busy at a time, by the clock of the thread itself: what else the
 * machine does adds to the time on the wall, not to this.
 */
import type { Page } from '@playwright/test';

/** What Chromium's tracing tells of a piece of work; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** Of the thread's own clock. */
  readonly tdur?: number;
}

/** The thread of the page says so in the trace: of frames in other processes there are more. */
const HERE = 'the thread of the page';
const CATEGORIES = [
  'toplevel',
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
  'blink.user_timing'
];

export interface Busy {
  /** The longest task, in milliseconds of processor time. */
  readonly longest: number;
  readonly tasks: number;
}

/** Does it, and gives the longest task of the page's thread meanwhile. */
export async function busyWhile(page: Page, act: () => Promise<unknown>): Promise<Busy> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) =>
    events.push(...(value as unknown as TraceEvent[]))
  );
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { excludedCategories: ['*'], includedCategories: CATEGORIES }
  });
  await page.evaluate((name) => performance.mark(name), HERE);
  await act();
  // What answers is told before its task has ended: it has, once another has begun.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const here = events.find(({ name }) => name === HERE);
  const tasks = events.filter(
    ({ name, pid, tid }) => name === 'RunTask' && pid === here?.pid && tid === here.tid
  );
  if (tasks.length === 0) throw new Error('the trace has no task of the page');
  const own = tasks.map(({ tdur }) => (tdur ?? 0) / 1000);
  if (!own.some((time) => time > 0)) throw new Error('the trace has no time of the thread');
  return { longest: Math.max(...own), tasks: tasks.length };
}
