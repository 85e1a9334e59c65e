/** Bytes of one direction of a connection: with the handshake in front or without. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { combinedValue } from '#lib/protocol/http/fields.ts';
import type { FieldLine } from '#lib/protocol/http/head.ts';
import { decodeRequest, decodeResponse } from '#lib/protocol/http/message.ts';
import { DEFLATE } from '#lib/protocol/websocket/deflate-parameters.ts';
import { parseExtensions } from '#lib/protocol/websocket/extensions.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { agreementOf, type DeflateAgreement } from '#lib/protocol/websocket/permessage-deflate.ts';
import { CaptureError } from './capture-error.ts';

export interface OneWayStream {
  /** What came behind the head; all of it when there was none. */
  readonly frames: Uint8Array;
  /** By the head, or by the mask bit of the first frame; undefined for nothing. */
  readonly from: Role | undefined;
  /** What stood in front: its first line and length. */
  readonly head?: { readonly firstLine: string; readonly byteLength: number };
  /** What the head says of permessage-deflate; undefined where there was no head. */
  readonly deflate?: 'none' | 'offered' | 'agreed';
  readonly agreement?: DeflateAgreement;
}

const REQUEST = /^[A-Z]{3,10} \S+ HTTP\/\d/;
const RESPONSE = /^HTTP\/\d\.\d \d{3}/;

const firstLineOf = (bytes: Uint8Array): string =>
  latin1Decode(bytes.subarray(0, 400)).split(/\r?\n/)[0] ?? '';

const deflateIn = (fields: readonly FieldLine[]) =>
  parseExtensions(combinedValue(fields, 'Sec-WebSocket-Extensions') ?? '').extensions.find(
    ({ name }) => name === DEFLATE
  );

/**
 * Takes the head off. Throws a CaptureError where a head begins and does not end: then there are no
 * frames at all.
 */
export function readOneWay(bytes: Uint8Array): OneWayStream {
  const firstLine = firstLineOf(bytes);
  if (REQUEST.test(firstLine)) {
    const decoding = decodeRequest(bytes);
    if (!decoding.complete) throw new CaptureError('head', 0, 'unknown');
    const frames = bytes.slice(decoding.byteLength);
    // The request alone does not tell what was agreed; a compressed frame does.
    const offer = deflateIn(decoding.value.fields);
    const used = ((frames[0] ?? 0) & 0x40) !== 0;
    return {
      frames,
      from: 'client',
      head: { firstLine, byteLength: decoding.byteLength },
      deflate: offer ? (used ? 'agreed' : 'offered') : 'none'
    };
  }
  if (RESPONSE.test(firstLine)) {
    const decoding = decodeResponse(bytes);
    if (!decoding.complete) throw new CaptureError('head', 0, 'unknown');
    const answer = deflateIn(decoding.value.fields);
    return {
      frames: bytes.slice(decoding.byteLength),
      from: 'server',
      head: { firstLine, byteLength: decoding.byteLength },
      deflate: answer ? 'agreed' : 'none',
      ...(answer ? { agreement: agreementOf(answer) } : {})
    };
  }
  const second = bytes[1];
  return {
    frames: bytes,
    from: second === undefined ? undefined : second >= 0x80 ? 'client' : 'server'
  };
}
