/**
 * What a message costs the page: its characters and bytes. Reader code may have changed every method
 * there is by the time this runs, so it calls none that can be changed.
 */
const { apply } = Reflect;
const { keys, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const bufferOf = getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), 'buffer')?.get;
const lengthOf = getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get;

const DEEP = 12;
/** Of a number, or a name. */
const SMALL = 8;

/** Bytes and characters, about; Infinity for what is no message: deep, or a buffer of its own. */
export function weigh(value: unknown, depth = 0): number {
  if (typeof value === 'string') return SMALL + value.length;
  if (typeof value !== 'object' || value === null) return SMALL;
  if (depth > DEEP) return Infinity;
  if (isView(value)) {
    if (!bufferOf || !lengthOf) return Infinity;
    return SMALL + (apply(lengthOf, apply(bufferOf, value, []), []) as number);
  }
  let sum = SMALL;
  const fields = value as Readonly<Record<string, unknown>>;
  const names = keys(fields);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (name !== undefined) sum += (isArray(value) ? 0 : SMALL) + weigh(fields[name], depth + 1);
  }
  return sum;
}
