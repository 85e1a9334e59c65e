/** Work that is kept in this browser. Where storage is denied or full, everything works without. */
export interface Kept {
  /** What was stored, by this version or an older one: the caller checks its form. */
  get(): unknown;
  /** Stores plain data; undefined removes it. */
  set(value: unknown): void;
}

const PREFIX = 'websocket-101:';

export function kept(name: string): Kept {
  return {
    get() {
      try {
        const text = localStorage.getItem(PREFIX + name);
        return text === null ? undefined : (JSON.parse(text) as unknown);
      } catch {
        return undefined;
      }
    },
    set(value) {
      try {
        if (value === undefined) localStorage.removeItem(PREFIX + name);
        else localStorage.setItem(PREFIX + name, JSON.stringify(value));
      } catch {
        // Nothing depends on it.
      }
    }
  };
}
