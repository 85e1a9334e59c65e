/** What a file is, by its first bytes and not by its name. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { CaptureError } from './capture-error.ts';
import { OTHER_FORMATS, type OtherFormat } from './other-formats.ts';

export type TextCoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export type Sniffed =
  /** https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap: four magic numbers, two in each order. */
  | {
      readonly type: 'pcap';
      readonly endian: 'little' | 'big';
      readonly nano: boolean;
      /** `modified`: Kuznetzov's patch of libpcap, whose packet headers are eight bytes longer. */
      readonly variant: 'standard' | 'modified';
    }
  | { readonly type: 'pcapng'; readonly endian: 'little' | 'big' }
  /** What is inside has to be inflated and looked at again. */
  | { readonly type: 'gzip' | 'zlib' }
  | { readonly type: 'har' | 'text'; readonly coding: TextCoding }
  /** The bytes of a stream themselves, which begin with an HTTP message. */
  | { readonly type: 'stream' }
  | { readonly type: 'other'; readonly format: OtherFormat }
  | { readonly type: 'empty' | 'unknown' };

/** How much of a file is needed at most. */
export const SNIFF_BYTES = 65_536;

const uint32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)) >>>
  0;

const swapped = (magic: number): number =>
  ((magic & 0xff) << 24) | ((magic & 0xff00) << 8) | ((magic >>> 8) & 0xff00) | (magic >>> 24);

const PCAP = [
  { magic: 0xa1b2c3d4, nano: false, variant: 'standard' },
  { magic: 0xa1b23c4d, nano: true, variant: 'standard' },
  { magic: 0xa1b2cd34, nano: false, variant: 'modified' }
] as const;

function pcapOf(bytes: Uint8Array): Sniffed | undefined {
  if (bytes.length < 4) return undefined;
  const first = uint32(bytes, 0);
  for (const { magic, nano, variant } of PCAP) {
    if (first === magic) return { type: 'pcap', endian: 'big', nano, variant };
    if (first === swapped(magic) >>> 0) return { type: 'pcap', endian: 'little', nano, variant };
  }
  if (first !== 0x0a0d0d0a) return undefined;
  const order = uint32(bytes, 8);
  if (order === 0x1a2b3c4d) return { type: 'pcapng', endian: 'big' };
  return order === 0x4d3c2b1a ? { type: 'pcapng', endian: 'little' } : undefined;
}

function compressionOf(bytes: Uint8Array): Sniffed | undefined {
  const [first = 0, second = 0, third = 0] = bytes;
  if (first === 0x1f && second === 0x8b && third === 8) return { type: 'gzip' };
  // RFC 1950 §2.2: deflate with a window of 32 KiB at most, a check, no preset dictionary.
  const isZlib =
    (first & 0xf) === 8 &&
    first >> 4 <= 7 &&
    (first * 256 + second) % 31 === 0 &&
    (second & 0x20) === 0;
  return isZlib && bytes.some((byte) => byte >= 0x80 || byte < 9) ? { type: 'zlib' } : undefined;
}

/** The coding of a text; undefined for what no text has. */
function codingOf(bytes: Uint8Array): TextCoding | undefined {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf;
  const zeros = [0, 0];
  let controls = 0;
  bytes.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] as number) + 1;
    else if (byte < 9 || (byte > 13 && byte < 0x20 && byte !== 0x1b) || byte === 0x7f) controls++;
  });
  if (controls > 0) return undefined;
  const [even = 0, odd = 0] = zeros;
  if (even + odd > 0) {
    // Latin letters in UTF-16 without a mark: every other byte is zero.
    if (even === 0 && odd > bytes.length * 0.4) return 'utf-16le';
    return odd === 0 && even > bytes.length * 0.4 ? 'utf-16be' : undefined;
  }
  return isMarked || isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/** A character that the end cuts is no fault. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const HTTP = /^(?:[A-Z]{3,10} \S{1,8000} HTTP\/\d\.\d|HTTP\/\d\.\d \d{3}[^\r\n]*)\r\n/;

/** `{"log": …}`, with anything before the log that is not an object of its own. */
const HAR =
  /^\s*\{(?:\s*"(?!log")[^"]*"\s*:\s*(?:"[^"]*"|[\d.]+|null|true|false)\s*,)*\s*"log"\s*:\s*\{/;

/** `head`: the first bytes, {@link SNIFF_BYTES} of them or all there are. */
export function sniff(head: Uint8Array): Sniffed {
  if (head.length === 0) return { type: 'empty' };
  const bytes = head.subarray(0, SNIFF_BYTES);
  const found = pcapOf(bytes);
  if (found) return found;
  const start = latin1Decode(bytes.subarray(0, 512));
  for (const { format, isOne } of OTHER_FORMATS)
    if (isOne(start, bytes)) return { type: 'other', format };
  const coding = codingOf(bytes);
  if (coding === undefined || /^HTTP|^GET/.test(start)) {
    // A stream begins with a head, and ends it with CR LF: a text that shows one has frames as dots.
    if (
      HTTP.test(latin1Decode(bytes.subarray(0, 8192))) &&
      (coding === undefined || hasFrames(bytes))
    )
      return { type: 'stream' };
    if (coding === undefined) return compressionOf(bytes) ?? { type: 'unknown' };
  }
  const text = new TextDecoder(coding).decode(bytes.subarray(0, 16_384), { stream: true });
  return { type: HAR.test(text) ? 'har' : 'text', coding };
}

/** Bytes behind a head that no text has. */
const hasFrames = (bytes: Uint8Array): boolean => !isUtf8(bytes);

/** The text of a file that was sniffed as one; a byte order mark is taken off. */
export const decodeText = (bytes: Uint8Array, coding: TextCoding): string =>
  new TextDecoder(coding).decode(bytes);

/** What to say of a file that holds no capture, as the error that is caught. */
export function refusalOf(sniffed: Sniffed): CaptureError | undefined {
  if (sniffed.type === 'other') return new CaptureError('file', 0, 'other-format', sniffed.format);
  if (sniffed.type === 'empty') return new CaptureError('file', 0, 'empty');
  if (sniffed.type === 'unknown') return new CaptureError('file', 0, 'unknown');
  return undefined;
}
