/** What a stream begins with, by its first bytes. */
import { latin1Decode } from '#lib/bytes/bytes.ts';

/** `maybe`: more bytes are needed to tell. */
export type Answer = 'yes' | 'maybe' | 'no';

/** Bytes of a first line that are looked at. */
const MAX_LINE = 16_384;
const REQUEST = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,24} [^\s]{1,16000} +HTTP\/\d\.\d\r?$/;
const PART_OF_REQUEST = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,24}( [!-~]*)?( +H?T?T?P?\/?\d?\.?\d?\r?)?$/;
const RESPONSE = /^HTTP\/\d\.\d \d{3}( |\r?$)/;

/** Whether a request or a response of HTTP/1.x begins here (RFC 9112 §3, §4). */
export function beginsHead(bytes: Uint8Array): Answer {
  // Requests may follow empty lines (RFC 9112 §2.2).
  let from = 0;
  while (from < bytes.length && (bytes[from] === 0x0d || bytes[from] === 0x0a)) from++;
  const first = bytes[from];
  if (first === undefined) return bytes.length > 4 ? 'no' : 'maybe';
  if (first < 0x21 || first > 0x7e) return 'no';
  const lf = bytes.indexOf(0x0a, from);
  const end = Math.min(lf < 0 ? bytes.length : lf, from + MAX_LINE);
  const line = latin1Decode(bytes.subarray(from, end));
  if (RESPONSE.test(line)) return 'yes';
  if (lf >= 0) return REQUEST.test(line) ? 'yes' : 'no';
  if ('HTTP/1.1 '.startsWith(line.slice(0, 9)) || /^HTTP\/\d\.\d \d{0,3}$/.test(line))
    return 'maybe';
  return line.length < MAX_LINE && PART_OF_REQUEST.test(line) ? 'maybe' : 'no';
}

/** Content types of TLS records (RFC 8446 §5.1). */
const isRecordType = (byte: number) => byte >= 0x14 && byte <= 0x18;
/** A record holds at most 2^14 bytes, and 2048 more for the cipher (RFC 5246 §6.2.3). */
const MAX_RECORD = 16_384 + 2048;

/** Whether a TLS record begins here. */
export function beginsTls(bytes: Uint8Array): Answer {
  const [type, major, minor, high, low] = bytes;
  if (type === undefined || !isRecordType(type)) return 'no';
  if (major === undefined) return 'maybe';
  if (major !== 3) return 'no';
  if (minor === undefined) return 'maybe';
  if (minor > 4) return 'no';
  if (high === undefined || low === undefined) return 'maybe';
  const length = (high << 8) | low;
  return length > 0 && length <= MAX_RECORD ? 'yes' : 'no';
}

/** The client connection preface of HTTP/2 (RFC 9113 §3.4). */
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

export function beginsHttp2(bytes: Uint8Array): Answer {
  const text = latin1Decode(bytes.subarray(0, PREFACE.length));
  if (text === PREFACE) return 'yes';
  return PREFACE.startsWith(text) ? 'maybe' : 'no';
}

const PROXY_V2 = '\r\n\r\n\0\r\nQUIT\n';

/**
 * Bytes of a header of the PROXY protocol, which HAProxy puts before a connection; 0: there is
 * none; -1: more bytes are needed.
 */
export function proxyHeaderLength(bytes: Uint8Array): number {
  const text = latin1Decode(bytes.subarray(0, 107));
  if (text.startsWith('PROXY ')) {
    const end = text.indexOf('\r\n');
    return end < 0 ? (bytes.length < 107 ? -1 : 0) : end + 2;
  }
  if (text.startsWith(PROXY_V2)) {
    if (bytes.length < 16) return -1;
    const length = 16 + (((bytes[14] as number) << 8) | (bytes[15] as number));
    return length > bytes.length ? -1 : length;
  }
  return text.length > 1 && ('PROXY '.startsWith(text) || PROXY_V2.startsWith(text)) ? -1 : 0;
}
