/** SVG as text, for cards alone: what a page draws is drawn by Svelte. */
import { escaped } from '../site/escape.ts';
import { PAINT } from './paint.ts';

type Attributes = Readonly<Record<string, string | number | undefined>>;

export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`]
  );
  return `<${name}${written.join('')}>${children.join('')}</${name}>`;
}

export const path = (d: string, attributes: Attributes): string =>
  d === '' ? '' : element('path', { fill: 'none', d, ...attributes });

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: Attributes
): string => element('rect', { x, y, width, height, ...attributes });

export const circle = (cx: number, cy: number, r: number, attributes: Attributes): string =>
  element('circle', { cx, cy, r, ...attributes });

export const moved = (x: number, y: number, ...children: string[]): string =>
  element('g', { transform: `translate(${x} ${y})` }, ...children);

/** The faces of the book, each in the one weight that the cards' fonts are made in. */
const FACES = {
  serif: { 'font-family': 'Brygada 1918', 'font-weight': 500 },
  sans: { 'font-family': 'Golos Text', 'font-weight': 400 },
  bold: { 'font-family': 'Golos Text', 'font-weight': 600 },
  mono: { 'font-family': 'IBM Plex Mono', 'font-weight': 400 },
  monoBold: { 'font-family': 'IBM Plex Mono', 'font-weight': 600 }
} as const;

export interface Type {
  readonly face?: keyof typeof FACES;
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Paper around the letters, where lines go behind them. */
  readonly halo?: boolean;
  readonly transform?: string;
}

export function words(x: number, y: number, text: string, type: Type = {}): string {
  const { face = 'sans', size = 14, fill = PAINT.ink, anchor, halo, transform } = type;
  const attributes = {
    x,
    y,
    ...FACES[face],
    'font-size': size,
    'text-anchor': anchor,
    transform,
    'xml:space': 'preserve'
  };
  const behind = halo
    ? element(
        'text',
        {
          ...attributes,
          fill: PAINT.plate,
          stroke: PAINT.plate,
          'stroke-width': size / 2.5,
          'stroke-linejoin': 'round'
        },
        escaped(text)
      )
    : '';
  return behind + element('text', { ...attributes, fill }, escaped(text));
}

/** A figure in its own units. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}
