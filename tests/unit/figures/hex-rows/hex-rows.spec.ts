import { describe, expect, it } from 'vitest';
import { hexRows, type HexLeaf } from '#lib/figures/hex-rows/hex-rows.ts';
import { leavesOfFrame } from '#lib/figures/parts/frame.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { hex } from '../../../helpers/bytes.ts';

const HELLO = hex`81 85 37fa213d 7f9f4d5158`;
const decoding = decodeFrame(HELLO, { from: 'client' });
const leaves: HexLeaf[] = leavesOfFrame(decoding.spans).map(({ span, tags, role }) => ({
  from: span.from,
  to: span.to,
  tags,
  role
}));

describe('rows of hex', () => {
  it('know the span of each byte', () => {
    const [row] = hexRows(HELLO, leaves, []);
    const roles = row?.cells.map(({ leaf }) => leaf?.role);
    expect(roles?.slice(2)).toEqual([
      'key',
      'key',
      'key',
      'key',
      'payload',
      'payload',
      'payload',
      'payload',
      'payload'
    ]);
    expect(row?.cells.map(({ hex: digits }) => digits).join(' ')).toBe(
      '81 85 37 fa 21 3d 7f 9f 4d 51 58'
    );
  });

  it('show in the column of characters what the bytes stand for', () => {
    const plain = hex`81 85 37fa213d 48656c6c6f`;
    const [row] = hexRows(HELLO, leaves, [], plain);
    expect(row?.cells.slice(6).map(({ character }) => character)).toEqual([
      'H',
      'e',
      'l',
      'l',
      'o'
    ]);
  });

  it('are of sixteen bytes, and mark those in which a fault lies', () => {
    const bytes = new Uint8Array(40);
    const rows = hexRows(bytes, [], [{ from: 129, to: 130 }]);
    expect(rows.map(({ offset, cells }) => [offset, cells.length])).toEqual([
      [0, 16],
      [16, 16],
      [32, 8]
    ]);
    const faulty = rows.flatMap(({ cells }) => cells.filter((cell) => cell.faulty));
    expect(faulty.map(({ at }) => at)).toEqual([16]);
  });
});
