/** Data of a page that go to the browser as one text: it is read faster than a graph of values. */
const marked = new WeakSet<object>();

/** Marks plain data: no bytes, no instances, nothing that JSON does not know. */
export function asJson<T extends object>(value: T): T {
  marked.add(value);
  return value;
}

export const isJson = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && marked.has(value);
