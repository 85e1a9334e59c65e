/**
 * Reading a Blob is real work, and takes as long as it takes. Until it has ended virtual time stands
 * still; what was read comes as an event of virtual time, in the order of the calls.
 */
const READS = ['arrayBuffer', 'text', 'bytes'] as const;

export class BlobReading {
  readonly #soon: (action: () => void) => void;
  #pending = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(soon: (action: () => void) => void) {
    this.#soon = soon;
  }

  /** How many reads are under way. */
  get pending(): number {
    return this.#pending;
  }

  /** Replaces the methods that read. */
  install(prototype: object): void {
    for (const name of READS) {
      const native = Reflect.get(prototype, name) as (() => Promise<unknown>) | undefined;
      if (!native) continue;
      const queue = (reading: Promise<unknown>) => this.queue(reading);
      Object.defineProperty(prototype, name, {
        writable: true,
        configurable: true,
        value() {
          return queue(Reflect.apply(native, this, []));
        }
      });
    }
  }

  /** The same result, as an event of virtual time. */
  queue<T>(reading: Promise<T>): Promise<T> {
    this.#pending++;
    return new Promise((resolve, reject) => {
      this.#last = this.#settle(this.#last, reading, resolve, reject);
    });
  }

  async #settle<T>(
    previous: Promise<void>,
    reading: Promise<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void
  ): Promise<void> {
    let end: () => void;
    try {
      const value = await reading;
      end = () => resolve(value);
    } catch (error) {
      end = () => reject(error);
    }
    await previous;
    this.#soon(end);
    this.#pending--;
  }
}
