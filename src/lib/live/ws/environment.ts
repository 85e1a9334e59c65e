/** What a server program in the live lab stands on: a network, a clock, chance, a recorder. */
import type { Violation } from '#lib/protocol/decoding.ts';
import type { Message } from '#lib/protocol/websocket/message.ts';
import type { ApiEvent, Carries, ConnectionState } from '#lib/trace/trace.ts';

/** How TCP has ended: with a FIN, with an RST, or because no acknowledgement came any more. */
export type TcpEnd = 'fin' | 'reset' | 'timeout';

/** One end of a TCP connection. */
export interface TcpSocket {
  /** `sent` is called when the bytes have left the machine: a slow line makes them wait. */
  send(bytes: Uint8Array, carries: Carries, sent?: () => void): void;
  /** FIN: nothing more will be sent. */
  end(): void;
  /** RST: over, for both ends. */
  destroy(): void;
  onbytes: (bytes: Uint8Array) => void;
  /** The other end sent a FIN, or it is over. */
  onend: (how: TcpEnd) => void;
}

/** Writes down what happens at this end of one connection. */
export interface Witness {
  api(event: Pick<ApiEvent, 'name' | 'detail' | 'readyState'>): void;
  state(from: ConnectionState, to: ConnectionState): void;
  message(direction: 'sent' | 'received', message: Message): void;
  failed(violation: Violation): void;
}

/** A connection that has come in. */
export interface Accepted {
  readonly socket: TcpSocket;
  readonly witness: Witness;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

export interface ServerEnvironment {
  /** Listens at a port of this host; throws an Error with code EADDRINUSE when it is taken. */
  listen(port: number, onconnection: (accepted: Accepted) => void): { stop(): void };
  /** Virtual time in milliseconds. Returns what takes it back. */
  after(milliseconds: number, action: () => void): () => void;
  /** Behind the code that runs now, as `process.nextTick` or `setImmediate` would do it. */
  soon(action: () => void): void;
  /** An error that nobody caught: Node's process would end now. */
  crash(error: unknown): void;
  /** Four bytes of chance: for a server that masks its frames, which it must not. */
  maskingKey(): Uint8Array;
}
