/** The worker's side: confines the global object, waits for the page, runs the panes in a world. */
import type { CodeLine, Pane, RunSettings } from '#lib/live/run/run.ts';
import { World, type Programs } from '#lib/live/world/world.ts';
import { seededRandom } from '#lib/network/random.ts';
import { BlobReading } from './blob-reading.ts';
import { lineOf, type PaneLines } from './code-lines.ts';
import { confine } from './confine.ts';
import { Driver, type Machine, type Runner } from './driver.ts';
import type { ToWorker } from './messages.ts';
import { PANE_GLOBALS } from './pane-globals.ts';
import {
  nextTask,
  portFromPage,
  realNow,
  sleep,
  wake,
  watchErrors,
  type Port
} from './primordials.ts';
import { START } from './script.ts';

/** A pane's code: a function of its globals that gives a function to run. */
type PaneCode = (...globals: unknown[]) => { run: () => Promise<unknown> };
type Panes = Readonly<Record<Pane, PaneCode>>;

/** Before there is a run, nobody draws. */
const NONE = seededRandom(0);

/** Confines the worker and waits for the panes; `serverGlobals` is what a server program is given. */
export function boot(serverGlobals: Programs['serverGlobals']): void {
  const arriving = portFromPage();
  let world: World | undefined;
  const reading = new BlobReading(Blob.prototype, (action) => world?.time.after(0, action, TASK));
  confine(globalThis, {
    read: () => world?.time.read() ?? 0,
    random: () => world?.random ?? NONE
  });
  reading.install();

  async function serve(panes: Panes, lines: readonly PaneLines[]): Promise<void> {
    const port = await arriving;
    const programs: Programs = {
      lineOf: () => lineOf(lines, new Error().stack),
      lineIn: (error) => lineOfError(lines, error),
      readBlob: (blob) => reading.read(blob),
      serverGlobals,
      start: (pane, globals) =>
        panes[pane](...PANE_GLOBALS[pane].map((name) => globals[name])).run()
    };
    let driver: Driver | undefined;
    watchErrors((error) => world?.uncaught(lineOfError(lines, error)?.pane ?? 'client', error));
    const start = (settings: RunSettings) => {
      world = new World(settings, programs);
      driver = new Driver(withReading(world, reading), settings.deeds, machineOf(port));
      port.post({ type: 'ready' });
    };
    port.onmessage = (message: ToWorker) => {
      if (message.type === 'ping') port.post({ type: 'pong' });
      else if (message.type === 'taken') driver?.taken();
      else if (message.type === 'command') driver?.command(message.command);
      else start(message.settings);
    };
  }

  Object.defineProperty(globalThis, START, {
    configurable: true,
    value: (panes: Panes, lines: readonly PaneLines[]) => {
      Reflect.deleteProperty(globalThis, START);
      void serve(panes, lines);
    }
  });
}

const TASK = { kind: 'task' } as const;

function lineOfError(lines: readonly PaneLines[], error: unknown): CodeLine | undefined {
  try {
    return lineOf(lines, (error as Partial<Error> | null | undefined)?.stack);
  } catch {
    return undefined;
  }
}

const machineOf = (port: Port): Machine => ({
  now: realNow,
  nextTask,
  sleep,
  wake,
  report: (report) => port.post({ type: 'report', report }),
  failed: (error) => port.post({ type: 'failed', reason: String(error) })
});

/** The world, which waits also for what is read from Blobs. */
const withReading = (world: World, reading: BlobReading): Runner => ({
  step: () => world.step(),
  deed: (deed) => world.deed(deed),
  progress: () => world.progress(),
  take: () => world.take(),
  get next() {
    return world.next;
  },
  get limit() {
    return world.limit;
  },
  get pendingWork() {
    return reading.pending;
  }
});
