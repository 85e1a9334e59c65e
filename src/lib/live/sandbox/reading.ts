/** Reading values that came from somebody who is not trusted: what they are, or {@link Malformed}. */

/** A value is not what it has to be; the message says which one. */
export class Malformed extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function fail(what: string): never {
  throw new Malformed(what);
}

/** A plain object: what a structured clone makes of objects that are nothing else. */
export function readObject(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null) return fail(what);
  return Object.getPrototypeOf(value) === Object.prototype ? (value as Fields) : fail(what);
}

/** An array without holes, no longer than `most`. */
export function readArray(value: unknown, most: number, what: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) return fail(what);
  return Array.from(value as readonly unknown[]);
}

export const readText = (value: unknown, most: number, what: string): string =>
  typeof value === 'string' && value.length <= most ? value : fail(what);

/** A finite number within bounds, both included. */
export const readNumber = (value: unknown, least: number, most: number, what: string): number =>
  typeof value === 'number' && value >= least && value <= most ? value : fail(what);

/** A whole number within bounds, both included. */
export const readWhole = (value: unknown, least: number, most: number, what: string): number =>
  Number.isInteger(value) ? readNumber(value, least, most, what) : fail(what);

export function readOneOf<const T>(value: unknown, choice: readonly T[], what: string): T {
  return choice.find((each) => each === value) ?? fail(what);
}

/** Bytes of our own: the given ones may be a small part of a large buffer. */
export function readBytes(value: unknown, most: number, what: string): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length > most) return fail(what);
  return value.slice();
}
