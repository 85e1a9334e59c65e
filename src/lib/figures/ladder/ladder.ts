/** The sequence ladder: virtual time runs down, segments are slanted lines between two ends. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { snapshotAt } from '#lib/trace/snapshot.ts';
import type {
  ApiEvent,
  Endpoint,
  MarkEvent,
  Milliseconds,
  SegmentEvent,
  StateEvent,
  Trace
} from '#lib/trace/trace.ts';
import { timeScale } from '#lib/trace/time-scale.ts';
import { round, spread, type Size } from '../parts/geometry.ts';

export interface LadderLabel {
  /** In the middle of what has been travelled; frames are named where they leave. */
  readonly anchor: 'start' | 'middle' | 'end';
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}
export interface LadderSegment {
  readonly key: string;
  readonly role: Endpoint['role'];
  readonly kind: 'line' | 'band';
  /** The part that has been travelled, and for a band what lies ahead. */
  readonly path: string;
  readonly ghost: string;
  readonly head: string;
  readonly lost: boolean;
  readonly label: LadderLabel;
  /** Whether the line has come as far as its label. */
  readonly labelled: boolean;
  /** `SYN-ACK`, or the first line of the message. */
  readonly text: string;
  /** The same where there is little room. */
  readonly short: string;
  readonly byteLength: number;
  /** How long the travelled part is: a label that does not fit is left out. */
  readonly length: number;
  /** What it lights when it is pointed at. */
  readonly address: string;
}
export interface LadderRail {
  readonly endpoint: Endpoint;
  readonly x: number;
  readonly parts: readonly {
    readonly state: 'connecting' | 'open' | 'closing' | 'closed' | 'ahead';
    readonly y: number;
    readonly height: number;
  }[];
}
export interface LadderNote {
  readonly key: string;
  readonly role: Endpoint['role'];
  /** Which end of the words stands at the rail. */
  readonly anchor: 'start' | 'end';
  readonly x: number;
  readonly y: number;
  /** Where on the rail it happened. */
  readonly at: number;
  readonly past: boolean;
  readonly event: ApiEvent | MarkEvent | StateEvent;
}
export interface LadderGeometry {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly axis: { readonly x: number };
  /** The axis and its ticks, as one path. */
  readonly scale: string;
  readonly labels: readonly { readonly y: number; readonly text: string }[];
  readonly rails: readonly LadderRail[];
  readonly segments: readonly LadderSegment[];
  readonly notes: readonly LadderNote[];
  readonly needle: { readonly y: number; readonly label: string };
}

const FRAME = {
  wide: { width: 640, axis: 38, client: 190, server: 530, length: 250, gap: 15 },
  narrow: { width: 336, axis: 34, client: 74, server: 296, length: 338, gap: 15 }
};
const TOP = 58;
const BAND = 18;
const HEAD = 10;
/** Half the width of a rail, and a little air. */
const EDGE = 6;

/** What segments are called, and what they light. */
export interface Naming {
  readonly nameOf: (segment: SegmentEvent, size: Size) => string;
  readonly addressOf: (segment: SegmentEvent) => string;
}

/** What a message is called on its band: its first line, shortened where there is little room. */
export function nameOf({ carries, flags, bytes }: SegmentEvent, size: Size): string {
  if (carries === 'tcp-control') return (flags ?? []).join('-');
  const line = latin1Decode(bytes.subarray(0, 80)).split('\r\n')[0] ?? '';
  const words = line.split(' ');
  const text =
    carries === 'response'
      ? (size === 'narrow' ? words.slice(1, 2) : words.slice(1)).join(' ')
      : (size === 'narrow' ? words.slice(0, 2) : words).join(' ');
  const room = size === 'narrow' ? 18 : 28;
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

const HTTP: Naming = { nameOf, addressOf: ({ carries }) => carries };

/** The ladder of a trace at an instant. */
export function ladder(
  trace: Trace,
  time: Milliseconds,
  size: Size,
  naming: Naming = HTTP
): LadderGeometry {
  const frame = FRAME[size];
  const bottom = TOP + frame.length;
  const y = timeScale([0, trace.duration], [TOP, bottom]);
  const snapshot = snapshotAt(trace, time);
  const roleOf = (id: string) => trace.endpoints.find((e) => e.id === id)?.role ?? 'client';
  const xOf = (id: string) => (roleOf(id) === 'client' ? frame.client : frame.server);

  const minor = y.ticks(Math.min(50, trace.duration));
  const major = y.ticks(5);
  const labels = major
    .filter((t) => Math.abs(y(t) - y(time)) > 13)
    .map((t) => ({ y: round(y(t)), text: String(t) }));
  const strokes = minor.map((t) => `M${frame.axis} ${round(y(t))}h${major.includes(t) ? -8 : -4}`);

  const segments = trace.events
    .filter((event) => event.type === 'segment')
    .map((segment, i): LadderSegment | undefined => {
      const shown = snapshot.segments.find((s) => s.segment === segment);
      if (!shown) return undefined;
      const from = xOf(segment.from);
      const to = xOf(segment.to);
      const direction = Math.sign(to - from);
      const arrives = segment.arrives ?? segment.at + trace.duration / 10;
      return {
        key: `${i}`,
        role: roleOf(segment.from),
        address: naming.addressOf(segment),
        lost: segment.arrives === null,
        text: naming.nameOf(segment, naming === HTTP ? size : 'wide'),
        short: naming.nameOf(segment, size),
        byteLength: segment.bytes.length,
        ...drawSegment(
          segment.carries === 'tcp-control' ? 'line' : 'band',
          { x: from + EDGE * direction, y: y(segment.at) },
          { x: to - EDGE * direction, y: y(arrives) },
          shown.progress,
          segment.flags?.includes('FIN') ? 0.75 : 0.5,
          segment.arrives === null,
          naming !== HTTP
        )
      };
    })
    .filter((segment) => segment !== undefined);

  return {
    width: frame.width,
    height: round(bottom + 8 + noteOverflow(trace, size, naming !== HTTP)),
    top: TOP,
    axis: { x: frame.axis },
    scale: `M${frame.axis} ${TOP}V${bottom}${strokes.join('')}`,
    labels,
    rails: trace.endpoints.map((endpoint) => railOf(trace, endpoint, time, xOf(endpoint.id), y)),
    segments,
    notes: notesOf(trace, time, y, size, naming !== HTTP),
    needle: { y: round(y(time)), label: String(Math.round(time)) }
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Labels of lines stand in their middle; a FIN behind a message is labelled further along. */
function drawSegment(
  kind: 'line' | 'band',
  from: Point,
  to: Point,
  progress: number,
  labelAt: number,
  lost: boolean,
  early: boolean
) {
  const at = (f: number): Point => ({
    x: round(from.x + (to.x - from.x) * f),
    y: round(from.y + (to.y - from.y) * f)
  });
  const tip = at(progress);
  const direction = Math.sign(to.x - from.x);
  const slope = (to.y - from.y) / Math.abs(to.x - from.x || 1);
  const isEarly = early && kind === 'band';
  const middle = at(
    kind === 'line' ? labelAt : isEarly ? 12 / Math.abs(to.x - from.x) : progress / 2
  );
  const angle = kind === 'line' ? 0 : (Math.atan(slope) * 180 * direction) / Math.PI;
  const label = {
    x: middle.x,
    y: round(middle.y + (kind === 'line' ? 0 : BAND / 2)),
    angle: round(angle),
    anchor: !isEarly ? ('middle' as const) : direction > 0 ? ('start' as const) : ('end' as const)
  };
  const labelled = progress >= labelAt;
  const base = { kind, label, labelled, length: round(Math.hypot(tip.x - from.x, tip.y - from.y)) };
  if (kind === 'line') {
    const path = `M${round(from.x)} ${round(from.y)}L${tip.x} ${tip.y}`;
    const arrow = `M${round(tip.x - 9 * direction)} ${round(tip.y - 7)}L${tip.x} ${tip.y}l${-10 * direction} 2.5`;
    return { ...base, path, head: progress >= 1 ? arrow : '', ghost: '' };
  }
  const x0 = round(from.x);
  const y0 = round(from.y);
  const length = Math.abs(tip.x - x0);
  const headLength = Math.min(HEAD, length);
  const neckX = round(tip.x - headLength * direction);
  const neckY = round(tip.y - headLength * slope);
  const path =
    `M${x0} ${y0}L${neckX} ${neckY}L${tip.x} ${round(tip.y + BAND / 2)}` +
    `L${neckX} ${round(neckY + BAND)}L${x0} ${round(y0 + BAND)}z`;
  const end = at(1);
  const ghost =
    progress < 1 && !lost
      ? `M${tip.x} ${tip.y}L${end.x} ${end.y}v${BAND}L${tip.x} ${round(tip.y + BAND)}`
      : '';
  const cross = `M${tip.x} ${round(tip.y + 2)}l14 14m0 -14l-14 14`;
  return { ...base, path, head: lost && progress >= 0.5 ? cross : '', ghost };
}

function railOf(
  trace: Trace,
  endpoint: Endpoint,
  time: Milliseconds,
  x: number,
  y: (t: number) => number
): LadderRail {
  const changes = trace.events.filter(
    (event) => event.type === 'state' && event.endpoint === endpoint.id
  );
  const parts: LadderRail['parts'][number][] = [];
  let state: LadderRail['parts'][number]['state'] = 'connecting';
  let from = 0;
  const add = (to: Milliseconds) => {
    if (to > from) parts.push({ state, y: round(y(from)), height: round(y(to) - y(from)) });
    from = to;
  };
  for (const change of changes) {
    if (change.type !== 'state' || change.at > time) break;
    add(change.at);
    state = change.to;
  }
  add(time);
  state = 'ahead';
  add(trace.duration);
  return { endpoint, x, parts };
}

/** What stands beside the rails: what script sees at the client, what happens at the server. */
const noteEvents = (trace: Trace) =>
  trace.events.filter((event) => {
    if (event.type === 'api' || event.type === 'mark') return true;
    if (event.type !== 'state') return false;
    return trace.endpoints.find((e) => e.id === event.endpoint)?.role === 'server';
  }) as (ApiEvent | MarkEvent | StateEvent)[];

/** How it ends, and what did not come: said in narrow drawings of frames too. */
const isEssential = (event: ApiEvent | MarkEvent | StateEvent) =>
  event.type === 'mark' || (event.type === 'api' && event.name === 'close');

/**
 * API events left of the client, marks and states right of the server. In narrow drawings what is
 * essential, between the two.
 */
function notesOf(
  trace: Trace,
  time: Milliseconds,
  y: (t: number) => number,
  size: Size,
  ofFrames: boolean
): LadderNote[] {
  const frame = FRAME[size];
  const isNarrow = size === 'narrow';
  if (isNarrow && !ofFrames) return [];
  const side = (role: Endpoint['role']) => {
    const ids = trace.endpoints.filter((e) => e.role === role).map((e) => e.id);
    const events = noteEvents(trace).filter(
      (event) => ids.includes(event.endpoint) && (!isNarrow || isEssential(event))
    );
    const away = (role === 'client') === isNarrow ? 1 : -1;
    const rows = spread(
      events.map((event) => y(event.at) + 4),
      frame.gap + (role === 'client' ? 2 : 0)
    );
    return events.map((event, i): LadderNote => ({
      key: `${role}${i}`,
      role,
      x: frame[role] + away * (isNarrow ? 10 : 16),
      anchor: away > 0 ? 'start' : 'end',
      y: round(rows[i] ?? 0),
      at: round(y(event.at)),
      past: event.at <= time,
      event
    }));
  };
  return [...side('client'), ...side('server')];
}

/** Room below for labels that were pushed down: `error` and `close` share an instant. */
function noteOverflow(trace: Trace, size: Size, ofFrames: boolean): number {
  if (size === 'narrow' && !ofFrames) return 0;
  const late = noteEvents(trace).filter(
    (event) => event.at > trace.duration * 0.9 && (size === 'wide' || isEssential(event))
  );
  return Math.max(0, late.length - 1) * 17;
}
