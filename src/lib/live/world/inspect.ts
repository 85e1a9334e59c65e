/** A value as a console shows it, in one line: as browsers and Node write it, and no deeper than three. */
const DEPTH = 3;
/** So many elements or members are shown, and so many characters of a text. */
const MOST = 100;
const LONGEST = 2000;

const quoted = (text: string): string =>
  `'${(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
    .replace(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')}'`;

const nameOf = (value: object): string => {
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null;
  if (prototype === null) return '[Object: null prototype]';
  const name = prototype.constructor?.name;
  return typeof name === 'string' ? name : '';
};

/** Throws what the value's own getters throw. */
export function inspect(value: unknown, seen: readonly object[] = []): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[Function: ${value.name || '(anonymous)'}]`;
  if (typeof value !== 'object' || value === null)
    return Object.is(value, -0) ? '-0' : String(value);
  if (seen.includes(value)) return '[Circular]';
  return inspectObject(value, [...seen, value]);
}

function inspectObject(value: object, seen: readonly object[]): string {
  if (value instanceof Error || value instanceof DOMException)
    return `${value.name}: ${value.message}`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof ArrayBuffer) return `ArrayBuffer(${value.byteLength})`;
  if (value instanceof DataView) return `DataView(${value.byteLength})`;
  if (value instanceof Blob) return `Blob(${value.size})`;
  const name = nameOf(value);
  if (ArrayBuffer.isView(value)) {
    const numbers = value as Uint8Array;
    if (name === 'Buffer') return bufferText(numbers);
    return `${name}(${numbers.length}) ${list('[', ']', Array.from(numbers.subarray(0, MOST), String), numbers.length)}`;
  }
  if (seen.length > DEPTH) return Array.isArray(value) ? '[Array]' : `[${name || 'Object'}]`;
  const one = (each: unknown) => inspect(each, seen);
  if (Array.isArray(value)) return list('[', ']', value.slice(0, MOST).map(one), value.length);
  if (value instanceof Map) {
    const pairs = [...value].slice(0, MOST).map(([key, each]) => `${one(key)} => ${one(each)}`);
    return `Map(${value.size}) ${list('{', '}', pairs, value.size)}`;
  }
  if (value instanceof Set)
    return `Set(${value.size}) ${list('{', '}', [...value].slice(0, MOST).map(one), value.size)}`;
  const keys = Object.keys(value);
  const members = keys
    .slice(0, MOST)
    .map(
      (key) => `${/^[\w$]+$/.test(key) ? key : quoted(key)}: ${one(value[key as keyof object])}`
    );
  const text = list('{', '}', members, keys.length);
  return name === 'Object' || name === '' ? text : `${name} ${text}`;
}

/** As Node prints it: in hex, fifty bytes at most. */
function bufferText(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, 50), (byte) => byte.toString(16).padStart(2, '0'));
  const more = bytes.length - hex.length;
  return `<Buffer${hex.map((one) => ` ${one}`).join('')}${more > 0 ? ` ... ${more} more bytes` : ''}>`;
}

function list(open: string, close: string, shown: readonly string[], length: number): string {
  const more = length > shown.length ? [`… ${length - shown.length} more`] : [];
  const all = [...shown, ...more];
  if (all.length === 0) return open + close;
  return open === '[' ? `[${all.join(', ')}]` : `{ ${all.join(', ')} }`;
}
