/** The instants at which something happens in a race, each with what it is called. */
import type { Flight, TransportRun } from '#lib/simulation/transports/run.ts';
import type { TransportId } from '#lib/simulation/transports/settings.ts';

export type StepName =
  | 'begin'
  | 'has'
  | 'own'
  | 'request'
  | 'held'
  | 'answer'
  | 'delivered'
  | 'deliveredMany'
  | 'empty'
  | 'push'
  | 'send'
  | 'sent'
  | 'head'
  | 'set-up'
  | 'care'
  | 'close';

export interface RaceStep {
  readonly id: string;
  readonly at: number;
  readonly name: StepName;
  readonly who?: TransportId;
  /** Messages that arrive. */
  readonly n?: number;
}

/** Where several things happen at once, the first of these gives the name. */
const RANK: readonly StepName[] = [
  'begin',
  'has',
  'own',
  'deliveredMany',
  'delivered',
  'sent',
  'empty',
  'head',
  'set-up',
  'close',
  'held',
  'answer',
  'push',
  'send',
  'request',
  'care'
];

function leaves({ kind }: Flight): StepName | undefined {
  if (kind === 'ping' || kind === 'pong') return 'care';
  return kind === 'request' ||
    kind === 'answer' ||
    kind === 'push' ||
    kind === 'send' ||
    kind === 'close'
    ? kind
    : undefined;
}

function arrives({ kind, messages }: Flight): StepName | undefined {
  if (kind === 'answer' || kind === 'push')
    return messages.length > 1 ? 'deliveredMany' : 'delivered';
  if (kind === 'send') return 'sent';
  return kind === 'empty' || kind === 'head' || kind === 'set-up' ? kind : undefined;
}

/** All that happens, in order. */
export function happeningsOf(runs: readonly TransportRun[]): RaceStep[] {
  const all: RaceStep[] = [{ id: 'begin', at: 0, name: 'begin' }];
  const add = (at: number, name: StepName | undefined, who?: TransportId, n?: number) => {
    if (name)
      all.push({ id: `${at} ${name}`, at, name, ...(who ? { who } : {}), ...(n ? { n } : {}) });
  };
  for (const { at, from } of runs[0]?.deliveries ?? []) add(at, from === 'server' ? 'has' : 'own');
  for (const run of runs) {
    for (const flight of run.flights) {
      add(flight.at, leaves(flight), run.transport);
      if (flight.arrives !== null)
        add(flight.arrives, arrives(flight), run.transport, flight.messages.length);
    }
    for (const { from } of run.holds) add(from, 'held', run.transport);
  }
  return all.sort((a, b) => a.at - b.at || RANK.indexOf(a.name) - RANK.indexOf(b.name));
}

/** One for each instant at which something happens. */
export function stepsOf(runs: readonly TransportRun[]): RaceStep[] {
  const all = happeningsOf(runs);
  return all.filter(({ at }, i) => i === 0 || at - (all[i - 1] as RaceStep).at > 1e-6);
}

/** More marks on a scale could not be told apart. */
const MOST_MARKS = 60;

/** When a program has a message, for the scale of a player; of many, evenly chosen ones. */
export function messageMarks(
  steps: readonly RaceStep[]
): { readonly at: number; readonly role: 'client' | 'server' }[] {
  const own = steps.filter(({ name }) => name === 'has' || name === 'own');
  const every = Math.ceil(own.length / MOST_MARKS);
  return own
    .filter((_, i) => i % every === 0)
    .map(({ at, name }) => ({ at, role: name === 'has' ? 'server' : 'client' }));
}
