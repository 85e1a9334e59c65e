import { latin1Decode, toHex } from '#lib/bytes/bytes.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import type { CrossSiteEvent } from '#lib/simulation/cross-site/cross-site.ts';

export type CrossSiteMessage = Extract<CrossSiteEvent, { type: 'message' }>;

/** Field lines on which it turns. */
const TELLING = /^(Origin|Cookie|Sec-WebSocket-Protocol): /;

export const isFrame = ({ carries }: CrossSiteMessage): boolean =>
  carries === 'text' || carries === 'close';

/** The lines of a head with what is behind it; the empty line as an empty string. */
export const linesOfHead = ({ bytes }: CrossSiteMessage): string[] =>
  latin1Decode(bytes).split('\r\n');

export const isTelling = (line: string): boolean => TELLING.test(line);

/** `GET /live`, `101 Switching Protocols`: a first line without its version. */
export const titleOfHead = (message: CrossSiteMessage): string =>
  (linesOfHead(message)[0] ?? '').replace(/ ?HTTP\/1\.1 ?/, '');

/** The payload of a frame, unmasked. */
export function payloadOf({ bytes, from }: CrossSiteMessage): Uint8Array {
  const decoded = decodeFrame(bytes, { from });
  return decoded.complete ? decoded.value.payload : new Uint8Array();
}

/** What is read in a message as it stands: head lines, or bytes of a frame in hexadecimal. */
export const bytesText = (message: CrossSiteMessage): string =>
  isFrame(message) ? toHex(message.bytes, ' ') : latin1Decode(message.bytes).trimEnd();
