/** A card as SVG: whose it is, a heading, and a figure on its plate. */
import { CARD } from '../site/card-size.ts';
import { PAINT } from './paint.ts';
import { element, moved, path, rect, words, type Drawing } from './svg.ts';

export interface CardText {
  /** Above the heading on the left: the book. */
  readonly book: string;
  /** And on the right: `Chapter 4`. */
  readonly place: string;
  readonly title: string;
}

const MARGIN = 48;
const BRAND_Y = 44;
/** Heading sizes, each with how wide a letter is, about, and how many lines it may have. */
const HEADINGS = [
  { size: 68, lines: 1 },
  { size: 56, lines: 1 },
  { size: 48, lines: 2 }
] as const;
const LETTER = 0.5;
const ROOM = CARD.width - 2 * MARGIN;

/** Three cells: 1, 0, 1. */
function brand(): string {
  const digit = (x: number, bit: string, fill: string) =>
    words(x, 23, bit, { face: 'monoBold', size: 20, anchor: 'middle', fill });
  return (
    rect(0, 0, 22, 32, { fill: PAINT.ink }) +
    rect(25, 1, 20, 30, { fill: 'none', stroke: PAINT.ink, 'stroke-width': 2 }) +
    rect(48, 0, 22, 32, { fill: PAINT.ink }) +
    digit(11, '1', PAINT['on-ink']) +
    digit(35, '0', PAINT.opcode) +
    digit(59, '1', PAINT['on-ink'])
  );
}

/** Words on lines of about so many letters each; all are kept. */
function linesOf(text: string, letters: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > letters) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}

/** On as few lines as there have to be, which are about equally long. */
function balanced(text: string, letters: number): string[] {
  const { length } = linesOf(text, letters);
  let narrow = letters;
  while (narrow > 1 && linesOf(text, narrow - 1).length === length) narrow--;
  return linesOf(text, narrow);
}

/** The heading in the largest size that has room. */
export function headingOf(title: string): {
  readonly size: number;
  readonly lines: readonly string[];
} {
  const inSize = (size: number) => balanced(title, Math.floor(ROOM / (size * LETTER)));
  const { size } = HEADINGS.find(({ size, lines }) => inSize(size).length <= lines) ?? HEADINGS[2];
  return { size, lines: inSize(size) };
}

/** The figure as large as its plate allows, in its middle. */
function placed({ width, height, svg }: Drawing, top: number): string {
  const [roomX, roomY] = [ROOM, CARD.height - top - 2 * PLATE_PADDING];
  const scale = Math.min(roomX / width, roomY / height);
  const x = MARGIN + (roomX - width * scale) / 2;
  const y = top + PLATE_PADDING + (roomY - height * scale) / 2;
  return element('g', { transform: `translate(${x} ${y}) scale(${scale})` }, svg);
}
const PLATE_PADDING = 24;

export function cardSvg({ book, place, title }: CardText, drawing: Drawing): string {
  const { size, lines } = headingOf(title);
  const first = BRAND_Y + 60 + size * 0.75;
  const plate = Math.round(first + (lines.length - 1) * size * 1.05 + size * 0.5);
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${CARD.width} ${CARD.height}`, ...CARD },
    rect(0, 0, CARD.width, CARD.height, { fill: PAINT.paper }),
    moved(MARGIN, BRAND_Y, brand()),
    words(MARGIN + 88, BRAND_Y + 25, book, { face: 'bold', size: 26 }),
    words(CARD.width - MARGIN, BRAND_Y + 25, place, {
      size: 26,
      anchor: 'end',
      fill: PAINT['ink-2']
    }),
    ...lines.map((line, i) =>
      words(MARGIN - 2, first + i * size * 1.05, line, { face: 'serif', size })
    ),
    rect(0, plate, CARD.width, CARD.height - plate, { fill: PAINT.plate }),
    path(`M0 ${plate}H${CARD.width}`, { stroke: PAINT.ink, 'stroke-width': 2 }),
    placed(drawing, plate)
  );
}
