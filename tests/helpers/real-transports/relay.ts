/** A TCP relay on loopback that keeps each chunk for a while, in order, and writes down what passes. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Clock } from './clock.ts';
import type { Sockets } from './sockets.ts';
import type { Side } from '#lib/network/tcp.ts';

/** Bytes as their sender wrote them, or pieces of that. */
export interface Passed {
  /** When they left, on the clock of the run. */
  readonly at: number;
  readonly from: Side;
  readonly bytes: Uint8Array;
}
export interface Relay {
  readonly port: number;
  readonly passed: readonly Passed[];
  readonly connections: number;
  /** Ends all connections on both sides, as a middlebox does. */
  cut(): void;
  stop(): void;
}
export interface RelayOptions {
  /** The server's. */
  readonly port: number;
  /** One-way, in milliseconds. */
  readonly delay: number;
  /** How long a new connection takes before it carries anything, in milliseconds. */
  readonly setUp: number;
  readonly clock: Clock;
  readonly sockets: Sockets;
}

export async function startRelay({
  port,
  delay,
  setUp,
  clock,
  sockets: all
}: RelayOptions): Promise<Relay> {
  const { now, after } = clock;
  const passed: Passed[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  function carry(from: Side, source: Socket, target: Socket, openAt: number): void {
    const waiting: (() => void)[] = [];
    /** Each timer lets the oldest pass: they may fire out of order by a millisecond. */
    const later = (act: () => void) => {
      if (delay === 0 && setUp === 0) return act();
      waiting.push(act);
      after(Math.max(now(), openAt) + delay - now(), () => waiting.shift()?.());
    };
    source.setNoDelay(true);
    source.on('data', (chunk) => {
      passed.push({ at: Math.max(now(), openAt), from, bytes: new Uint8Array(chunk) });
      later(() => target.writable && target.write(chunk));
    });
    source.on('end', () => later(() => target.end()));
    source.on('error', () => source.destroy());
    source.on('close', () => sockets.delete(source));
    sockets.add(source);
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    connections++;
    all.add(client);
    const target = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    all.add(target);
    const openAt = now() + setUp;
    carry('client', client, target, openAt);
    carry('server', target, client, 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    passed,
    get connections() {
      return connections;
    },
    cut,
    stop: () => {
      cut();
      server.close();
    }
  };
}
