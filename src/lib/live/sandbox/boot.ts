/** The worker's side: confines the global object, waits for the page, runs the panes in a world. */
import type { CodeLine, Pane, RunSettings } from '#lib/live/run/run.ts';
import { seededRandom, type Random } from '#lib/network/random.ts';
import { BlobReading } from './blob-reading.ts';
import { lineOf, type PaneLines } from './code-lines.ts';
import { confine } from './confine.ts';
import { Driver, type Machine } from './driver.ts';
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
import type { CreateWorld, Grounds, Runner, World } from './runner.ts';
import { START } from './script.ts';

/** A pane's code: a function of its globals that gives a function to run. */
type PaneCode = (...globals: unknown[]) => { run: () => Promise<unknown> };
type Panes = Readonly<Record<Pane, PaneCode>>;

/** What programs draw from; the network and the endpoints have their own, from the same seed. */
const PROGRAMS = 0x5eed;

export function boot(createWorld: CreateWorld): void {
  const arriving = portFromPage();
  const blob = Blob.prototype;
  let world: World | undefined;
  let random: Random = seededRandom(PROGRAMS);
  const reading = new BlobReading((action) => world?.soon(action));
  confine(globalThis, { read: () => world?.time.read() ?? 0, random: () => random });
  reading.install(blob);

  const groundsOf = (
    settings: RunSettings,
    panes: Panes,
    lines: readonly PaneLines[]
  ): Grounds => ({
    settings,
    lineOf: () => lineOf(lines, new Error().stack),
    lineOfError: (error) => lineOfError(lines, error),
    start(pane, globals) {
      const { run } = panes[pane](...PANE_GLOBALS[pane].map((name) => globals[name]));
      return run();
    }
  });

  async function serve(panes: Panes, lines: readonly PaneLines[]): Promise<void> {
    const port = await arriving;
    let driver: Driver | undefined;
    watchErrors((error) => world?.uncaught(error, lineOfError(lines, error)));
    port.onmessage = (message: ToWorker) => {
      if (message.type === 'ping') return port.post({ type: 'pong' });
      if (message.type === 'taken') return driver?.taken();
      if (message.type === 'command') return driver?.command(message.command);
      try {
        random = seededRandom(message.settings.seed ^ PROGRAMS);
        world = createWorld(groundsOf(message.settings, panes, lines));
        driver = new Driver(withReading(world, reading), machineOf(port));
        port.post({ type: 'ready' });
      } catch (error) {
        port.post({ type: 'failed', reason: String(error) });
      }
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
    return world.pendingWork + reading.pending;
  }
});
