/**
 * Reading a Blob is real work, and takes as long as it takes. Until it has ended virtual time stands
 * still; what was read comes as an event of virtual time, in the order of the calls.
 */
const READS = ['arrayBuffer', 'text', 'bytes'] as const;

type Read = (this: Blob) => Promise<unknown>;

export class BlobReading {
  readonly #soon: (action: () => void) => void;
  readonly #prototype: object;
  readonly #arrayBuffer: Read;
  #pending = 0;
  #last: Promise<void> = Promise.resolve();

  /** `soon` runs an action as an event of virtual time. */
  constructor(prototype: Blob, soon: (action: () => void) => void) {
    this.#prototype = prototype;
    this.#soon = soon;
    this.#arrayBuffer = prototype.arrayBuffer;
  }

  /** How many reads are under way. */
  get pending(): number {
    return this.#pending;
  }

  /** The bytes of a Blob, for the runtime itself. */
  async read(blob: Blob): Promise<Uint8Array> {
    const reading = Reflect.apply(this.#arrayBuffer, blob, []);
    return new Uint8Array((await this.queue(reading)) as ArrayBuffer);
  }

  /** Replaces the methods that read. */
  install(): void {
    for (const name of READS) {
      const native = Reflect.get(this.#prototype, name) as Read | undefined;
      if (!native) continue;
      const queue = (reading: Promise<unknown>) => this.queue(reading);
      Object.defineProperty(this.#prototype, name, {
        writable: true,
        configurable: true,
        value(this: Blob) {
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
