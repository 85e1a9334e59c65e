/**
 * The tree as a drawing. Wide: questions in columns from left to right, causes in one column at the
 * right, a row for each. Narrow: an outline, a row for each node, indented by its depth.
 */
import { nodesOn, placesFrom } from './tree.ts';

export const MAP_SIZES = ['wide', 'mid', 'narrow'] as const;
export type MapSize = (typeof MAP_SIZES)[number];

export interface MapNode {
  readonly node: string;
  readonly path: readonly string[];
  readonly isCause: boolean;
  readonly x: number;
  readonly y: number;
  /** From the question before it; the root has none. */
  readonly line: string | undefined;
  /** Where the answer that leads here is written. */
  readonly answer: { readonly x: number; readonly y: number } | undefined;
}
export interface EvidenceMap {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly MapNode[];
}

/** `column`: of questions, one a depth; causes stand at `causes`. */
const WIDE = {
  wide: { width: 960, left: 12, column: 150, causes: 716 },
  mid: { width: 680, left: 10, column: 108, causes: 476 }
} as const;
const ROW = 31;
const TOP = 30;
/** An answer stands on its line, so far behind the question. */
const ANSWER = 10;

const OUTLINE = { width: 340, left: 10, indent: 17, row: 30 } as const;

/** Which way was answered does not move anything: a page gets its maps ready made. */
export function evidenceMap(size: MapSize): EvidenceMap {
  const places = placesFrom();
  return size === 'narrow' ? outline() : columns(WIDE[size]);

  function columns({ width, left, column, causes }: (typeof WIDE)[keyof typeof WIDE]): EvidenceMap {
    const rows = places.filter(({ isCause }) => isCause);
    const yOf = new Map(rows.map(({ node }, i) => [node, TOP + i * ROW]));
    // A question stands at its first answer: the way straight on is a straight line.
    for (const { node, path: own } of places.toReversed())
      if (!yOf.has(node)) yOf.set(node, yOf.get(childOf(own)) ?? TOP);
    const xOf = ({ isCause, path: own }: (typeof places)[number]) =>
      isCause ? causes : left + own.length * column;
    return {
      width,
      height: TOP + rows.length * ROW - 8,
      nodes: places.map((place) => {
        const [x, y] = [xOf(place), yOf.get(place.node) ?? TOP];
        const before = place.path.length - 1;
        const from = nodesOn(place.path).at(-2);
        const spine = left + before * column;
        const y0 = yOf.get(from ?? '') ?? y;
        return {
          ...place,
          x,
          y,
          line: from === undefined ? undefined : `M${spine} ${y0}V${y}H${x}`,
          answer: from === undefined ? undefined : { x: spine + ANSWER, y: y + 4 }
        };
      })
    };
  }

  /** The node that the first answer leads to. */
  function childOf(own: readonly string[]): string {
    return (
      places.find(
        (one) => one.path.length === own.length + 1 && own.every((id, i) => one.path[i] === id)
      )?.node ?? ''
    );
  }

  function outline(): EvidenceMap {
    const { width, left, indent, row } = OUTLINE;
    const at = new Map(places.map(({ node }, i) => [node, TOP + i * row]));
    return {
      width,
      height: TOP + places.length * row - 8,
      nodes: places.map((place) => {
        const x = left + place.path.length * indent;
        const y = at.get(place.node) ?? TOP;
        const from = nodesOn(place.path).at(-2);
        return {
          ...place,
          x,
          y,
          line: from === undefined ? undefined : `M${x - indent} ${at.get(from) ?? TOP}V${y}H${x}`,
          answer: undefined
        };
      })
    };
  }
}
