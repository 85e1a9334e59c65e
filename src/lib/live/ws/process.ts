/** The process that a server program runs in: whatever throws, and is not caught, ends it. */
import type { Accepted, ServerEnvironment } from './environment.ts';

export class Process {
  readonly #environment: ServerEnvironment;
  #ended = false;

  constructor(environment: ServerEnvironment) {
    this.#environment = environment;
  }

  /** Runs what comes from outside. Nothing does any more once an error was not caught. */
  run(action: () => void): void {
    if (this.#ended) return;
    try {
      action();
    } catch (error) {
      this.#ended = true;
      this.#environment.crash(error);
    }
  }

  soon(action: () => void): void {
    this.#environment.soon(() => this.run(action));
  }

  /** In virtual milliseconds; returns what takes it back. */
  after(milliseconds: number, action: () => void): () => void {
    return this.#environment.after(milliseconds, () => this.run(action));
  }

  /** Throws as the environment does. */
  listen(port: number, onconnection: (accepted: Accepted) => void): { stop(): void } {
    return this.#environment.listen(port, (accepted) => this.run(() => onconnection(accepted)));
  }

  maskingKey(): Uint8Array {
    return this.#environment.maskingKey();
  }
}
