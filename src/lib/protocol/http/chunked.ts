/** The chunked transfer coding (RFC 9112 §7.1), without extensions and trailers. */
import { concatBytes, latin1Encode } from '#lib/bytes/bytes.ts';

const CRLF = '\r\n';

/** One chunk: its size in hex, CR LF, the data, CR LF. Empty data would end the body: a RangeError. */
export function encodeChunk(data: Uint8Array): Uint8Array {
  if (data.length === 0) throw new RangeError('an empty chunk is the last one');
  return concatBytes(latin1Encode(`${data.length.toString(16)}${CRLF}`), data, latin1Encode(CRLF));
}

/** The last chunk and the empty trailer section. */
export const LAST_CHUNK: Uint8Array = latin1Encode(`0${CRLF}${CRLF}`);
