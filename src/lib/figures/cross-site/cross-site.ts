/**
 * Page, browser and server with what goes between them, in order, time down. A message is a band
 * that carries its first line; the field lines that matter stand under it.
 */
import type { CrossSiteEvent, CrossSitePlay } from '#lib/simulation/cross-site/play.ts';
import { round, type Size } from '../parts/geometry.ts';

/** `fact`: words; `bytes`: what stands in a message. */
export interface RowText {
  readonly kind: 'band' | 'fact' | 'bytes';
  readonly text: string;
}
/** What a row says, first line first. */
export type RowWords = (event: CrossSiteEvent) => readonly RowText[];

export interface RowLine extends RowText {
  readonly x: number;
  readonly y: number;
}
export interface Row {
  readonly key: number;
  readonly event: CrossSiteEvent;
  readonly y: number;
  /** How much of it has happened, 0 to 1. */
  readonly share: number;
  /** Ends of an arrow or a band as far as it has come, and of all of it. */
  readonly from: number;
  readonly to: number;
  readonly end: number;
  readonly lines: readonly RowLine[];
}
export interface CrossSiteGeometry {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly page: number;
  /** Undefined: a program needs no browser. */
  readonly browser: number | undefined;
  readonly server: number;
  /** The cookie jar, on the browser's lifeline: its box, and what is in it. */
  readonly jar:
    | {
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly lines: readonly RowLine[];
      }
    | undefined;
  readonly rows: readonly Row[];
}

interface Plan {
  readonly width: number;
  readonly page: number;
  readonly browser: number;
  readonly server: number;
  /** Width of a character, in words and in bytes. */
  readonly letter: number;
  readonly mono: number;
}
const PLANS: Readonly<Record<Size, Plan>> = {
  wide: { width: 700, page: 36, browser: 150, server: 664, letter: 6.6, mono: 7.3 },
  narrow: { width: 344, page: 14, browser: 72, server: 330, letter: 6.5, mono: 6.7 }
};
const TOP = 54;
/** The jar's height, and what is left free under it. */
export const JAR = 40;
const UNDER_JAR = 12;
const LINE = 16;
export const BAND = 20;
const GAP = 9;
/** Between a lifeline and what stands beside it. */
const MARGIN = 12;

/** Greedy: words on lines of so many characters; a word that is longer stands alone. */
export function wrap(text: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= characters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Everything, with `shown` of the events having happened; a fraction is one on its way. */
export function crossSite(
  play: CrossSitePlay,
  shown: number,
  size: Size,
  words: RowWords,
  inJar: readonly string[]
): CrossSiteGeometry {
  const plan = PLANS[size];
  const { page, server } = plan;
  const browser = play.settings.opener === 'program' ? undefined : plan.browser;
  const client = browser ?? page;
  const left = client + MARGIN;
  const room = server - left - MARGIN;
  const jar = browser === undefined ? undefined : jarAt(left, inJar, plan.mono);
  let y = jar ? TOP + JAR + UNDER_JAR : TOP;
  const rows = play.events.map((event, key): Row => {
    const top = y;
    const share = Math.min(Math.max(shown - key, 0), 1);
    const lines = words(event)
      .flatMap(({ kind, text }) =>
        wrap(text, Math.floor(room / (kind === 'fact' ? plan.letter : plan.mono))).map(
          (line): RowText => ({ kind, text: line })
        )
      )
      .map((line, i): RowLine => {
        const inBand = line.kind === 'band';
        const before = event.type === 'message' && i > 0 ? BAND - LINE + 3 : 0;
        return { ...line, x: left, y: top + i * LINE + before + (inBand ? 14 : 12) };
      });
    const [from, end] = endsOf(event, { page, client, server });
    y += Math.max(lines.length, 1) * LINE + (event.type === 'message' ? BAND - LINE + 5 : 0) + GAP;
    return { key, event, y: top, share, from, end, to: round(from + (end - from) * share), lines };
  });
  return { width: plan.width, height: y + 4, top: TOP, page, browser, server, jar, rows };
}

const jarAt = (left: number, lines: readonly string[], mono: number): CrossSiteGeometry['jar'] => ({
  x: left,
  y: TOP,
  width: round(Math.max(...lines.map(({ length }) => length)) * mono + 16),
  lines: lines.map((text, i) => ({ kind: 'bytes', text, x: left + 8, y: TOP + 16 + i * LINE }))
});

function endsOf(
  event: CrossSiteEvent,
  { page, client, server }: { page: number; client: number; server: number }
): readonly [number, number] {
  switch (event.type) {
    case 'call':
      return [page, client];
    case 'script':
      return [client, page];
    case 'cookie':
      return [client, client];
    case 'check':
      return [server, server];
    case 'message':
      return event.from === 'client' ? [client, server] : [server, client];
  }
}

/** A band from one lifeline as far as it has come: pointed where it goes to. */
export function bandPath(from: number, to: number, y: number): string {
  const sign = Math.sign(to - from) || 1;
  const start = from + 5 * sign;
  const length = Math.max(Math.abs(to - from) - 10, 0);
  const point = Math.min(7, length);
  const neck = start + (length - point) * sign;
  return `M${round(start)} ${y}H${round(neck)}L${round(start + length * sign)} ${y + BAND / 2}L${round(neck)} ${y + BAND}H${round(start)}Z`;
}

/** A thin arrow with its head. */
export function arrowPath(from: number, to: number, y: number): string {
  const sign = Math.sign(to - from) || 1;
  const [start, end] = [from + 5 * sign, to - 5 * sign];
  return `M${round(start)} ${y}H${round(end)}M${round(end - 6 * sign)} ${y - 4}L${round(end)} ${y}L${round(end - 6 * sign)} ${y + 4}`;
}
