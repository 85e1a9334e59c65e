import { connect, type AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { PeerReaction } from '#lib/protocol/websocket/peers/reaction.ts';
import { decodeResponse } from '#lib/protocol/http/message.ts';

/** A server of the ws package, on a port of its own. */
export async function startWsServer(): Promise<{ port: number; stop: () => void }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  server.on('connection', (socket) => socket.on('error', () => {}));
  await new Promise((resolve) => server.on('listening', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    }
  };
}

/** A wait is over after so many milliseconds without an answer. */
const PATIENCE = 250;

/** Sends bytes to a server over TCP and tells how it reacts; only `fields` are compared. */
export function askServer(
  port: number,
  request: Uint8Array,
  fields: readonly string[] = []
): Promise<PeerReaction> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let answer = new Uint8Array();
    const timer = setTimeout(() => done({ type: 'wait' }), PATIENCE);
    const done = (reaction: PeerReaction) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reaction);
    };
    socket.on('data', (chunk) => {
      answer = Uint8Array.of(...answer, ...chunk);
      const decoded = decodeResponse(answer);
      if (!decoded.complete) return;
      const { status, fields: all } = decoded.value;
      if (status === 101) return done({ type: 'open' });
      const kept = all.filter(({ name }) => fields.includes(name));
      done({ type: 'http', status, ...(kept.length ? { fields: kept } : {}) });
    });
    socket.on('error', reject);
    socket.on('close', () => done({ type: 'wait' }));
  });
}

/** Opens with the client of ws, and tells how it reads the answer. */
export function openWithWs(
  url: string,
  protocols: string[],
  offer: boolean
): Promise<PeerReaction> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, protocols, { perMessageDeflate: offer });
    socket.on('open', () => {
      resolve({ type: 'open' });
      socket.terminate();
    });
    socket.on('error', ({ message }) => resolve({ type: 'fail', message }));
  });
}
