/** Runs in a page of the built site, under its policy: the sandbox as the lab uses it. */
import compressor from '#lib/protocol/websocket/zlib.ts?bundled-text';
import runtime from '#lib/live/sandbox/runtime.ts?bundled-text&given=pako';
import { DEFAULT_CONDITIONS } from '#lib/live/run/conditions.ts';
import type { Command, Deed, Entry, Program, Report } from '#lib/live/run/run.ts';
import { mayCompress, runtimeText } from '#lib/live/sandbox/runtime-text.ts';
import { Sandbox } from '#lib/live/sandbox/sandbox.ts';
import type { SyntaxMistake } from '#lib/live/sandbox/complaint.ts';

export interface Outcome {
  end: 'running' | 'waits' | 'limit' | 'hung' | 'broken' | 'mistakes';
  reason: string;
  mistakes: readonly SyntaxMistake[];
  entries: Entry[];
  reports: number;
  /** Real milliseconds from the start to the end. */
  took: number;
  /** The longest time, in real milliseconds, that the page's thread was not free. */
  stall: number;
}

export interface HarnessOptions extends Partial<Program> {
  readonly seed?: number;
  readonly deeds?: readonly Deed[];
  /** Instead of running to the end. */
  readonly command?: Command;
  /** Instead of the runtime, as somebody who has taken it over. */
  readonly runtime?: string;
}

/** Looks at the clock in each task of a chain of them. */
function watchStalls(): () => number {
  const { port1, port2 } = new MessageChannel();
  let [last, longest, isOn] = [performance.now(), 0, true];
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (isOn) setTimeout(() => port1.postMessage(null), 4);
  };
  port2.onmessage = look;
  look();
  return () => {
    isOn = false;
    return longest;
  };
}

class Harness {
  sandbox: Sandbox | undefined;
  outcome: Outcome | undefined;

  /** Ends when the run waits, or is over, or after so many real milliseconds. */
  async run(options: HarnessOptions, patience = 10_000): Promise<Outcome> {
    const since = performance.now();
    const outcome: Outcome = {
      end: 'running',
      reason: '',
      mistakes: [],
      entries: [],
      reports: 0,
      took: 0,
      stall: 0
    };
    this.outcome = outcome;
    const program = { client: options.client ?? '', server: options.server ?? '' };
    const stalls = watchStalls();
    await new Promise<void>((resolve) => {
      const end = (how: Outcome['end'], more: Partial<Outcome> = {}) => {
        Object.assign(outcome, { end: how, ...more });
        resolve();
      };
      setTimeout(resolve, patience);
      const sandbox = new Sandbox({
        settings: {
          program,
          conditions: DEFAULT_CONDITIONS,
          seed: options.seed ?? 1,
          deeds: options.deeds ?? []
        },
        runtime:
          options.runtime ?? runtimeText(runtime, mayCompress(program) ? compressor : undefined),
        place: document.body,
        on: {
          ready: () => sandbox.send(options.command ?? { type: 'go', pace: null }),
          report: (report: Report) => {
            outcome.reports++;
            if (report.type === 'entries') outcome.entries.push(...report.entries);
            else end(report.type);
          },
          mistakes: (mistakes) => end('mistakes', { mistakes }),
          hung: () => end('hung'),
          broken: (reason) => end('broken', { reason })
        }
      });
      this.sandbox = sandbox;
    });
    outcome.took = performance.now() - since;
    outcome.stall = stalls();
    return outcome;
  }
}

declare global {
  var lab: Harness;
}
globalThis.lab = new Harness();
