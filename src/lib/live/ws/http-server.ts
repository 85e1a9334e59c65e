/** The HTTP server that ws makes for a port: it listens, counts its connections, and closes. */
import { EventEmitter } from 'events';
import { HttpConnection, type OnUpgrade } from './http-connection.ts';
import { NetSocket } from './net-socket.ts';
import type { Process } from './process.ts';
import type { Accepted, Witness } from './environment.ts';
import { portNumber } from './server-options.ts';

export interface Address {
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly port: number;
}

const addressOf = (host: string | null | undefined, port: number): Address => {
  if (!host) return { address: '::', family: 'IPv6', port };
  const address = host === 'localhost' ? '127.0.0.1' : host;
  return { address, family: address.includes(':') ? 'IPv6' : 'IPv4', port };
};

/** Events: `listening`, `error`, `close` as of Node's. */
export class HttpServer extends EventEmitter {
  readonly #process: Process;
  readonly #onupgrade: OnUpgrade;
  readonly #connections = new Set<HttpConnection>();
  readonly #witnesses = new WeakMap<NetSocket, Witness>();
  #listener: { stop(): void } | undefined;
  #address: Address | null = null;
  #closing = false;

  constructor(process: Process, onupgrade: OnUpgrade) {
    super();
    this.#process = process;
    this.#onupgrade = onupgrade;
  }

  /** Throws on a port that is no number; that it is taken is told by an `error` event. */
  listen(port: number | string, host: string | null | undefined): void {
    const number = portNumber(port);
    const address = addressOf(host, number);
    try {
      this.#listener = this.#process.listen(number, (accepted) => this.#accept(accepted));
    } catch (error) {
      this.#process.soon(() => this.emit('error', listenError(error, address)));
      return;
    }
    this.#address = address;
    this.#process.soon(() => {
      if (this.#listener) this.emit('listening');
    });
  }

  address(): Address | null {
    return this.#address && { ...this.#address };
  }

  /** Whoever writes down what happens on this connection. */
  witnessOf(socket: NetSocket): Witness | undefined {
    return this.#witnesses.get(socket);
  }

  /** Takes no new connections; `closed` is called once the last one is over. */
  close(closed: () => void): void {
    this.#listener?.stop();
    if (!this.#listener) return this.#process.soon(closed);
    this.#listener = undefined;
    this.#closing = true;
    this.once('close', closed);
    for (const connection of this.#connections) if (connection.isIdle) connection.socket.destroy();
    this.#closeIfOver();
  }

  #accept(accepted: Accepted): void {
    const socket = new NetSocket(this.#process, accepted);
    this.#witnesses.set(socket, accepted.witness);
    const connection = new HttpConnection(this.#process, socket, this.#onupgrade);
    this.#connections.add(connection);
    socket.once('close', () => {
      this.#connections.delete(connection);
      this.#closeIfOver();
    });
  }

  #closeIfOver(): void {
    if (!this.#closing || this.#connections.size) return;
    this.#closing = false;
    this.#process.soon(() => this.emit('close'));
  }
}

/** What Node says when a port is taken. */
function listenError(error: unknown, { address, port }: Address): unknown {
  if (!(error instanceof Error) || (error as { code?: string }).code !== 'EADDRINUSE') return error;
  const where = `${address}:${port}`;
  return Object.assign(new Error(`listen EADDRINUSE: address already in use ${where}`), {
    code: 'EADDRINUSE',
    errno: -98,
    syscall: 'listen',
    address,
    port
  });
}
