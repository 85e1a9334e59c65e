/** Payloads grow as linked pieces: nothing is joined again for every frame or every read of TCP. */

/** A payload in pieces, the last first. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly before: Piece | undefined;
}

const NOTHING = new Uint8Array();

/** The bytes of both; one of them itself where the other is empty. */
export function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/** Under this many bytes a piece is joined with its neighbour. */
const SMALL_PIECE = 4096;

/**
 * Small pieces are joined two by two: a message that comes byte by byte takes no more memory than
 * any other, and no byte is copied more than twelve times.
 */
export function addPiece(last: Piece | undefined, bytes: Uint8Array): Piece | undefined {
  if (bytes.length === 0) return last;
  let before = last;
  let piece = bytes;
  while (before && before.bytes.length <= piece.length && piece.length < SMALL_PIECE) {
    piece = join(before.bytes, piece);
    before = before.before;
  }
  return { bytes: piece, before };
}

/** The whole payload, `length` bytes of it. */
export function joinPieces(last: Piece | undefined, length: number): Uint8Array {
  if (!last) return NOTHING;
  if (!last.before) return last.bytes;
  const joined = new Uint8Array(length);
  let end = length;
  for (let piece: Piece | undefined = last; piece; piece = piece.before) {
    end -= piece.bytes.length;
    joined.set(piece.bytes, end);
  }
  return joined;
}
