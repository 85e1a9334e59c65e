/**
 * A DEFLATE reader for tests (RFC 1951): slow, plain, and not zlib. It tells what zlib does not:
 * how far each reference looks back, which blocks there are, and whether the last one is whole.
 */
export interface DeflateReading {
  readonly output: Uint8Array;
  /** The longest distance of a reference, in bytes; 0 without one. */
  readonly farthest: number;
  /** How far references reach into what stood there before; 0: the data stand alone. */
  readonly reach: number;
  readonly blocks: readonly {
    readonly kind: 'stored' | 'fixed' | 'dynamic';
    readonly final: boolean;
  }[];
  /** Where reading ends: behind a block, inside one, or where there is no DEFLATE any more. */
  readonly end: 'border' | 'inside' | 'fault';
}

class DeflateError extends Error {}
class OutOfData extends Error {}

/** A canonical Huffman code: codes of one length are consecutive (RFC 1951 §3.2.2). */
interface Code {
  /** By length: how many codes; and the symbols in order. */
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

function codeOf(lengths: readonly number[]): Code {
  const counts = new Array<number>(16).fill(0);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const symbols = lengths
    .map((length, symbol) => ({ length, symbol }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length || a.symbol - b.symbol)
    .map(({ symbol }) => symbol);
  let free = 1;
  for (let length = 1; length <= 15; length++) free = free * 2 - (counts[length] ?? 0);
  const single = symbols.length === 1 && counts[1] === 1;
  if (free < 0 || (free > 0 && !single && symbols.length > 0))
    throw new DeflateError('not a full code');
  return { counts, symbols };
}

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258
];
const LENGTH_EXTRA = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
];
const distanceExtra = (symbol: number) => (symbol < 4 ? 0 : (symbol >> 1) - 1);
const distanceBase = (symbol: number) =>
  symbol < 4 ? symbol + 1 : ((2 + (symbol & 1)) << distanceExtra(symbol)) + 1;
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const FIXED_LITERALS = codeOf(
  Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))
);
/** Symbols 30 and 31 complete the code and may not occur. */
const FIXED_DISTANCES = codeOf(new Array<number>(32).fill(5));

class Reader {
  readonly #bytes: Uint8Array;
  /** In bits. */
  #at = 0;
  readonly output: number[];
  readonly #start: number;
  farthest = 0;
  reach = 0;

  constructor(bytes: Uint8Array, before: Uint8Array) {
    this.#bytes = bytes;
    this.output = Array.from(before);
    this.#start = before.length;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length * 8;
  }

  bits(count: number): number {
    if (this.#at + count > this.#bytes.length * 8) throw new OutOfData();
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++)
      value |= (((this.#bytes[this.#at >> 3] ?? 0) >> (this.#at & 7)) & 1) << i;
    return value;
  }

  toByteBorder(): void {
    this.#at = (this.#at + 7) & ~7;
  }

  symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 15; length++) {
      code |= this.bits(1);
      const count = counts[length] ?? 0;
      if (code - first < count) return symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new DeflateError('no such code');
  }

  stored(): void {
    this.toByteBorder();
    const length = this.bits(16);
    if ((this.bits(16) ^ 0xffff) !== length) throw new DeflateError('length of a stored block');
    for (let i = 0; i < length; i++) this.output.push(this.bits(8));
  }

  compressed(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < 256) this.output.push(symbol);
      else if (symbol === 256) return;
      else this.#copy(symbol - 257, distances);
    }
  }

  #copy(symbol: number, distances: Code): void {
    const base = LENGTH_BASE[symbol];
    if (base === undefined) throw new DeflateError('no such length');
    const length = base + this.bits(LENGTH_EXTRA[symbol] ?? 0);
    const code = this.symbol(distances);
    if (code > 29) throw new DeflateError('no such distance');
    const distance = distanceBase(code) + this.bits(distanceExtra(code));
    const from = this.output.length - distance;
    if (from < 0 || distance > 32768) throw new DeflateError('a distance too far back');
    this.farthest = Math.max(this.farthest, distance);
    this.reach = Math.max(this.reach, this.#start - from);
    for (let i = 0; i < length; i++) this.output.push(this.output[from + i] as number);
  }

  /** The two codes of a block that brings its own (RFC 1951 §3.2.7). */
  codes(): [Code, Code] {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const count = this.bits(4) + 4;
    if (literals > 286 || distances > 30) throw new DeflateError('too many codes');
    const lengths = new Array<number>(19).fill(0);
    for (let i = 0; i < count; i++) lengths[CODE_LENGTH_ORDER[i] as number] = this.bits(3);
    const code = codeOf(lengths);
    const all: number[] = [];
    while (all.length < literals + distances) {
      const symbol = this.symbol(code);
      if (symbol < 16) all.push(symbol);
      else if (symbol === 16 && all.length === 0) throw new DeflateError('nothing to repeat');
      else {
        const repeated = symbol === 16 ? (all.at(-1) as number) : 0;
        const times =
          symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
        for (let i = 0; i < times; i++) all.push(repeated);
      }
    }
    if (all.length > literals + distances) throw new DeflateError('too many lengths');
    if (all[256] === 0) throw new DeflateError('no end of block');
    return [codeOf(all.slice(0, literals)), codeOf(all.slice(literals))];
  }

  result(blocks: DeflateReading['blocks'], end: DeflateReading['end']): DeflateReading {
    const output = Uint8Array.from(this.output.slice(this.#start));
    return { output, farthest: this.farthest, reach: Math.max(0, this.reach), blocks, end };
  }
}

/** Reads raw DEFLATE; `before` is what stands in the window. */
export function readDeflate(
  bytes: Uint8Array,
  before: Uint8Array = new Uint8Array()
): DeflateReading {
  const reader = new Reader(bytes, before);
  const blocks: { kind: 'stored' | 'fixed' | 'dynamic'; final: boolean }[] = [];
  try {
    while (!reader.isAtEnd) {
      const final = reader.bits(1) === 1;
      const kind = (['stored', 'fixed', 'dynamic'] as const)[reader.bits(2)];
      if (kind === undefined) throw new DeflateError('block type 3');
      blocks.push({ kind, final });
      if (kind === 'stored') reader.stored();
      else if (kind === 'fixed') reader.compressed(FIXED_LITERALS, FIXED_DISTANCES);
      else reader.compressed(...reader.codes());
      // What follows the end of the data begins on a byte, as new data (RFC 7692 §7.2.3.4).
      if (final) reader.toByteBorder();
    }
  } catch (error) {
    if (error instanceof OutOfData) return reader.result(blocks, 'inside');
    if (error instanceof DeflateError) return reader.result(blocks, 'fault');
    throw error;
  }
  return reader.result(blocks, 'border');
}
