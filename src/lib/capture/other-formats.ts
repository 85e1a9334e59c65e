/** Files that are brought as captures and are none that is read, by their first bytes. */

export type OtherFormat =
  | 'zip'
  | '7z'
  | 'xz'
  | 'zstd'
  | 'bzip2'
  | 'lz4'
  | 'compress'
  | 'network-monitor'
  | 'snoop'
  | 'btsnoop'
  | 'sniffer'
  | 'netxray'
  | 'observer'
  | 'iptrace'
  | 'erf'
  | 'ixia'
  | 'mitmproxy-flows'
  | 'chrome-netlog'
  | 'tls-key-log'
  | 'html'
  | 'pdf'
  | 'image'
  | 'program'
  | 'sqlite';

export interface OtherFormatEntry {
  readonly format: OtherFormat;
  /** `start`: the first 512 bytes, one character each. */
  readonly isOne: (start: string, bytes: Uint8Array) => boolean;
}

const magic = (format: OtherFormat, ...starts: readonly string[]): OtherFormatEntry => ({
  format,
  isOne: (start) => starts.some((text) => start.startsWith(text))
});
const pattern = (format: OtherFormat, expression: RegExp): OtherFormatEntry => ({
  format,
  isOne: (start) => expression.test(start)
});

const ERF_HEADER = 16;
const TYPES_OF_ERF = 48;

/**
 * Endace's format has no magic number: record headers follow one another by their lengths, and
 * their times go up (little-endian fixed point, seconds in the upper half).
 */
function isErf(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let records = 0;
  let before = 0;
  while (at + ERF_HEADER <= bytes.length && records < 8) {
    const seconds = view.getUint32(at + 4, true);
    const type = view.getUint8(at + 8) & 0x7f;
    const length = view.getUint16(at + 10);
    const isRecord = type > 0 && type <= TYPES_OF_ERF && length >= ERF_HEADER;
    // From 1995 on.
    if (!isRecord || seconds < 788_918_400 || seconds < before) return false;
    before = seconds;
    records++;
    at += length;
  }
  return records >= 2;
}

export const OTHER_FORMATS: readonly OtherFormatEntry[] = [
  magic('zip', 'PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'),
  magic('7z', "7z\xbc\xaf'\x1c"),
  magic('xz', '\xfd7zXZ\0'),
  magic('zstd', '\x28\xb5\x2f\xfd'),
  pattern('bzip2', /^BZh[1-9]1AY&SY/),
  magic('lz4', '\x04\x22\x4d\x18'),
  magic('compress', '\x1f\x9d'),
  // NetMon 2 and 1.
  magic('network-monitor', 'GMBU', 'RTSS'),
  magic('snoop', 'snoop\0\0\0'),
  magic('btsnoop', 'btsnoop\0'),
  magic('sniffer', 'TRSNIFF data    \x1a'),
  magic('netxray', 'XCP\0', 'VL\0\0'),
  magic('observer', 'ObserverPktBuffe'),
  magic('iptrace', 'iptrace 1.0', 'iptrace 2.0'),
  magic('ixia', '\x1c\x00\x01\xac', '\x1c\x00\x01\xab', '\xac\x01\x00\x1c', '\xab\x01\x00\x1c'),
  // A tnetstring, as `mitmdump -w` writes flows.
  pattern(
    'mitmproxy-flows',
    /^\d+:(?:\d+:[a-z_]+[;,].{0,200})?\d+:(?:version|client_conn|type|error|response)[;,]/s
  ),
  pattern('chrome-netlog', /^\s*\{\s*"constants"\s*:/),
  pattern(
    'tls-key-log',
    /^(?:#[^\n]*\n)*(?:CLIENT_RANDOM|(?:CLIENT|SERVER)_(?:HANDSHAKE_)?TRAFFIC_SECRET(?:_0)?|EXPORTER_SECRET|RSA) [\da-f]{16}/i
  ),
  pattern('html', /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)/i),
  magic('pdf', '%PDF-'),
  magic('image', '\x89PNG\r\n', '\xff\xd8\xff', 'GIF8'),
  magic('program', '\x7fELF', 'MZ\x90\0'),
  magic('sqlite', 'SQLite format 3\0'),
  { format: 'erf', isOne: (_, bytes) => isErf(bytes) }
];
