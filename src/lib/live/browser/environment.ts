/** What the browser's end of a connection stands on. */
import type { Extension } from '#lib/protocol/websocket/extensions.ts';
import type { WebSocketAddress } from '#lib/protocol/websocket/handshake.ts';
import type { TcpSocket, Witness } from '../ws/environment.ts';

/** A connection that is to be opened. */
export interface Dialling {
  readonly witness: Witness;
  /** Opens TCP; undefined: refused, or nobody answered. */
  connect(opened: (socket: TcpSocket | undefined) => void): void;
}

export interface BrowserEnvironment {
  /** The origin that the request names; undefined: none. */
  readonly origin?: string | undefined;
  /** What relative URLs are resolved against. */
  readonly base?: string | undefined;
  /** Extensions that the request offers. */
  readonly offers?: readonly Extension[];
  /** Bytes to send instead of the request of a browser. */
  readonly request?: Uint8Array | undefined;
  dial(url: string, address: WebSocketAddress): Dialling;
  /** Chance: the key of the handshake, masking keys. */
  random(length: number): Uint8Array;
  /** The value that belongs to a key (RFC 6455 §4.2.2). */
  accept(key: string): string | Promise<string>;
  /** Queues a task of the event loop. */
  task(action: () => void): void;
  /** Calls back after so many milliseconds, unless cancelled. */
  after(milliseconds: number, action: () => void): () => void;
  /** The bytes of a Blob, later. */
  readBlob(blob: Blob): Promise<Uint8Array>;
}
