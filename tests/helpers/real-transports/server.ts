/** A real server: Node's HTTP and `ws`, with the program of a transport. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Settings, TransportId } from '#lib/simulation/transports/settings.ts';
import type { AppMessage } from '#lib/simulation/transports/traffic.ts';
import type { Clock } from './clock.ts';
import { SERVER_PROGRAMS } from './server-programs.ts';
import type { Sockets } from './sockets.ts';

export interface RealServer {
  readonly port: number;
  has(message: AppMessage): void;
  stop(): void;
}

export interface ServerOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly sockets: Sockets;
  /** Gets the text of each message of the client. */
  readonly received: (text: string) => void;
}

export async function startServer(
  transport: TransportId,
  { settings, clock, sockets: all, received }: ServerOptions
): Promise<RealServer> {
  const program = SERVER_PROGRAMS[transport](settings, clock);
  const server = createServer((request, response) => {
    if (request.method !== 'POST') return program.asked?.(request, response);
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      received(body);
      response.writeHead(204).end();
    });
  });
  server.on('connection', all.add);
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('message', (data) => received(String(data)));
    program.opened?.(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    has: program.has,
    stop: () => {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
    }
  };
}
