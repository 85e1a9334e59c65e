/** Captures for tests of one thing: a connection written step by step, as packets in a pcapng file. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import type { ReadCapture } from '#lib/capture/read-capture.ts';
import type { FieldLine } from '#lib/protocol/http/head.ts';
import { encodeRequest, encodeResponse } from '#lib/protocol/http/message.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { encodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { encodeFrame, type FrameParts } from '#lib/protocol/websocket/encode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { BINARY, CLOSE, PING, PONG, TEXT, type Opcode } from '#lib/protocol/websocket/opcode.ts';
import type { TcpFlag, Trace } from '#lib/trace/trace.ts';
import { captureOf } from './live-capture.ts';

/** Something that one end sends; `lost`: it does not come through, `again`: it has been sent before. */
export interface Step {
  readonly at: number;
  readonly from: Role;
  readonly bytes?: Uint8Array;
  readonly flags?: readonly TcpFlag[];
  readonly lost?: boolean;
}

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const MASK = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const NOTHING = new Uint8Array();

type Fields = Readonly<Record<string, string | null>>;
const withChanges = (fields: Record<string, string>, changes: Fields): FieldLine[] =>
  Object.entries({ ...fields, ...changes }).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value }]
  );

/** A request that is right, and what is changed in it; null takes a field away. */
export const request = (changes: Fields = {}, target = '/chat'): Uint8Array =>
  encodeRequest({
    method: 'GET',
    target,
    version: 'HTTP/1.1',
    fields: withChanges(
      {
        Host: 'example.com',
        Upgrade: 'websocket',
        Connection: 'Upgrade',
        'Sec-WebSocket-Key': KEY,
        'Sec-WebSocket-Version': '13'
      },
      changes
    )
  });

export const response = (changes: Fields = {}): Uint8Array =>
  encodeResponse({
    version: 'HTTP/1.1',
    status: 101,
    reason: 'Switching Protocols',
    fields: withChanges(
      {
        Upgrade: 'websocket',
        Connection: 'Upgrade',
        'Sec-WebSocket-Accept': deriveAcceptSync(KEY).accept
      },
      changes
    )
  });

export const refusal = (status: number, fields: Record<string, string> = {}): Uint8Array =>
  encodeResponse({
    version: 'HTTP/1.1',
    status,
    reason: 'No',
    fields: withChanges({ 'Content-Length': '0' }, fields)
  });

/** A frame as this end must send it, and what is changed. */
export const frame = (
  from: Role,
  opcode: Opcode,
  payload: Uint8Array | string = NOTHING,
  more: Partial<FrameParts> = {}
): Uint8Array =>
  encodeFrame({
    fin: true,
    opcode,
    payload: typeof payload === 'string' ? utf8Encode(payload) : payload,
    ...(from === 'client' ? { maskingKey: MASK } : {}),
    ...more
  });

export const step = (at: number, from: Role, ...bytes: readonly Uint8Array[]): Step => ({
  at,
  from,
  bytes: concatBytes(...bytes)
});
export const text = (at: number, from: Role, payload: string | Uint8Array) =>
  step(at, from, frame(from, TEXT, payload));
export const binary = (at: number, from: Role, payload: Uint8Array) =>
  step(at, from, frame(from, BINARY, payload));
export const ping = (at: number, from: Role, payload = '') =>
  step(at, from, frame(from, PING, payload));
export const pong = (at: number, from: Role, payload = '') =>
  step(at, from, frame(from, PONG, payload));
export const close = (at: number, from: Role, code?: number, reason?: string) =>
  step(at, from, frame(from, CLOSE, encodeClose(code, reason)));
export const fin = (at: number, from: Role): Step => ({ at, from, flags: ['FIN', 'ACK'] });
export const rst = (at: number, from: Role): Step => ({ at, from, flags: ['RST', 'ACK'] });
export const syn = (at: number, from: Role): Step => ({
  at,
  from,
  flags: from === 'client' ? ['SYN'] : ['SYN', 'ACK']
});

/** TCP and the upgrade. */
export const opened = (asked = request(), answered = response()): Step[] => [
  syn(0, 'client'),
  syn(1, 'server'),
  step(3, 'client', asked),
  step(6, 'server', answered)
];

/** The closing handshake and the end of TCP, from an instant on. */
export const closed = (at: number): Step[] => [
  close(at, 'client', 1000),
  close(at + 3, 'server', 1000),
  fin(at + 4, 'server'),
  fin(at + 8, 'client')
];

const traceOf = (steps: readonly Step[]): Trace => ({
  origin: { type: 'live' },
  endpoints: [
    { id: 'client', role: 'client', name: '' },
    { id: 'server', role: 'server', name: 'example.com:8080' }
  ],
  events: steps.map(({ at, from, bytes = NOTHING, flags, lost }) => ({
    type: 'segment',
    at,
    from,
    to: from === 'client' ? 'server' : 'client',
    arrives: lost ? null : at + 1,
    bytes,
    carries: bytes.length ? 'frame' : 'tcp-control',
    ...(flags ? { flags } : {})
  })),
  duration: steps.at(-1)?.at ?? 0
});

/** Connections, each from its steps, as a capture that was taken at the client. */
export const built = (...connections: readonly (readonly Step[])[]): Promise<ReadCapture> =>
  captureOf(connections.map(traceOf));
