/** The states of a connection, drawn from the table that connections run on, for both ends. */
import {
  TRANSITIONS,
  type ConnectionState,
  type Transition,
  type TransitionEvent
} from '#lib/protocol/websocket/transitions.ts';
import { snapshotAt } from '#lib/trace/snapshot.ts';
import type { Milliseconds, Trace } from '#lib/trace/trace.ts';
import { round, type Size } from '../parts/geometry.ts';

export interface StateNode {
  readonly state: ConnectionState;
  readonly x: number;
  readonly y: number;
  /** The ends that are in it. */
  readonly ends: readonly {
    readonly role: 'client' | 'server';
    readonly x: number;
    readonly y: number;
  }[];
}
export interface StateEdge {
  readonly key: string;
  readonly from: ConnectionState;
  readonly to: ConnectionState;
  readonly events: readonly TransitionEvent[];
  readonly path: string;
  readonly labels: readonly {
    readonly event: TransitionEvent;
    readonly x: number;
    readonly y: number;
  }[];
  readonly anchor: 'middle' | 'start' | 'end';
  /** Which ends have come along here. */
  readonly taken: readonly ('client' | 'server')[];
}
export interface StatesGeometry {
  readonly width: number;
  readonly height: number;
  readonly box: { readonly width: number; readonly height: number };
  readonly nodes: readonly StateNode[];
  readonly edges: readonly StateEdge[];
}

const ORDER: readonly ConnectionState[] = ['connecting', 'open', 'closing', 'closed'];
const FRAME = {
  wide: { width: 640, height: 164, box: { width: 92, height: 34 }, at: [48, 202, 410, 592] },
  narrow: { width: 336, height: 330, box: { width: 92, height: 34 }, at: [24, 96, 200, 292] }
} as const;
const ROW = 100;
const COLUMN = 76;
const LINE = 15;

interface Pair {
  readonly from: ConnectionState;
  readonly to: ConnectionState;
  readonly events: TransitionEvent[];
}

/** The rows of the table, joined where they lead the same way. */
function pairsOf(transitions: readonly Transition[]): Pair[] {
  const pairs: Pair[] = [];
  for (const { from, event, to } of transitions) {
    const pair = pairs.find((p) => p.from === from && p.to === to);
    if (pair) pair.events.push(event);
    else pairs.push({ from, to, events: [event] });
  }
  return pairs;
}

const arrow = (x: number, y: number, dx: number, dy: number): string => {
  const [px, py] = [-dy, dx];
  return `M${round(x - 8 * dx + 4 * px)} ${round(y - 8 * dy + 4 * py)}L${x} ${y}L${round(x - 8 * dx - 4 * px)} ${round(y - 8 * dy - 4 * py)}`;
};

/** Wide: a row, ways around above and below it. */
function wideEdge({ from, to, events }: Pair): Pick<StateEdge, 'path' | 'labels' | 'anchor'> {
  const { at, box } = FRAME.wide;
  const [a, b] = [ORDER.indexOf(from), ORDER.indexOf(to)];
  const x0 = at[a] ?? 0;
  const x1 = at[b] ?? 0;
  const half = box.width / 2;
  const up = ROW - box.height / 2;
  const down = ROW + box.height / 2;
  const stack = (x: number, y: number) => events.map((event, i) => ({ event, x, y: y - i * LINE }));
  const beside = (y: number) => [{ event: events[0] ?? 'opened', x: (x0 + x1) / 2, y }];
  if (a === b)
    return {
      path: `M${x0 - 18} ${up}C${x0 - 18} ${up - 32} ${x0 + 18} ${up - 32} ${x0 + 18} ${up}${arrow(x0 + 18, up, 0, 1)}`,
      labels: [],
      anchor: 'middle'
    };
  if (b - a === 1)
    return {
      path: `M${x0 + half} ${ROW}H${x1 - half}${arrow(x1 - half, ROW, 1, 0)}`,
      labels: stack((x0 + x1) / 2, ROW - 8),
      anchor: 'middle'
    };
  if (a === 0)
    return {
      path: `M${x0} ${up}V22H${x1}V${up}${arrow(x1, up, 0, 1)}`,
      labels: events.map((event, i) => ({
        event,
        x: (x0 + x1) / 2 + (i - (events.length - 1) / 2) * 130,
        y: 16
      })),
      anchor: 'middle'
    };
  return {
    path: `M${x0} ${down}V140H${x1 - 14}V${down}${arrow(x1 - 14, down, 0, -1)}`,
    labels: beside(156),
    anchor: 'middle'
  };
}

/** Narrow: a column, ways around to the right of it. */
function narrowEdge({ from, to, events }: Pair): Pick<StateEdge, 'path' | 'labels' | 'anchor'> {
  const { at, box } = FRAME.narrow;
  const [a, b] = [ORDER.indexOf(from), ORDER.indexOf(to)];
  const y0 = at[a] ?? 0;
  const y1 = at[b] ?? 0;
  const half = box.height / 2;
  const right = COLUMN + box.width / 2;
  const stack = (x: number, y: number) =>
    events.map((event, i) => ({
      event,
      x,
      y: y + 4 + (i - (events.length - 1) / 2) * LINE
    }));
  if (a === b)
    return {
      path: `M${COLUMN - 46} ${y0 - 9}C${COLUMN - 72} ${y0 - 9} ${COLUMN - 72} ${y0 + 9} ${COLUMN - 46} ${y0 + 9}${arrow(COLUMN - 46, y0 + 9, 1, 0)}`,
      labels: [],
      anchor: 'middle'
    };
  if (b - a === 1)
    return {
      path: `M${COLUMN} ${y0 + half}V${y1 - half}${arrow(COLUMN, y1 - half, 0, 1)}`,
      labels: stack(COLUMN + 10, (y0 + y1) / 2),
      anchor: 'start'
    };
  const x = a === 0 ? 318 : 236;
  const end = y1 + (a === 0 ? 8 : -8);
  return {
    path: `M${right} ${y0}H${x}V${end}H${right}${arrow(right, end, -1, 0)}`,
    labels: stack(x - 6, a === 0 ? 60 : y0 + 26).map((label, i) => ({
      ...label,
      y: a === 0 ? 44 + i * LINE : y1 - 88
    })),
    anchor: 'end'
  };
}

/** Where both ends are at an instant, and how they got there. */
export function states(trace: Trace, time: Milliseconds, size: Size): StatesGeometry {
  const frame = FRAME[size];
  const { endpoints } = snapshotAt(trace, time);
  const moves = trace.events.filter((event) => event.type === 'state' && event.at <= time);
  const roleOf = (id: string) => trace.endpoints.find((e) => e.id === id)?.role ?? 'client';
  return {
    width: frame.width,
    height: frame.height,
    box: frame.box,
    nodes: ORDER.map((state, i): StateNode => {
      const along = frame.at[i] ?? 0;
      const x = size === 'wide' ? along : COLUMN;
      const y = size === 'wide' ? ROW : along;
      const here = endpoints.filter((end) => end.state === state);
      return {
        state,
        x,
        y,
        ends: here.map(({ endpoint }) => ({
          role: endpoint.role,
          x: x + (endpoint.role === 'client' ? -11 : 11),
          y: y + frame.box.height / 2
        }))
      };
    }),
    edges: pairsOf(TRANSITIONS).map((pair): StateEdge => {
      const { from, to, events } = pair;
      const taken = moves.filter((e) => e.type === 'state' && e.from === from && e.to === to);
      return {
        key: `${from}-${to}`,
        from,
        to,
        events,
        ...(size === 'wide' ? wideEdge(pair) : narrowEdge(pair)),
        taken: [...new Set(taken.map((e) => e.type === 'state' && roleOf(e.endpoint)))].filter(
          (role) => role !== false
        )
      };
    })
  };
}
