/** What can be said about runs of the same traffic, computed: no sentence stands here. */
import type { ByteKind, TransportRun } from './run.ts';
import { bytesAt, delaysOf, summaryOf, sumOf } from './results.ts';
import type { TransportId } from './settings.ts';

export type Finding =
  /** Who brings the server's messages soonest: more than one where they cannot be told apart. */
  | { readonly id: 'fastest'; readonly who: readonly TransportId[]; readonly mean: number }
  | {
      readonly id: 'slowest';
      readonly who: TransportId;
      readonly mean: number;
      readonly times: number;
    }
  /** Who moves the fewest bytes. */
  | { readonly id: 'lightest'; readonly who: readonly TransportId[]; readonly bytes: number }
  | {
      readonly id: 'heaviest';
      readonly who: TransportId;
      readonly bytes: number;
      readonly times: number;
    }
  /** SSE and WebSocket alike in delay, and nothing goes up. */
  | { readonly id: 'sseTies' }
  /** Polling is the lightest: news are rare, or heartbeats cost more. */
  | { readonly id: 'pollingWins'; readonly who: TransportId }
  | { readonly id: 'empty'; readonly who: TransportId; readonly n: number; readonly of: number }
  | { readonly id: 'pending'; readonly who: TransportId; readonly n: number }
  | { readonly id: 'lost'; readonly who: TransportId; readonly n: number };

/** Within so much, two means are the same to a reader: a share, or milliseconds. */
const SAME_SHARE = 0.02;
const SAME_MS = 1;
const isSame = (a: number, b: number, slack = 0) =>
  Math.abs(a - b) <= Math.max(slack, SAME_SHARE * Math.max(a, b));

interface Measured {
  readonly run: TransportRun;
  readonly mean: number | undefined;
  readonly bytes: number;
}
const measure = (run: TransportRun, kinds: readonly ByteKind[]): Measured => ({
  run,
  mean: summaryOf(delaysOf(run))?.mean,
  bytes: sumOf(bytesAt(run), kinds)
});

const by =
  <T>(value: (item: T) => number) =>
  (a: T, b: T) =>
    value(a) - value(b);

function delayFindings(measured: readonly Measured[]): Finding[] {
  const known = measured.filter((m): m is Measured & { mean: number } => m.mean !== undefined);
  const order = [...known].sort(by(({ mean }) => mean));
  const [best] = order;
  const worst = order.at(-1);
  if (!best || !worst || order.length < 2) return [];
  const who = known
    .filter(({ mean }) => isSame(mean, best.mean, SAME_MS))
    .map(({ run }) => run.transport);
  const findings: Finding[] = [{ id: 'fastest', who, mean: best.mean }];
  if (!who.includes(worst.run.transport))
    findings.push({
      id: 'slowest',
      who: worst.run.transport,
      mean: worst.mean,
      times: worst.mean / best.mean
    });
  const down = ['sse', 'websocket'] as const;
  const upstream = measured[0]?.run.deliveries.some(({ from }) => from === 'client');
  if (down.every((one) => who.includes(one)) && !upstream) findings.push({ id: 'sseTies' });
  return findings;
}

function byteFindings(measured: readonly Measured[]): Finding[] {
  const order = [...measured].sort(by(({ bytes }) => bytes));
  const [best] = order;
  const worst = order.at(-1);
  if (!best || !worst || order.length < 2) return [];
  const who = measured
    .filter(({ bytes }) => isSame(bytes, best.bytes))
    .map(({ run }) => run.transport);
  const findings: Finding[] = [{ id: 'lightest', who, bytes: best.bytes }];
  if (!who.includes(worst.run.transport))
    findings.push({
      id: 'heaviest',
      who: worst.run.transport,
      bytes: worst.bytes,
      times: worst.bytes / best.bytes
    });
  const poller = who.find((one) => one === 'short-polling' || one === 'long-polling');
  if (poller) findings.push({ id: 'pollingWins', who: poller });
  return findings;
}

export function findingsOf(runs: readonly TransportRun[], kinds: readonly ByteKind[]): Finding[] {
  const measured = runs.map((run) => measure(run, kinds));
  const count = (run: TransportRun, fate: 'pending' | 'lost') =>
    run.deliveries.filter((d) => d.fate === fate).length;
  return [
    ...delayFindings(measured),
    ...byteFindings(measured),
    ...runs.flatMap((run): Finding[] => {
      const { transport, counts } = run;
      const [pending, lost] = [count(run, 'pending'), count(run, 'lost')];
      return [
        ...(transport === 'short-polling' && counts.emptyAnswers > 0
          ? [
              {
                id: 'empty',
                who: transport,
                n: counts.emptyAnswers,
                of: counts.answers
              } as const
            ]
          : []),
        ...(pending > 0 ? [{ id: 'pending', who: transport, n: pending } as const] : []),
        ...(lost > 0 ? [{ id: 'lost', who: transport, n: lost } as const] : [])
      ];
    })
  ];
}
