/** A host in memory, in virtual time: what the package ws of the live lab stands on in tests. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import type { Accepted, ServerEnvironment, TcpEnd, Witness } from '#lib/live/ws/environment.ts';
import { EventQueue } from '#lib/network/queue.ts';
import type { Violation } from '#lib/protocol/decoding.ts';
import type { ApiEvent, Carries } from '#lib/trace/trace.ts';

/** What the witness of one connection wrote down. */
export interface Seen {
  readonly api: Pick<ApiEvent, 'name' | 'detail' | 'readyState'>[];
  readonly states: string[];
  readonly messages: string[];
  readonly failed: Violation[];
  readonly carries: Carries[];
}

/** The client's end of a connection. */
export interface MemoryPeer {
  send(bytes: Uint8Array): void;
  end(): void;
  reset(how?: TcpEnd): void;
  readonly received: Uint8Array;
  /** What the server did with TCP. */
  readonly ended: 'no' | 'fin' | 'reset';
  readonly seen: Seen;
}

const DELAY = 1;

export class MemoryHost implements ServerEnvironment {
  readonly queue = new EventQueue();
  readonly crashes: unknown[] = [];
  /** Milliseconds that a byte takes to leave. */
  slowness = 0;
  readonly #ports = new Map<number, (accepted: Accepted) => void>();
  #clients = 0;

  listen(port: number, onconnection: (accepted: Accepted) => void): { stop(): void } {
    if (this.#ports.has(port)) throw Object.assign(new Error('taken'), { code: 'EADDRINUSE' });
    this.#ports.set(port, onconnection);
    return { stop: () => void this.#ports.delete(port) };
  }

  after(milliseconds: number, action: () => void): () => void {
    let isOff = false;
    this.queue.after(milliseconds, () => {
      if (!isOff) action();
    });
    return () => void (isOff = true);
  }

  soon(action: () => void): void {
    this.queue.after(0, action);
  }

  crash(error: unknown): void {
    this.crashes.push(error);
  }

  maskingKey(): Uint8Array {
    return Uint8Array.of(1, 2, 3, 4);
  }

  /** Runs what is due in the next milliseconds. */
  run(milliseconds = 20): void {
    const until = this.queue.now + milliseconds;
    this.queue.at(until, () => {});
    this.queue.run(until);
  }

  /** Undefined: nobody listens. */
  connect(port: number): MemoryPeer | undefined {
    const take = this.#ports.get(port);
    if (!take) return undefined;
    const { queue } = this;
    const seen: Seen = { api: [], states: [], messages: [], failed: [], carries: [] };
    let received = new Uint8Array();
    let ended: MemoryPeer['ended'] = 'no';
    const socket: Accepted['socket'] = {
      send: (bytes, carries, sent) => {
        const copy = bytes.slice();
        seen.carries.push(carries);
        if (this.slowness && sent) queue.after(this.slowness * bytes.length, sent);
        else sent?.();
        queue.after(DELAY, () => (received = new Uint8Array(concatBytes(received, copy))));
      },
      end: () => queue.after(DELAY, () => (ended = ended === 'no' ? 'fin' : ended)),
      destroy: () => queue.after(DELAY, () => (ended = 'reset')),
      onbytes: () => {},
      onend: () => {}
    };
    const remotePort = 50_000 + ++this.#clients;
    queue.after(DELAY, () =>
      take({ socket, witness: witness(seen), remoteAddress: '127.0.0.1', remotePort })
    );
    return {
      send: (bytes) => queue.after(DELAY, () => socket.onbytes(bytes)),
      end: () => queue.after(DELAY, () => socket.onend('fin')),
      reset: (how = 'reset') => queue.after(DELAY, () => socket.onend(how)),
      get received() {
        return received;
      },
      get ended() {
        return ended;
      },
      seen
    };
  }
}

const witness = (seen: Seen): Witness => ({
  api: (event) => void seen.api.push(event),
  state: (from, to) => void seen.states.push(`${from} ${to}`),
  message: (direction, { type, payload }) =>
    void seen.messages.push(`${direction} ${type} ${new TextDecoder().decode(payload)}`),
  failed: (violation) => void seen.failed.push(violation)
});
