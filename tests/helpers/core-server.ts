import { createServer, type AddressInfo, type Socket } from 'node:net';
import { encodeResponse } from '#lib/protocol/http/message.ts';
import { deriveAccept } from '#lib/protocol/websocket/accept.ts';
import { chooseProtocol } from '#lib/protocol/websocket/handshake.ts';
import { answerTo, openServer, serverReceives } from '#lib/protocol/websocket/opening.ts';

export interface CoreServer {
  readonly port: number;
  /** Requests as they came, newest last. */
  readonly requests: readonly Uint8Array[];
  stop(): Promise<void>;
}

/** What to answer a request with; undefined: what our core answers. */
export type Answer = (request: Uint8Array) => Uint8Array | undefined;

/** A server over real TCP that is made of our core and node:net, and nothing else. */
export async function startCoreServer(
  options: { protocols?: readonly string[]; answer?: Answer } = {}
): Promise<CoreServer> {
  const requests: Uint8Array[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let opening = openServer();
    socket.on('data', (chunk) => {
      void (async () => {
        const outcome = serverReceives(opening, new Uint8Array(chunk));
        if (outcome.type === 'waiting') {
          opening = outcome.opening;
          return;
        }
        if (outcome.type === 'refused') {
          socket.end(outcome.bytes);
          return;
        }
        const request = Uint8Array.of(...opening.received, ...chunk);
        requests.push(request);
        const own = options.answer?.(request);
        const { accept } = await deriveAccept(outcome.key);
        const protocol = chooseProtocol(outcome.request, options.protocols ?? []);
        const chosen = protocol === undefined ? {} : { protocol };
        const bytes = own ?? encodeResponse(answerTo(outcome.judgement, accept, chosen));
        socket.write(bytes);
        if (!/^HTTP\/\d\.\d 101/.test(Buffer.from(bytes).toString('latin1'))) socket.end();
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      })
  };
}
