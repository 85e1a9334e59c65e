/** Bytes of a run without what is different each time: dates, keys, masks. */
import { concatBytes, latin1Decode } from '#lib/bytes/bytes.ts';
import type { Side } from '#lib/network/tcp.ts';
import { frameHeader, readFrameHeader } from '#lib/protocol/websocket/frame-header.ts';
import { maskInPlace } from '#lib/protocol/websocket/masking.ts';
import type { TransportRun } from '#lib/simulation/transports/run.ts';
import type { RealRun } from './run.ts';

export const realBytes = ({ passed }: RealRun, from: Side): Uint8Array =>
  concatBytes(...passed.filter((chunk) => chunk.from === from).map(({ bytes }) => bytes));

export const simulatedBytes = ({ trace }: TransportRun, from: Side): Uint8Array =>
  concatBytes(
    ...trace.events.flatMap((event) =>
      event.type === 'segment' && event.from === from ? [event.bytes] : []
    )
  );

const withoutChance = (head: string): string =>
  head
    .replace(/^Date: .{29}\r$/gm, 'Date: (29)\r')
    .replace(/^Sec-WebSocket-Key: .{24}\r$/gm, 'Sec-WebSocket-Key: (24)\r')
    .replace(/^Sec-WebSocket-Accept: .{28}\r$/gm, 'Sec-WebSocket-Accept: (28)\r');

/** Heads and bodies of HTTP as one text. */
export const normalHttp = (bytes: Uint8Array): string => withoutChance(latin1Decode(bytes));

/** An opening handshake and frames behind it, again after each new one; keys are zeros, payloads unmasked. */
export function normalWebSocket(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const rest = bytes.subarray(at);
    const head = /^(GET|HTTP)[^]*?\r\n\r\n/.exec(latin1Decode(rest))?.[0];
    if (head) {
      text += withoutChance(head);
      at += head.length;
      continue;
    }
    const header = frameHeader();
    const missing = readFrameHeader(bytes, at, bytes.length, header);
    const end = header.headerLength + header.payloadLength;
    if (missing || rest.length < end) throw new Error(`half a frame at ${at}`);
    const frame = rest.slice(0, end);
    if (header.masked) {
      maskInPlace(frame, header.headerLength, end, header.key);
      frame.fill(0, header.headerLength - 4, header.headerLength);
    }
    text += latin1Decode(frame);
    at += end;
  }
  return text;
}
