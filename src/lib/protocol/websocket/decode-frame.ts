/** A frame with its spans and everything that is wrong with it: for the frame that is on screen. */
import { readBits } from '#lib/bytes/bits.ts';
import { byteSpan, type Span } from '#lib/bytes/span.ts';
import type { Decoded, Incomplete, Violation } from '../decoding.ts';
import type { Frame, FrameSpanId } from './frame.ts';
import { frameHeader, readFrameHeader, type FrameHeader } from './frame-header.ts';
import { headerFaults, rangeOfPart, type FrameContext } from './header-faults.ts';
import { keyBytes, maskInPlace } from './masking.ts';
import { CLOSE } from './opcode.ts';

/** A frame whose end has not come: the spans of what is there, and its header if that is whole. */
export interface IncompleteFrame extends Incomplete {
  readonly header: FrameHeader | undefined;
  readonly spans: readonly Span<FrameSpanId>[];
  readonly violations: readonly Violation[];
}

export type FrameDecoding = Decoded<Frame, FrameSpanId> | IncompleteFrame;

/** The frame at the start of the bytes, with its spans and everything that is wrong with it. */
export function decodeFrame(bytes: Uint8Array, context: FrameContext): FrameDecoding {
  const header = frameHeader();
  const missing = readFrameHeader(bytes, 0, bytes.length, header);
  if (missing)
    return {
      complete: false,
      missing,
      header: undefined,
      spans: partialHeaderSpans(bytes),
      violations: []
    };
  const violations = headerFaults(header, context).map(({ rule, part }) => ({
    rule,
    range: rangeOfPart(header, part)
  }));
  const spans = headerSpans(bytes, header);
  const end = header.headerLength + header.payloadLength;
  const payload = bytes.slice(header.headerLength, Math.min(end, bytes.length));
  if (header.masked) maskInPlace(payload, 0, payload.length, header.key);
  if (payload.length) spans.push(payloadSpan(header, payload));
  if (bytes.length < end)
    return { complete: false, missing: end - bytes.length, header, spans, violations };
  const value: Frame = {
    fin: header.fin,
    rsv1: (header.rsv & 4) !== 0,
    rsv2: (header.rsv & 2) !== 0,
    rsv3: (header.rsv & 1) !== 0,
    opcode: header.opcode,
    ...(header.masked ? { maskingKey: keyBytes(header.key) } : {}),
    payload
  };
  return { complete: true, value, byteLength: end, bitOrder: 'msb-first', spans, violations };
}

const bitSpan = (
  id: FrameSpanId,
  bytes: Uint8Array,
  from: number,
  to: number
): Span<FrameSpanId> => ({ id, from, to, value: readBits(bytes, from, to) });

const firstByte = (bytes: Uint8Array): Span<FrameSpanId>[] => [
  bitSpan('fin', bytes, 0, 1),
  bitSpan('rsv1', bytes, 1, 2),
  bitSpan('rsv2', bytes, 2, 3),
  bitSpan('rsv3', bytes, 3, 4),
  bitSpan('opcode', bytes, 4, 8)
];

const secondByte = (bytes: Uint8Array): Span<FrameSpanId>[] => [
  bitSpan('mask', bytes, 8, 9),
  bitSpan('payload-length', bytes, 9, 16)
];

function headerSpans(bytes: Uint8Array, header: FrameHeader): Span<FrameSpanId>[] {
  const spans = [...firstByte(bytes), ...secondByte(bytes)];
  const { lengthForm, headerLength } = header;
  if (lengthForm !== 7)
    spans.push(
      byteSpan('extended-payload-length', 2, 2 + lengthForm / 8, extendedLength(bytes, lengthForm))
    );
  if (header.masked)
    spans.push(
      byteSpan(
        'masking-key',
        headerLength - 4,
        headerLength,
        bytes.slice(headerLength - 4, headerLength)
      )
    );
  return spans;
}

const extendedLength = (bytes: Uint8Array, form: 16 | 64): number | bigint =>
  form === 16
    ? readBits(bytes, 16, 32)
    : (BigInt(readBits(bytes, 16, 48)) << 32n) | BigInt(readBits(bytes, 48, 80));

/** What there is of a header, whole bytes each. */
function partialHeaderSpans(bytes: Uint8Array): Span<FrameSpanId>[] {
  if (bytes.length === 0) return [];
  if (bytes.length === 1) return firstByte(bytes);
  const spans = [...firstByte(bytes), ...secondByte(bytes)];
  const seven = readBits(bytes, 9, 16);
  const extended = seven === 126 ? 4 : seven === 127 ? 10 : 2;
  const cut = Math.min(bytes.length, extended);
  if (cut > 2) spans.push(byteSpan('extended-payload-length', 2, cut, bytes.slice(2, cut)));
  if (bytes.length > extended)
    spans.push(byteSpan('masking-key', extended, bytes.length, bytes.slice(extended)));
  return spans;
}

/** The payload, unmasked; that of a Close in its two parts (RFC 6455 §5.5.1). */
function payloadSpan(header: FrameHeader, payload: Uint8Array): Span<FrameSpanId> {
  const from = header.headerLength;
  const to = from + payload.length;
  if (header.opcode !== CLOSE || payload.length < 2)
    return byteSpan('payload-data', from, to, payload);
  const children: Span<FrameSpanId>[] = [
    byteSpan('close-code', from, from + 2, readBits(payload, 0, 16))
  ];
  if (payload.length > 2)
    children.push(byteSpan('close-reason', from + 2, to, payload.subarray(2)));
  return byteSpan('payload-data', from, to, payload, children);
}
