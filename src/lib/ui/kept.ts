/** Work that is kept in this browser. Where storage is denied or full, everything works without. */
export interface Kept<T> {
  get(): T | undefined;
  set(value: T): void;
}

const PREFIX = 'websocket-101:';

/** `read` makes a value of what was stored, which an older version may have written. */
export function kept<T>(name: string, read: (stored: unknown) => T | undefined): Kept<T> {
  return {
    get() {
      try {
        const text = localStorage.getItem(PREFIX + name);
        return text === null ? undefined : read(JSON.parse(text));
      } catch {
        return undefined;
      }
    },
    set(value) {
      try {
        localStorage.setItem(PREFIX + name, JSON.stringify(value));
      } catch {
        // Nothing depends on it.
      }
    }
  };
}
