/**
 * An inflater that explains itself: every block and symbol with its bits (RFC 1951). Slow beside
 * zlib, and checked against it; the bits of a byte are counted from the lowest, as DEFLATE does.
 */
export interface DeflateSymbol {
  /** Bits from the start, lowest bit of a byte first. */
  readonly from: number;
  readonly to: number;
  /** A byte; or a copy of `length` bytes from `distance` bytes back; or the end of the block. */
  readonly type: 'literal' | 'match' | 'end';
  readonly byte?: number;
  readonly length?: number;
  readonly distance?: number;
}

export interface DeflateBlock {
  readonly from: number;
  readonly to: number;
  readonly final: boolean;
  readonly type: 'stored' | 'fixed' | 'dynamic';
  /** Where its symbols begin: behind the header, and behind the code lengths of a dynamic block. */
  readonly data: number;
  readonly symbols: readonly DeflateSymbol[];
  /** Bytes that it makes. */
  readonly length: number;
}

export interface ExplainedDeflate {
  readonly blocks: readonly DeflateBlock[];
  readonly output: Uint8Array;
  /** The farthest look back, in bytes; 0 without a match. */
  readonly maxDistance: number;
  /** Bits that were read. */
  readonly read: number;
  /** Where it cannot be read further, in bits; undefined: all of it was read. */
  readonly fault?: { readonly at: number; readonly reason: DeflateFault };
}

export type DeflateFault = 'block-type' | 'stored-length' | 'code' | 'distance' | 'end' | 'too-big';

class Faulty extends Error {
  readonly reason: DeflateFault;
  constructor(reason: DeflateFault) {
    super(reason);
    this.reason = reason;
  }
}

/** Canonical Huffman code: how many codes of each length, and the symbols in order (§3.2.2). */
interface Huffman {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function huffman(lengths: readonly number[]): Huffman {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  const offsets = new Uint16Array(16);
  for (let i = 1; i < 15; i++) offsets[i + 1] = (offsets[i] as number) + (counts[i] as number);
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length) symbols[(offsets[length] = (offsets[length] as number) + 1) - 1] = symbol;
  });
  counts[0] = 0;
  return { counts, symbols };
}

const FIXED = huffman([
  ...Array<number>(144).fill(8),
  ...Array<number>(112).fill(9),
  ...Array<number>(24).fill(7),
  ...Array<number>(8).fill(8)
]);
const FIXED_DISTANCE = huffman(Array<number>(30).fill(5));

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258
];
const LENGTH_EXTRA = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

class Inflater {
  readonly blocks: DeflateBlock[] = [];
  readonly output: number[] = [];
  maxDistance = 0;
  bit = 0;
  readonly #bytes: Uint8Array;
  readonly #history: Uint8Array;
  readonly #limit: number;

  constructor(bytes: Uint8Array, history: Uint8Array, limit: number) {
    this.#bytes = bytes;
    this.#history = history;
    this.#limit = limit;
  }

  run(): void {
    while (this.bit + 3 <= this.#bytes.length * 8) this.#block();
  }

  #bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.bit++) {
      const byte = this.#bytes[this.bit >> 3];
      if (byte === undefined) throw new Faulty('end');
      value |= ((byte >> (this.bit & 7)) & 1) << i;
    }
    return value;
  }

  #decode({ counts, symbols }: Huffman): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 15; length++) {
      code |= this.#bits(1);
      const count = counts[length] as number;
      if (code - count < first) return symbols[index + (code - first)] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Faulty('code');
  }

  #block(): void {
    const from = this.bit;
    const final = this.#bits(1) === 1;
    const kind = this.#bits(2);
    const before = this.output.length;
    const symbols: DeflateSymbol[] = [];
    let data = this.bit;
    const close = (type: DeflateBlock['type']) =>
      this.blocks.push({
        from,
        to: this.bit,
        final,
        type,
        data,
        symbols,
        length: this.output.length - before
      });
    if (kind === 0) {
      data = this.#stored(symbols);
      close('stored');
    } else if (kind === 1) {
      this.#symbols(FIXED, FIXED_DISTANCE, symbols);
      close('fixed');
    } else if (kind === 2) {
      const [literals, distances] = this.#codes();
      data = this.bit;
      this.#symbols(literals, distances, symbols);
      close('dynamic');
    } else throw new Faulty('block-type');
    // What follows a final block begins at the next byte.
    if (final) this.bit = (this.bit + 7) & ~7;
  }

  #stored(symbols: DeflateSymbol[]): number {
    this.bit = (this.bit + 7) & ~7;
    const length = this.#bits(16);
    if (length !== (~this.#bits(16) & 0xffff)) throw new Faulty('stored-length');
    const data = this.bit;
    for (let i = 0; i < length; i++) {
      const from = this.bit;
      const byte = this.#bits(8);
      this.#put(byte);
      symbols.push({ from, to: this.bit, type: 'literal', byte });
    }
    return data;
  }

  #put(byte: number): void {
    if (this.output.length >= this.#limit) throw new Faulty('too-big');
    this.output.push(byte);
  }

  #symbols(literals: Huffman, distances: Huffman, symbols: DeflateSymbol[]): void {
    for (;;) {
      const from = this.bit;
      const symbol = this.#decode(literals);
      if (symbol < 256) {
        this.#put(symbol);
        symbols.push({ from, to: this.bit, type: 'literal', byte: symbol });
      } else if (symbol === 256) {
        symbols.push({ from, to: this.bit, type: 'end' });
        return;
      } else symbols.push(this.#match(from, symbol - 257, distances));
    }
  }

  #match(from: number, symbol: number, distances: Huffman): DeflateSymbol {
    const base = LENGTH_BASE[symbol];
    if (base === undefined) throw new Faulty('code');
    const length = base + this.#bits(LENGTH_EXTRA[symbol] as number);
    const code = this.#decode(distances);
    const distanceBase = DISTANCE_BASE[code];
    if (distanceBase === undefined) throw new Faulty('code');
    const distance = distanceBase + this.#bits(DISTANCE_EXTRA[code] as number);
    const { length: history } = this.#history;
    if (distance > this.output.length + history) throw new Faulty('distance');
    this.maxDistance = Math.max(this.maxDistance, distance);
    for (let i = 0; i < length; i++) {
      const at = this.output.length - distance;
      this.#put((at >= 0 ? this.output[at] : this.#history[history + at]) as number);
    }
    return { from, to: this.bit, type: 'match', length, distance };
  }

  #codes(): [Huffman, Huffman] {
    const literalCount = this.#bits(5) + 257;
    const distanceCount = this.#bits(5) + 1;
    const codeCount = this.#bits(4) + 4;
    const codeLengths = Array<number>(19).fill(0);
    for (let i = 0; i < codeCount; i++) codeLengths[CODE_LENGTH_ORDER[i] as number] = this.#bits(3);
    const code = huffman(codeLengths);
    const lengths: number[] = [];
    while (lengths.length < literalCount + distanceCount) {
      const symbol = this.#decode(code);
      if (symbol < 16) lengths.push(symbol);
      else {
        const value = symbol === 16 ? lengths.at(-1) : 0;
        if (value === undefined) throw new Faulty('code');
        const times =
          symbol === 16
            ? 3 + this.#bits(2)
            : symbol === 17
              ? 3 + this.#bits(3)
              : 11 + this.#bits(7);
        for (let i = 0; i < times; i++) lengths.push(value);
      }
    }
    return [
      huffman(lengths.slice(0, literalCount)),
      huffman(lengths.slice(literalCount, literalCount + distanceCount))
    ];
  }
}

/**
 * Inflates and explains raw DEFLATE data; `history` is what lies before it in the window. Total:
 * what cannot be read ends it with a fault. At most `limit` bytes come out.
 */
export function explainDeflate(
  bytes: Uint8Array,
  history: Uint8Array = new Uint8Array(),
  limit = 1 << 24
): ExplainedDeflate {
  const inflater = new Inflater(bytes, history, limit);
  let fault: ExplainedDeflate['fault'];
  try {
    inflater.run();
  } catch (error) {
    if (!(error instanceof Faulty)) throw error;
    fault = { at: inflater.bit, reason: error.reason };
  }
  return {
    blocks: inflater.blocks,
    output: Uint8Array.from(inflater.output),
    maxDistance: inflater.maxDistance,
    read: inflater.bit,
    ...(fault ? { fault } : {})
  };
}
