/** Requests and responses: their first lines, and both ways between bytes and values (RFC 9112). */
import { concatBytes, latin1Encode } from '#lib/bytes/bytes.ts';
import { byteSpan } from '#lib/bytes/span.ts';
import type { Decoding } from '../decoding.ts';
import { isToken } from './abnf.ts';
import {
  decodeHead,
  isBlank,
  skip,
  skipBack,
  SP,
  type FieldLine,
  type HeadOptions,
  type HeadReader,
  type HttpSpanId,
  type Line
} from './head.ts';

export interface HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly fields: readonly FieldLine[];
}
export interface HttpResponse {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly FieldLine[];
}

/** method SP request-target SP HTTP-version (RFC 9112 §3). */
function readRequestLine(reader: HeadReader, line: Line): Omit<HttpRequest, 'fields'> {
  const { bytes } = reader;
  const { from, end } = line;
  const methodEnd = skip(bytes, false, from, end);
  const targetFrom = skip(bytes, true, methodEnd, end);
  const trimmed = skipBack(bytes, true, targetFrom, end);
  const lastWord = skipBack(bytes, false, targetFrom, trimmed);
  const versionFrom = reader.text(lastWord, trimmed).startsWith('HTTP/') ? lastWord : trimmed;
  const targetEnd = skipBack(bytes, true, targetFrom, versionFrom);
  const method = reader.text(from, methodEnd);
  const target = reader.text(targetFrom, targetEnd);
  const version = reader.text(versionFrom, trimmed);

  const isSpace = (a: number, b: number) => b - a === 1 && bytes[a] === SP;
  if (
    !isSpace(methodEnd, targetFrom) ||
    !isSpace(targetEnd, versionFrom) ||
    trimmed !== end ||
    version === ''
  )
    reader.violate('http-request-line', from, end);
  if (!isToken(method)) reader.violate('http-method', from, methodEnd);
  if (!/^[!-~]+$/.test(target)) reader.violate('http-request-target', targetFrom, targetEnd);
  if (!/^HTTP\/\d\.\d$/.test(version)) reader.violate('http-version', versionFrom, trimmed);
  if (line.next > from)
    reader.spans.push(
      byteSpan('request-line', from, line.next, reader.text(from, end), [
        ...reader.leaf('method', from, methodEnd),
        ...reader.leaf('space', methodEnd, targetFrom),
        ...reader.leaf('request-target', targetFrom, targetEnd),
        ...reader.leaf('space', targetEnd, versionFrom),
        ...reader.leaf('http-version', versionFrom, trimmed),
        ...reader.leaf('space', trimmed, end),
        ...reader.terminator(line)
      ])
    );
  return { method, target, version };
}

/** HTTP-version SP status-code SP [reason-phrase] (RFC 9112 §4). */
function readStatusLine(reader: HeadReader, line: Line): Omit<HttpResponse, 'fields'> {
  const { bytes } = reader;
  const { from, end } = line;
  const versionEnd = skip(bytes, false, from, end);
  const codeFrom = skip(bytes, true, versionEnd, end);
  const codeEnd = skip(bytes, false, codeFrom, end);
  const reasonFrom = isBlank(bytes[codeEnd]) && codeEnd < end ? codeEnd + 1 : codeEnd;
  const version = reader.text(from, versionEnd);
  const code = reader.text(codeFrom, codeEnd);

  if (codeFrom - versionEnd !== 1 || reasonFrom === codeEnd)
    reader.violate('http-status-line', from, end);
  if (!/^HTTP\/\d\.\d$/.test(version)) reader.violate('http-version', from, versionEnd);
  if (!/^[1-5]\d\d$/.test(code)) reader.violate('http-status-code', codeFrom, codeEnd);
  const status = /^\d{3}$/.test(code) ? Number(code) : 0;
  if (line.next > from)
    reader.spans.push(
      byteSpan('status-line', from, line.next, reader.text(from, end), [
        ...reader.leaf('http-version', from, versionEnd),
        ...reader.leaf('space', versionEnd, codeFrom),
        ...reader.leaf('status-code', codeFrom, codeEnd, status),
        ...reader.leaf('space', codeEnd, reasonFrom),
        ...reader.leaf('reason-phrase', reasonFrom, end),
        ...reader.terminator(line)
      ])
    );
  return { version, status, reason: reader.text(reasonFrom, end) };
}

/** A request head (RFC 9112 §3, §5). Total: any bytes give a value, spans and violations. */
export function decodeRequest(
  bytes: Uint8Array,
  options: HeadOptions = {}
): Decoding<HttpRequest, HttpSpanId> {
  return decodeHead<HttpRequest>(bytes, options, readRequestLine);
}

/** A response head (RFC 9112 §4, §5). Total, like {@link decodeRequest}. */
export function decodeResponse(
  bytes: Uint8Array,
  options: HeadOptions = {}
): Decoding<HttpResponse, HttpSpanId> {
  return decodeHead<HttpResponse>(bytes, options, readStatusLine);
}

const fieldText = (fields: readonly FieldLine[]) =>
  fields.map(({ name, value }) => `${name}: ${value}\r\n`).join('') + '\r\n';

/** The bytes of a request head, one space after each colon, CR LF throughout. */
export function encodeRequest({ method, target, version, fields }: HttpRequest): Uint8Array {
  return latin1Encode(`${method} ${target} ${version}\r\n${fieldText(fields)}`);
}

/** The bytes of a response head, and of a body behind it. */
export function encodeResponse(
  { version, status, reason, fields }: HttpResponse,
  body: Uint8Array = new Uint8Array()
): Uint8Array {
  return concatBytes(latin1Encode(`${version} ${status} ${reason}\r\n${fieldText(fields)}`), body);
}
