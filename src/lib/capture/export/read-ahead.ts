/** Frames lie near each other in a file: they are read in blocks, and the last few are kept. */
import type { ByteSource } from '../byte-source.ts';

const BLOCK = 1 << 20;
const KEPT = 4;

/** The same bytes; what is longer than a block is read as it is. */
export function readAhead(source: ByteSource): ByteSource {
  const blocks = new Map<number, Promise<Uint8Array>>();
  const block = (n: number): Promise<Uint8Array> => {
    const known = blocks.get(n) ?? source.read(n * BLOCK, Math.min((n + 1) * BLOCK, source.size));
    blocks.delete(n);
    blocks.set(n, known);
    const [oldest] = blocks.keys();
    if (blocks.size > KEPT && oldest !== undefined) blocks.delete(oldest);
    return known;
  };
  return {
    get size() {
      return source.size;
    },
    async read(from, to) {
      const n = Math.floor(from / BLOCK);
      if (to > (n + 1) * BLOCK) return source.read(from, to);
      return (await block(n)).subarray(from - n * BLOCK, to - n * BLOCK);
    }
  };
}
