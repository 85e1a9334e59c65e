/** A seeded source of chance: the only generator below floor 5. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** `length` bytes. */
  bytes(length: number): Uint8Array;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), its state filled from the seed; 32 bits a step. */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed >>> 0;
  let counter = 1;
  const step = (): number => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) step();
  return {
    next: () => step() / 2 ** 32,
    bytes: (length) => Uint8Array.from({ length }, () => step() & 0xff)
  };
}
