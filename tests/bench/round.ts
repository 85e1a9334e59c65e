/** Side by side in one run: ours, then the peer's, round after round; the median of each. */
export interface Row {
  readonly name: string;
  /** Things a second. */
  readonly ours: number;
  readonly peer: number;
  /** What the ratio has to be at least. */
  readonly atLeast: number;
}

export const ROUNDS = 7;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

type Work = () => number | Promise<number>;

async function rate(work: Work): Promise<number> {
  const start = performance.now();
  const count = await work();
  return (count / (performance.now() - start)) * 1000;
}

export interface Comparison {
  readonly name: string;
  /** Does the work, and returns how many things it did. */
  readonly ours: Work;
  /** The same work by somebody else; or a number of things a second to hold up against. */
  readonly peer: Work | number;
  /** Before each round, not timed. */
  readonly prepare?: () => void;
  readonly atLeast: number;
}

/** One round to warm up, then `ROUNDS` that count. */
export async function compare({ name, ours, peer, prepare, atLeast }: Comparison): Promise<Row> {
  const rates: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    prepare?.();
    const first = await rate(ours);
    const second = typeof peer === 'number' ? peer : await rate(peer);
    if (round === 0) continue;
    rates.ours.push(first);
    rates.peer.push(second);
  }
  return { name, ours: median(rates.ours), peer: median(rates.peer), atLeast };
}

const number = (value: number) =>
  value >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);

/** `name ours peer ratio`, and what was promised. */
export function print({ name, ours, peer, atLeast }: Row): void {
  const ratio = ours / peer;
  const kept = ratio >= atLeast ? 'yes' : 'NO';
  const columns = [number(ours), number(peer)].map((text) => text.padStart(12));
  console.log(
    `${name.padEnd(48)} ${columns.join(' ')} ${ratio.toFixed(2).padStart(6)}  at least ${atLeast.toFixed(2)}: ${kept}`
  );
}
