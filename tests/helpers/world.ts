/** A run of the live lab in the test itself: programs are functions, the loop turns between events. */
import { DEFAULT_CONDITIONS } from '#lib/live/run/conditions.ts';
import type { Conditions, Deed, Entry } from '#lib/live/run/run.ts';
import { World, type Globals, type Programs } from '#lib/live/world/world.ts';
import type { ServerEnvironment } from '#lib/live/ws/environment.ts';

export interface TestRun {
  readonly client?: (globals: Globals) => unknown;
  readonly server?: (globals: Globals) => unknown;
  readonly conditions?: Partial<Conditions>;
  readonly seed?: number;
  readonly deeds?: readonly Deed[];
  /** Ends before the first event that is later than this, in virtual milliseconds. */
  readonly until?: number;
  readonly serverGlobals?: (environment: ServerEnvironment) => Globals;
}

export async function runWorld({
  client = () => {},
  server = () => {},
  conditions = {},
  seed = 1,
  deeds = [],
  until = Infinity,
  serverGlobals = () => ({})
}: TestRun): Promise<{ entries: Entry[]; world: World }> {
  let reading = 0;
  const programs: Programs = {
    start: (pane, globals) => (pane === 'client' ? client(globals) : server(globals)),
    lineOf: () => undefined,
    lineIn: () => undefined,
    readBlob: async (blob) => {
      reading++;
      const bytes = new Uint8Array(await blob.arrayBuffer());
      reading--;
      return bytes;
    },
    serverGlobals
  };
  const settings = { conditions: { ...DEFAULT_CONDITIONS, ...conditions }, seed };
  const world = new World(settings, programs);
  const waiting = [...deeds];
  const entries: Entry[] = [];
  for (;;) {
    for (let deed = waiting[0]; deed && deed.after <= world.time.ran; deed = waiting[0]) {
      waiting.shift();
      world.deed(deed);
    }
    if (world.next === undefined || world.next > until || world.limit) break;
    world.step();
    do await new Promise((resolve) => setImmediate(resolve));
    while (reading > 0);
    entries.push(...world.take());
  }
  world.dispose();
  return { entries, world };
}

/** The console's lines. */
export const linesOf = (entries: readonly Entry[]): string[] =>
  entries.flatMap(({ event }) =>
    event.type === 'console' ? [`${event.pane}: ${event.text}`] : []
  );
