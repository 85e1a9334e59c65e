/**
 * "I see 1006": what to ask, one question after the other, until what is left is a cause. Each
 * answer can be found out from what script, DevTools, a log or a capture shows; none is a guess.
 */

export interface Answer {
  readonly id: string;
  /** A question of {@link TREE}, or a cause. */
  readonly to: string;
}

/** Each question with its answers; what is no question is a cause. */
export const TREE = {
  /** Did `open` fire? */
  open: [
    { id: 'no', to: 'answer' },
    { id: 'yes', to: 'error' }
  ],
  /** What has come back to the request? */
  answer: [
    { id: 'nothing', to: 'unreachable' },
    { id: 'status', to: 'status' },
    { id: '101', to: 'bad-101' }
  ],
  /** Which status was it? */
  status: [
    { id: '400', to: 'stripped' },
    { id: '403', to: 'refused' },
    { id: '502', to: 'no-server' },
    { id: '404', to: 'elsewhere' }
  ],
  /** Did `error` fire before `close`? */
  error: [
    { id: 'yes', to: 'violation' },
    { id: 'no', to: 'end' }
  ],
  /** How did TCP end? */
  end: [
    { id: 'fin', to: 'when' },
    { id: 'rst', to: 'reset' },
    { id: 'none', to: 'dead' }
  ],
  /** When does it end? */
  when: [
    { id: 'silence', to: 'idle' },
    { id: 'together', to: 'restart' },
    { id: 'alone', to: 'ended' }
  ]
} as const satisfies Readonly<Record<string, readonly Answer[]>>;

export const ROOT = 'open';

export const answersOf = (node: string): readonly Answer[] | undefined =>
  (TREE as Readonly<Record<string, readonly Answer[] | undefined>>)[node];

/** A node where it stands in the tree. */
export interface Place {
  readonly node: string;
  /** The answers that lead here, from the root. */
  readonly path: readonly string[];
  readonly isCause: boolean;
}

/** All nodes, each behind the question that it follows from, top to bottom. */
export function placesFrom(node: string = ROOT, path: readonly string[] = []): Place[] {
  const answers = answersOf(node);
  const below = answers?.flatMap(({ id, to }) => placesFrom(to, [...path, id])) ?? [];
  return [{ node, path, isCause: !answers }, ...below];
}

/** The nodes that answers pass, from the root; it ends where there is no such answer. */
export function nodesOn(path: readonly string[]): string[] {
  const nodes: string[] = [ROOT];
  for (const id of path) {
    const next = answersOf(nodes.at(-1) ?? '')?.find((answer) => answer.id === id);
    if (!next) break;
    nodes.push(next.to);
  }
  return nodes;
}

export const CAUSES: readonly string[] = placesFrom()
  .filter(({ isCause }) => isCause)
  .map(({ node }) => node);
