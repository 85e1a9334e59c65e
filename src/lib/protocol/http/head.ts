/**
 * HTTP/1.1 message heads (RFC 9112), read tolerantly and totally: whatever the bytes are, the
 * decoder returns what it can make of them, spans that tile the head, and every violation.
 * Names and values are one character a byte (see latin1Decode): nothing is lost.
 */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { byteRange, byteSpan, type Span } from '#lib/bytes/span.ts';
import type { Decoding, Violation } from '../decoding.ts';
import type { RuleId } from '../rules.ts';
import { isToken } from './abnf.ts';

/** RFC 9112 §5. */
export interface FieldLine {
  readonly name: string;
  readonly value: string;
}
export type HttpSpanId =
  | 'request-line'
  | 'status-line'
  | 'method'
  | 'request-target'
  | 'http-version'
  | 'status-code'
  | 'reason-phrase'
  | 'space'
  | 'field-line'
  | 'field-name'
  | 'colon'
  | 'whitespace'
  | 'field-value'
  | 'unparsed'
  | 'crlf'
  | 'empty-line';

export type HttpSpan = Span<HttpSpanId>;

/** `ended`: no more bytes will come, so a head without its empty line is a violation. */
export interface HeadOptions {
  readonly ended?: boolean;
}

const CR = 0x0d;
const LF = 0x0a;
export const SP = 0x20;
const HTAB = 0x09;
const COLON = 0x3a;
export const isBlank = (byte: number | undefined) => byte === SP || byte === HTAB;

/** Bytes of one line: content from `from` to `end`, terminator from `end` to `next`. */
export interface Line {
  readonly from: number;
  readonly end: number;
  readonly next: number;
}

/** What is gathered while a head is read. */
export class HeadReader {
  readonly bytes: Uint8Array;
  readonly spans: HttpSpan[] = [];
  readonly violations: Violation[] = [];
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  violate(rule: RuleId, from: number, to: number) {
    this.violations.push({ rule, range: byteRange(from, Math.max(to, from)) });
  }

  text(from: number, to: number): string {
    return latin1Decode(this.bytes.subarray(from, to));
  }

  /** The next line; a line feed alone ends it too (RFC 9112 §2.2), and so does the end. */
  nextLine(): Line | undefined {
    if (this.at >= this.bytes.length) return undefined;
    const from = this.at;
    const lf = this.bytes.indexOf(LF, from);
    const next = lf < 0 ? this.bytes.length : lf + 1;
    const bare = lf < 0 || lf === from || this.bytes[lf - 1] !== CR;
    const end = lf < 0 ? this.bytes.length : bare ? lf : lf - 1;
    if (lf < 0) this.violate('http-line-end', end, end);
    else if (bare) this.violate('http-bare-lf', lf, next);
    for (let i = from; i < end; i++) {
      if (this.bytes[i] === CR) this.violate('http-bare-cr', i, i + 1);
    }
    this.at = next;
    return { from, end, next };
  }

  /** A leaf, when it is not empty. */
  leaf(id: HttpSpanId, from: number, to: number, value?: Span['value']): HttpSpan[] {
    return to > from ? [byteSpan(id, from, to, value ?? this.text(from, to))] : [];
  }

  terminator(line: Line): HttpSpan[] {
    return this.leaf('crlf', line.end, line.next);
  }
}

/** Where the head ends: after the first empty line; undefined while there is none. */
function headEnd(bytes: Uint8Array): number | undefined {
  let started = false;
  for (let from = 0; from < bytes.length;) {
    const lf = bytes.indexOf(LF, from);
    if (lf < 0) return undefined;
    const empty = lf === from || (lf === from + 1 && bytes[from] === CR);
    if (empty && started) return lf + 1;
    started ||= !empty;
    from = lf + 1;
  }
  return undefined;
}

/** Bytes that are missing at least: the rest of CR LF CR LF. */
function missingBytes(bytes: Uint8Array): number {
  const tail = latin1Decode(bytes.subarray(-3));
  return tail.endsWith('\r\n\r') ? 1 : tail.endsWith('\r\n') ? 2 : tail.endsWith('\r') ? 3 : 4;
}

/** Reads a head whose first line `readStartLine` understands. */
export function decodeHead<T>(
  bytes: Uint8Array,
  options: HeadOptions,
  readStartLine: (reader: HeadReader, line: Line) => Omit<T, 'fields'>
): Decoding<T & { fields: readonly FieldLine[] }, HttpSpanId> {
  const end = headEnd(bytes);
  if (end === undefined && !options.ended) return { complete: false, missing: missingBytes(bytes) };

  const reader = new HeadReader(bytes.subarray(0, end ?? bytes.length));
  let line = reader.nextLine();
  // RFC 9112 §2.2: a server should ignore an empty line before the request-line.
  for (; line && line.end === line.from; line = reader.nextLine())
    reader.spans.push(byteSpan('empty-line', line.from, line.next, '', reader.terminator(line)));

  const start = readStartLine(reader, line ?? { from: reader.at, end: reader.at, next: reader.at });
  const fields = readFieldLines(reader);
  if (end === undefined) reader.violate('http-head-end', reader.at, reader.at);
  return {
    complete: true,
    value: { ...start, fields } as T & { fields: readonly FieldLine[] },
    byteLength: reader.bytes.length,
    bitOrder: 'msb-first',
    spans: reader.spans,
    violations: reader.violations
  };
}

function readFieldLines(reader: HeadReader): FieldLine[] {
  const fields: FieldLine[] = [];
  let line: Line | undefined;
  while ((line = reader.nextLine())) {
    if (line.end === line.from) {
      reader.spans.push(byteSpan('empty-line', line.from, line.next, '', reader.terminator(line)));
    } else if (isBlank(reader.bytes[line.from])) {
      readContinuation(reader, line, fields);
    } else {
      const field = readFieldLine(reader, line);
      if (field) fields.push(field);
    }
  }
  return fields;
}

function readFieldLine(reader: HeadReader, line: Line): FieldLine | undefined {
  const { bytes } = reader;
  const colon = line.from + bytes.subarray(line.from, line.end).indexOf(COLON);
  if (colon < line.from) {
    reader.violate('http-field-line', line.from, line.end);
    reader.spans.push(
      byteSpan('field-line', line.from, line.next, '', [
        ...reader.leaf('unparsed', line.from, line.end),
        ...reader.terminator(line)
      ])
    );
    return undefined;
  }
  const nameEnd = skipBack(bytes, true, line.from, colon);
  if (nameEnd < colon) reader.violate('http-space-before-colon', nameEnd, colon);
  const name = reader.text(line.from, nameEnd);
  if (!isToken(name))
    reader.violate('http-field-name', line.from, Math.max(nameEnd, line.from + 1));

  const value = readFieldValue(reader, colon + 1, line.end);
  reader.spans.push(
    byteSpan('field-line', line.from, line.next, name, [
      ...reader.leaf('field-name', line.from, nameEnd, name),
      ...reader.leaf('whitespace', nameEnd, colon),
      ...reader.leaf('colon', colon, colon + 1),
      ...value.spans,
      ...reader.terminator(line)
    ])
  );
  return { name, value: value.text };
}

/** Optional whitespace, the value, optional whitespace (RFC 9112 §5). */
function readFieldValue(reader: HeadReader, from: number, to: number) {
  const start = skip(reader.bytes, true, from, to);
  const end = skipBack(reader.bytes, true, start, to);
  for (let i = start; i < end; i++) {
    const byte = reader.bytes[i] as number;
    if ((byte < SP && byte !== HTAB && byte !== CR) || byte === 0x7f)
      reader.violate('http-field-value', i, i + 1);
  }
  const text = reader.text(start, end);
  const spans = [
    ...reader.leaf('whitespace', from, start),
    ...reader.leaf('field-value', start, end, text),
    ...reader.leaf('whitespace', end, to)
  ];
  return { text, spans };
}

/** obs-fold (RFC 9112 §5.2), or white space where no field line stands above (§2.2). */
function readContinuation(reader: HeadReader, line: Line, fields: FieldLine[]) {
  const previous = reader.spans.at(-1);
  const field = fields.at(-1);
  if (!field || previous?.id !== 'field-line' || previous.value === '') {
    reader.violate('http-leading-whitespace', line.from, line.end);
    reader.spans.push(
      byteSpan('field-line', line.from, line.next, '', [
        ...reader.leaf('unparsed', line.from, line.end),
        ...reader.terminator(line)
      ])
    );
    return;
  }
  reader.violate('http-obs-fold', line.from, line.end);
  const more = readFieldValue(reader, line.from, line.end);
  const text = [field.value, more.text].filter(Boolean).join(' ');
  fields[fields.length - 1] = { name: field.name, value: text };
  reader.spans[reader.spans.length - 1] = byteSpan(
    'field-line',
    previous.from / 8,
    line.next,
    field.name,
    [...(previous.children ?? []), ...more.spans, ...reader.terminator(line)]
  );
}

/** First byte at or after `from` (before `to`) that is (not) a space or a tab. */
export function skip(bytes: Uint8Array, blank: boolean, from: number, to: number): number {
  while (from < to && isBlank(bytes[from]) === blank) from++;
  return from;
}

/** Start of the run of (non-)blanks that ends at `to`, not before `from`. */
export function skipBack(bytes: Uint8Array, blank: boolean, from: number, to: number): number {
  while (to > from && isBlank(bytes[to - 1]) === blank) to--;
  return to;
}
