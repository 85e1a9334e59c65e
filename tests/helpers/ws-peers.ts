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

/** Resolves when the server has answered a request on a connection of its own. */
function answered(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: another\r\n\r\n')
    );
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });
}

/**
 * Sends bytes to a server over TCP and tells how it reacts; only `fields` are compared. It waits for
 * more when a request that was sent later, on another connection, is answered and these are not.
 */
export function askServer(
  port: number,
  request: Uint8Array,
  fields: readonly string[] = []
): Promise<PeerReaction> {
  return new Promise((resolve, reject) => {
    let answer = new Uint8Array();
    const done = (reaction: PeerReaction) => {
      socket.destroy();
      resolve(reaction);
    };
    const isSilent = () => answer.length === 0 && !socket.destroyed;
    const listenOn = async () => {
      // Twice: what the first one shows to be there is read before the second.
      for (let i = 0; i < 2; i++) await answered(port);
      if (isSilent()) done({ type: 'wait' });
    };
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(request, () => void listenOn().catch(reject));
    });
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
