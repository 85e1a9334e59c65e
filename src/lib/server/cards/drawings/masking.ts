import type { FrameView } from '#lib/figures/frame-steps/frame-view.ts';
import { xorGeometry } from '#lib/figures/masking/masking.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import { mask } from '#lib/protocol/websocket/masking.ts';
import { byteCell } from '../cells.ts';
import { PAINT } from '../paint.ts';
import { circle, path, words, type Drawing } from '../svg.ts';

const LEFT = 300;
const CELL = { width: 150, height: 104 };
const ROW = 130;

/** The payload, the key and what they make, column by column. */
export function maskingDrawing({ bytes, leaves, headerLength }: FrameView, t: Translate): Drawing {
  const keyAt = (leaves.find(({ field }) => field === 'masking-key')?.from ?? 0) / 8;
  const key = bytes.subarray(keyAt, keyAt + 4);
  const payload = mask(bytes.subarray(headerLength), key);
  const { columns } = xorGeometry(
    bytes.subarray(0, keyAt),
    payload,
    key,
    'mask',
    payload.length * 8
  );
  const rows = [
    { name: t('masking.payload'), role: 'payload', of: 'from' },
    { name: t('masking.key'), role: 'key', of: 'key' },
    { name: t('masking.wire'), role: 'payload', of: 'to' }
  ] as const;
  const table = rows.map(
    ({ name, role, of }, r) =>
      words(LEFT - 30, r * ROW + 62, name, {
        face: 'bold',
        size: 24,
        anchor: 'end',
        fill: PAINT[role]
      }) +
      columns
        .map((column, i) =>
          byteCell(LEFT + i * CELL.width, r * ROW, CELL.width - 8, CELL.height, {
            hex: column[of],
            glyph: of === 'from' ? column.glyph : '',
            role
          })
        )
        .join('')
  );
  // ⊕ and = between the rows: the fonts do not have the one.
  const signs = columns.map((_, i) => {
    const x = LEFT + i * CELL.width + (CELL.width - 8) / 2;
    const [plus, equals] = [ROW - 13, 2 * ROW - 13];
    return (
      circle(x, plus, 9, { fill: PAINT.plate, stroke: PAINT.ink, 'stroke-width': 2 }) +
      path(`M${x - 9} ${plus}h18M${x} ${plus - 9}v18M${x - 8} ${equals - 3}h16m-16 6h16`, {
        stroke: PAINT.ink,
        'stroke-width': 2
      })
    );
  });
  return {
    width: LEFT + columns.length * CELL.width,
    height: 2 * ROW + CELL.height,
    svg: [...table, ...signs].join('')
  };
}
