/** Peers that echo: made of our core, and made of ws. */
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { EchoServer } from '../../src/cli/echo.ts';

/** All that ws limits by itself is off: the cases go beyond its defaults. */
const UNLIMITED = { perMessageDeflate: { threshold: 0 }, maxFragments: 0, maxBufferedChunks: 0 };

const echo = (socket: WebSocket) => {
  socket.on('error', () => {});
  socket.on('message', (data, binary) => socket.send(data as Buffer, { binary }));
};

export async function startWsEchoServer(limits: object = UNLIMITED): Promise<EchoServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', ...limits });
  server.on('connection', echo);
  await new Promise((resolve) => server.on('listening', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate();
        server.close(() => resolve());
      })
  };
}

/** Echoes until the connection is over. */
export const echoWithWs = (url: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url, UNLIMITED);
    echo(socket);
    socket.on('close', () => resolve());
  });
