/** Math.random and crypto, from the seed of the run. */
import type { Random } from '#lib/network/random.ts';

/** Web Cryptography §10.1.1: so many bytes at a time. */
const QUOTA = 65_536;
const INTEGERS = /^(Big)?(Int|Uint)\d+(Clamped)?Array$/;

const hex = (byte: number) => byte.toString(16).padStart(2, '0');

/** The parts of `crypto` that need no secret. */
export class SeededCrypto {
  readonly #random: () => Random;

  constructor(random: () => Random) {
    this.#random = random;
  }

  /** Throws the DOMExceptions TypeMismatchError and QuotaExceededError, as browsers do. */
  getRandomValues<T extends ArrayBufferView>(array: T): T {
    const { [Symbol.toStringTag]: kind } = array as unknown as Record<symbol, string>;
    if (!ArrayBuffer.isView(array) || !INTEGERS.test(kind ?? ''))
      throw new DOMException('The array is not of integers.', 'TypeMismatchError');
    if (array.byteLength > QUOTA)
      throw new DOMException(`More than ${QUOTA} bytes are asked for.`, 'QuotaExceededError');
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    bytes.set(this.#random().bytes(bytes.length));
    return array;
  }

  /** RFC 9562 §5.4: version 4. */
  randomUUID(): string {
    const bytes = this.#random().bytes(16);
    const [version = 0, variant = 0] = [bytes[6], bytes[8]];
    bytes[6] = (version & 0x0f) | 0x40;
    bytes[8] = (variant & 0x3f) | 0x80;
    const digits = Array.from(bytes, hex).join('');
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
}

/** Puts them in their places. */
export function seedChance(scope: object, random: () => Random): void {
  Object.defineProperty(Math, 'random', { value: () => random().next() });
  Object.defineProperty(scope, 'crypto', {
    value: new SeededCrypto(random),
    writable: true,
    configurable: true
  });
}
