/** Raw frames to and from peers that we did not write: the handshake is ours, the bytes are the test's. */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { concatBytes } from '#lib/bytes/bytes.ts';
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse
} from '#lib/protocol/http/message.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { parseExtensions } from '#lib/protocol/websocket/extensions.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { frameHeader, readFrameHeader } from '#lib/protocol/websocket/frame-header.ts';
import type { Frame, Role } from '#lib/protocol/websocket/frame.ts';
import { createAcceptance, createRequest } from '#lib/protocol/websocket/handshake.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import { PONG } from '#lib/protocol/websocket/opcode.ts';

/** What a peer did about the bytes that it got. */
export type Reaction = 'tolerates' | 'waits' | 'drops' | `closes ${number}`;

/** The other end of a connection whose handshake is over. */
export class RawPeer {
  readonly socket: Socket;
  /** Who the other end is. */
  readonly role: Role;
  received: Uint8Array = new Uint8Array();
  ended = false;
  #wake: () => void = () => {};

  constructor(socket: Socket, role: Role, rest: Uint8Array) {
    this.socket = socket;
    this.role = role;
    this.received = rest;
    socket.on('data', (chunk) => {
      this.received = concatBytes(this.received, new Uint8Array(chunk));
      this.#wake();
    });
    const end = () => {
      this.ended = true;
      this.#wake();
    };
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', end);
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The whole frames that came. */
  get frames(): Frame[] {
    const frames: Frame[] = [];
    for (let at = 0; ;) {
      const decoding = decodeFrame(this.received.subarray(at), { from: this.role });
      if (!decoding.complete) return frames;
      frames.push(decoding.value);
      at += decoding.byteLength;
    }
  }

  /** Waits until it holds, the connection ends, or patience does. */
  async until(holds: () => boolean, patience = 2000): Promise<boolean> {
    const deadline = Date.now() + patience;
    while (!holds() && !this.ended) {
      const left = deadline - Date.now();
      if (left <= 0) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return holds();
  }

  readonly #closeCode = (): number | undefined => {
    const close = this.frames.find(({ opcode }) => opcode === 8);
    return close && close.payload.length >= 2
      ? ((close.payload[0] as number) << 8) | (close.payload[1] as number)
      : close && 1005;
  };

  /** Sends the bytes, then a ping, and sees what comes first: a Close, the pong, an end, or nothing. */
  async reactionTo(bytes: Uint8Array, ping: Uint8Array, patience?: number): Promise<Reaction> {
    this.send(concatBytes(bytes, ping));
    const isAnswered = () =>
      this.#closeCode() !== undefined || this.frames.some(({ opcode }) => opcode === PONG);
    await this.until(isAnswered, patience);
    const code = this.#closeCode();
    if (code !== undefined) return `closes ${code}`;
    if (isAnswered()) return 'tolerates';
    return this.ended ? 'drops' : 'waits';
  }

  destroy(): void {
    this.socket.destroy();
  }
}

export interface RawServer {
  readonly port: number;
  /** The next connection that opens. */
  next(): Promise<RawPeer>;
  stop(): void;
}

/** A server whose handshake is right and whose frames are the test's; `extensions` is its answer. */
export async function startRawServer(extensions?: string): Promise<RawServer> {
  const waiting: ((peer: RawPeer) => void)[] = [];
  const ready: RawPeer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    let head: Uint8Array = new Uint8Array();
    const onHead = (chunk: Buffer) => {
      head = concatBytes(head, new Uint8Array(chunk));
      const decoded = decodeRequest(head);
      if (!decoded.complete) return;
      socket.off('data', onHead);
      const [key = ''] = valuesOf(decoded.value.fields, 'Sec-WebSocket-Key');
      const { accept } = deriveAcceptSync(key);
      const chosen = extensions ? { extensions: parseExtensions(extensions).extensions } : {};
      socket.write(encodeResponse(createAcceptance({ accept, ...chosen })));
      const peer = new RawPeer(socket, 'client', head.subarray(decoded.byteLength));
      const take = waiting.shift();
      if (take) take(peer);
      else ready.push(peer);
    };
    socket.on('data', onHead);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    next: () => {
      const peer = ready.shift();
      return peer ? Promise.resolve(peer) : new Promise((resolve) => waiting.push(resolve));
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  };
}

/** Opens to a server with a handshake that is right; `offer` is its Sec-WebSocket-Extensions. */
export function openRaw(port: number, offer?: string): Promise<RawPeer> {
  const key = 'x3JJHMbDL1EzLkh9GBhXDw==';
  const extensions = offer ? parseExtensions(offer).extensions : [];
  const request = createRequest({ host: `127.0.0.1:${port}`, target: '/', key, extensions });
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(encodeRequest(request)));
    socket.on('error', reject);
    let head: Uint8Array = new Uint8Array();
    const onHead = (chunk: Buffer) => {
      head = concatBytes(head, new Uint8Array(chunk));
      const decoded = decodeResponse(head);
      if (!decoded.complete) return;
      socket.off('data', onHead);
      if (decoded.value.status !== 101) reject(new Error(`status ${decoded.value.status}`));
      resolve(new RawPeer(socket, 'server', head.subarray(decoded.byteLength)));
    };
    socket.on('data', onHead);
  });
}

/** Frames of a server as a client would send them: masked with the key 0, which changes no byte. */
export function asClient(bytes: Uint8Array): Uint8Array {
  const header = frameHeader();
  const pieces: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length && readFrameHeader(bytes, at, bytes.length, header) === 0) {
    const { headerLength, payloadLength } = header;
    const head = bytes.slice(at, at + headerLength);
    head[1] = (head[1] as number) | 0x80;
    const end = Math.min(bytes.length, at + headerLength + payloadLength);
    pieces.push(head, new Uint8Array(4), bytes.subarray(at + headerLength, end));
    at = end;
  }
  return concatBytes(...pieces);
}
