/** The page's end of a capture that is held by a Worker. */
import { CaptureError } from '../capture-error.ts';
import type { AskName, Asks, Fault, Question, Reply } from './protocol.ts';

/** The part of a Worker that is needed; a test hands in its own. */
export interface CaptureThread {
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(question: Question): void;
  terminate(): void;
}

/** Nobody waits for the answer any more. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly tell: ((progress: unknown) => void) | undefined;
}

export interface AskOptions<K extends AskName> {
  readonly onProgress?: (progress: Asks[K]['progress']) => void;
  readonly signal?: AbortSignal;
}

const errorOf = (fault: Fault): Error => {
  if (fault.type === 'capture')
    return new CaptureError(fault.format, fault.offset, fault.reason, fault.detail);
  return fault.type === 'cancelled' ? new Cancelled() : new Error(fault.message);
};

export class CaptureClient {
  #thread: CaptureThread;
  #next = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(readonly start: () => CaptureThread) {
    this.#thread = this.#begin();
  }

  #begin(): CaptureThread {
    const running = this.start();
    running.onmessage = ({ data }) => this.#hear(data);
    // The Worker itself could not work: it is a fault of ours, and of all that waits.
    running.onerror = ({ message }) => this.#end(new Error(message || 'the worker failed'));
    return running;
  }

  #hear(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    if (reply.type === 'progress') return waiting.tell?.(reply.progress);
    this.#waiting.delete(reply.id);
    if (reply.type === 'answer') waiting.resolve(reply.answer);
    else waiting.reject(errorOf(reply.fault));
  }

  #end(error: Error): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) reject(error);
  }

  ask<K extends AskName>(
    type: K,
    ask: Asks[K]['ask'],
    { onProgress, signal }: AskOptions<K> = {}
  ): Promise<Asks[K]['answer']> {
    const id = this.#next++;
    return new Promise<Asks[K]['answer']>((resolve, reject) => {
      if (signal?.aborted) return reject(new Cancelled());
      const tell = onProgress as ((progress: unknown) => void) | undefined;
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject, tell });
      signal?.addEventListener('abort', () => {
        if (!this.#waiting.delete(id)) return;
        this.#thread.postMessage({ id, type: 'cancel' });
        reject(new Cancelled());
      });
      this.#thread.postMessage({ id, type, ask } as Question);
    });
  }

  /** Ends whatever runs, at once, and begins with nothing open. */
  restart(): void {
    this.end();
    this.#thread = this.#begin();
  }

  end(): void {
    this.#thread.terminate();
    this.#end(new Cancelled());
  }
}
