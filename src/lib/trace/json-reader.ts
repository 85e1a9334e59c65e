/** Reads JSON that came from outside into known shapes; what is wrong is said with its place. */
import { base64Decode } from '#lib/bytes/base64.ts';

/** `trace.events[3].at` should be a number. */
export interface JsonFault {
  readonly path: string;
  readonly expected: string;
}
export type JsonReading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: JsonFault };

/** Gives the value, or throws what {@link readJson} catches. */
export type Reader<T> = (json: unknown, path: string) => T;

class Unreadable extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(`${fault.path}: expected ${fault.expected}`);
    this.fault = fault;
  }
}

export function refuse(path: string, expected: string): never {
  throw new Unreadable({ path, expected });
}

/** The value of a JSON text, or the first thing that is wrong with it. Never throws. */
export function readJson<T>(text: string, reader: Reader<T>): JsonReading<T> {
  try {
    return { ok: true, value: reader(parsed(text), '') };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, fault: error.fault };
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return refuse('', 'JSON');
  }
}

export const string: Reader<string> = (json, path) =>
  typeof json === 'string' ? json : refuse(path, 'string');

export const finite: Reader<number> = (json, path) =>
  typeof json === 'number' && Number.isFinite(json) ? json : refuse(path, 'number');

export const whole: Reader<number> = (json, path) =>
  Number.isInteger(json) ? (json as number) : refuse(path, 'whole number');

/** Bytes are base64 (RFC 4648 §4). */
export const bytes: Reader<Uint8Array> = (json, path) =>
  base64Decode(string(json, path)) ?? refuse(path, 'base64');

export const nullable =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (json, path) =>
    json === null ? null : reader(json, path);

export const oneOf =
  <const T extends string | number | boolean>(...values: readonly T[]): Reader<T> =>
  (json, path) =>
    values.find((value) => value === json) ?? refuse(path, values.join(' | '));

export const list =
  <T>(reader: Reader<T>): Reader<T[]> =>
  (json, path) =>
    Array.isArray(json)
      ? json.map((one: unknown, i) => reader(one, `${path}[${i}]`))
      : refuse(path, 'array');

/** The members of an object, each to be read with {@link Members.get}. */
export interface Members {
  readonly get: <T>(name: string, reader: Reader<T>) => T;
  /** Absent: an empty object, otherwise one with that member; to be spread. */
  readonly maybe: <N extends string, T>(name: N, reader: Reader<T>) => { readonly [K in N]?: T };
}

export function members(json: unknown, path: string): Members {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) refuse(path, 'object');
  const values = new Map<string, unknown>(Object.entries(json));
  const place = (name: string) => (path === '' ? name : `${path}.${name}`);
  const get = <T>(name: string, reader: Reader<T>): T => reader(values.get(name), place(name));
  return {
    get,
    maybe: <N extends string, T>(name: N, reader: Reader<T>) =>
      (values.has(name) ? { [name]: get(name, reader) } : {}) as { readonly [K in N]?: T }
  };
}
