/** The suite's two ends of the opening handshake, as raw HTTP. */
import { createHash, randomBytes } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { DeflateTerms } from './case.ts';
import { agreementOf, answerTo, element } from './compression.ts';
import { Wire } from './wire.ts';

const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

/** The head that a socket brings, and what follows it. */
function readHead(socket: Socket): Promise<{ head: string; rest: Buffer }> {
  return new Promise((resolve, reject) => {
    let octets = Buffer.alloc(0);
    const fail = () => reject(new Error('the handshake has no end'));
    const read = (chunk: Buffer) => {
      octets = Buffer.concat([octets, chunk]);
      const end = octets.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.pause();
      socket.off('data', read).off('close', fail);
      resolve({ head: octets.toString('latin1', 0, end), rest: octets.subarray(end + 4) });
    };
    socket.on('error', () => {});
    socket.on('data', read).on('close', fail);
  });
}

const fieldOf = (head: string, name: string): string =>
  new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*$`, 'im').exec(head)?.[1] ?? '';

/** Opens as a client. Rejects when the server does not answer as it must. */
export async function openToServer(port: number, terms: DeflateTerms | undefined): Promise<Wire> {
  const key = randomBytes(16).toString('base64');
  const socket = connect(port, '127.0.0.1');
  const offers = terms?.offers.map(element).join(', ');
  socket.write(
    [
      'GET / HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${key}`,
      'Sec-WebSocket-Version: 13',
      ...(offers ? [`Sec-WebSocket-Extensions: ${offers}`] : []),
      '\r\n'
    ].join('\r\n')
  );
  const { head, rest } = await readHead(socket);
  if (!head.startsWith('HTTP/1.1 101') || fieldOf(head, 'Sec-WebSocket-Accept') !== acceptOf(key))
    throw new Error(`no WebSocket: ${head}`);
  const agreement = agreementOf(fieldOf(head, 'Sec-WebSocket-Extensions'));
  const wire = new Wire(socket, 'client', agreement, rest);
  socket.resume();
  return wire;
}

/** Who takes a connection: the target says for what it comes. */
export interface Service {
  /** What may be answered to an offer of compression. */
  terms(target: URL): DeflateTerms | undefined;
  run(target: URL, wire: Wire): Promise<void>;
}

/** Listens as a server. */
export async function listen(service: Service): Promise<{ port: number; stop: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    void readHead(socket).then(
      ({ head, rest }) => {
        const target = new URL(head.split(' ')[1] ?? '/', 'http://suite');
        const terms = service.terms(target);
        const offers = fieldOf(head, 'Sec-WebSocket-Extensions');
        const answer = terms && answerTo(offers, terms.answers);
        socket.write(
          [
            'HTTP/1.1 101 Switching Protocols',
            'Upgrade: websocket',
            'Connection: Upgrade',
            `Sec-WebSocket-Accept: ${acceptOf(fieldOf(head, 'Sec-WebSocket-Key'))}`,
            ...(answer ? [`Sec-WebSocket-Extensions: ${answer}`] : []),
            '\r\n'
          ].join('\r\n')
        );
        const wire = new Wire(socket, 'server', answer ? agreementOf(answer) : undefined, rest);
        socket.resume();
        return service.run(target, wire);
      },
      () => socket.destroy()
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  };
}
