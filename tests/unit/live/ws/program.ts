/** A server program in memory, and one client that talks to it in bytes. */
import type { WebSocket, WebSocketServer } from 'ws';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { createWs } from '#lib/live/ws/ws-package.ts';
import { encodeFrame, type FrameParts } from '#lib/protocol/websocket/encode-frame.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { decodeResponse } from '#lib/protocol/http/message.ts';
import { MemoryHost, type MemoryPeer } from '../../../helpers/memory-host.ts';

export const PORT = 8080;

/** Of the lab's own: what ws has not. */
export type LabSocket = WebSocket & { sendRaw(bytes: Uint8Array, sent?: () => void): void };
export interface Package {
  readonly WebSocketServer: typeof WebSocketServer;
  readonly Server: typeof WebSocketServer;
  readonly WebSocket: typeof WebSocket & Package;
  readonly default: typeof WebSocket & Package;
}

export const packageOn = (host: MemoryHost): Package => createWs(host) as unknown as Package;

const FIELDS =
  'Host: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
export const request = (fields = FIELDS, target = '/') =>
  utf8Encode(`GET ${target} HTTP/1.1\r\n${fields}\r\n`);

export const frame = (
  opcode: FrameParts['opcode'],
  payload: string | Uint8Array = '',
  more: Partial<FrameParts> = {}
) =>
  encodeFrame({
    opcode,
    payload: typeof payload === 'string' ? utf8Encode(payload) : payload,
    maskingKey: Uint8Array.of(1, 2, 3, 4),
    ...more
  });

export interface Running {
  readonly host: MemoryHost;
  readonly wss: WebSocketServer;
  readonly ws: LabSocket;
  readonly peer: MemoryPeer;
  /** The client sends, and all that follows happens. */
  say(bytes: Uint8Array): void;
}

/** A server to which one client has opened a connection. */
export function opened(
  onopen: (ws: LabSocket) => void = () => {},
  options: ConstructorParameters<typeof WebSocketServer>[0] = {}
): Running {
  const host = new MemoryHost();
  const wss = new (packageOn(host).WebSocketServer)({ port: PORT, ...options });
  let ws: LabSocket | undefined;
  wss.on('connection', (socket) => {
    ws = socket as LabSocket;
    onopen(ws);
  });
  const peer = connected(host, request());
  if (!ws) throw new Error('it did not open');
  const say = (bytes: Uint8Array) => {
    peer.send(bytes);
    host.run();
  };
  return { host, wss, ws, peer, say };
}

/** A client that has sent its request. */
export function connected(host: MemoryHost, bytes: Uint8Array): MemoryPeer {
  const peer = host.connect(PORT);
  if (!peer) throw new Error('nobody listens');
  peer.send(bytes);
  host.run();
  return peer;
}

/** The frames that the client got: opcode and payload. */
export function framesOf({ received }: MemoryPeer): string[] {
  const head = decodeResponse(received);
  if (!head.complete) return [];
  const lines: string[] = [];
  for (let at = head.byteLength; at < received.length;) {
    const decoded = decodeFrame(received.subarray(at), { from: 'server' });
    if (!decoded.complete) break;
    const { opcode, payload } = decoded.value;
    lines.push(`${opcode} ${new TextDecoder('latin1').decode(payload)}`);
    at += decoded.byteLength;
  }
  return lines;
}
