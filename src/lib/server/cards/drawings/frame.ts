import { frameGeometry } from '#lib/figures/frame-steps/frame-steps.ts';
import type { FrameView } from '#lib/figures/frame-steps/frame-view.ts';
import type { MessageId, Translate } from '#lib/i18n/messages.ts';
import { byteCell } from '../cells.ts';
import { PAINT } from '../paint.ts';
import { path, rect, words, type Drawing } from '../svg.ts';

const BIT = 64;
const GRID = { y: 30, height: 74 };
const BYTES = { y: 196, width: (16 * BIT) / 9, height: 120, gap: 10 };

/** Two bytes bit by bit, then key and payload byte by byte. */
export function frameDrawing(frame: FrameView, t: Translate): Drawing {
  const label = (id: string) => t(`frameSpans.${id}` as MessageId);
  const { bytes } = frameGeometry(frame, Infinity);
  const first = bytes.slice(0, 2).flatMap((byte) => byte.bits);
  const grid = first.map((cell, i) => {
    const x = i * BIT + (i >= 8 ? BYTES.gap : 0);
    const on = cell.bit === 1;
    return (
      rect(x + 1, GRID.y, BIT - 2, GRID.height, {
        fill: on ? PAINT[cell.role] : PAINT[`${cell.role}-wash`]
      }) +
      words(x + BIT / 2, GRID.y + 50, String(cell.bit), {
        face: 'monoBold',
        size: 36,
        anchor: 'middle',
        fill: on ? PAINT['on-ink'] : PAINT.ink
      }) +
      (cell.first
        ? words(x + 3, GRID.y - 10, label(cell.leaf.tags[0] ?? cell.leaf.field), {
            face: 'mono',
            size: 17,
            fill: PAINT[cell.role]
          })
        : '')
    );
  });
  const rest = bytes.slice(2);
  const cells = rest.map((byte, i) => {
    const isKey = byte.payload === undefined;
    const x = i * BYTES.width + (isKey ? 0 : BYTES.gap);
    const look = {
      hex: byte.hex,
      glyph: byte.payload?.says ?? '',
      role: isKey ? 'key' : 'payload'
    } as const;
    const begins = byte.payload?.first ?? byte.bits[0]?.first;
    return (
      byteCell(x, BYTES.y, BYTES.width - 2, BYTES.height, look) +
      (begins
        ? words(x + 2, BYTES.y - 10, label(isKey ? 'masking-key' : 'payload-data'), {
            face: 'mono',
            size: 17,
            fill: PAINT[look.role]
          })
        : '')
    );
  });
  const split = 8 * BIT + BYTES.gap / 2;
  return {
    width: 16 * BIT + BYTES.gap,
    height: BYTES.y + BYTES.height,
    svg:
      path(`M${split} ${GRID.y - 4}v${GRID.height + 8}`, {
        stroke: PAINT['ink-3'],
        'stroke-dasharray': '3 3'
      }) + [...grid, ...cells].join('')
  };
}
