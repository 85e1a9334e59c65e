/** Bytes as the book shows them: a cell each, with its role's colour under it. */
import type { Role } from '#lib/figures/parts/roles.ts';
import { PAINT } from './paint.ts';
import { path, rect, words } from './svg.ts';

export interface ByteLook {
  readonly hex: string;
  /** What it stands for; large where `large` is not set to `hex`. */
  readonly glyph: string;
  readonly role: Role;
}

/** A byte: letter over hexadecimal, or the other way round. */
export function byteCell(
  x: number,
  y: number,
  width: number,
  height: number,
  { hex, glyph, role }: ByteLook,
  large: 'glyph' | 'hex' = 'hex'
): string {
  const [upper, lower] = large === 'hex' ? [hex, glyph] : [glyph, hex];
  const size = Math.min(width * 0.5, height * 0.42);
  const middle = x + width / 2;
  const top = lower === '' ? y + height * 0.62 : y + height * 0.5;
  return (
    rect(x, y, width, height, { fill: PAINT[`${role}-wash`] }) +
    path(`M${x + 1.5} ${y + height - 1.5}h${width - 3}`, {
      stroke: PAINT[role],
      'stroke-width': 3
    }) +
    words(middle, top, upper, { face: 'monoBold', size, anchor: 'middle' }) +
    words(middle, y + height * 0.83, lower, {
      face: 'mono',
      size: size * 0.68,
      anchor: 'middle',
      fill: PAINT['ink-2']
    })
  );
}
