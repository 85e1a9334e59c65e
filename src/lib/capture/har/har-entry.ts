/** One entry of a HAR: a request, its response, and the messages that followed. */
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { combinedValue } from '#lib/protocol/http/fields.ts';
import type { FieldLine } from '#lib/protocol/http/head.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import { deriveAcceptSync, type AcceptDerivation } from '#lib/protocol/websocket/accept.ts';
import type { Instant } from '../capture.ts';
import { bytesOfBase64, readHarMessages, type HarError, type HarMessage } from './har-messages.ts';
import { isObject, listOf, numberOf, objectOf, textOf, type JsonObject } from './har-json.ts';
import { instantOf } from './har-time.ts';

export interface HarBody {
  readonly mimeType: string;
  /** Undefined where the HAR was saved without contents. */
  readonly bytes: Uint8Array | undefined;
  /** Bytes before any content coding, as the HAR says. */
  readonly size: number | undefined;
}

export interface HarEntry {
  /** Its place in the file, from 0. */
  readonly index: number;
  readonly url: string;
  readonly method: string;
  /** 0 where there was no response. */
  readonly status: number;
  readonly resourceType: string | undefined;
  readonly startedAt: Instant;
  /** Milliseconds from the request to the end of the response; of a WebSocket, differently by tool. */
  readonly duration: number;
  /** The fields as far as the tool wrote them, in its order; the target is that of the URL. */
  readonly request: HttpRequest;
  readonly response: HttpResponse | undefined;
  readonly requestBody?: HarBody;
  readonly responseBody?: HarBody;
  readonly serverAddress: string | undefined;
  /** Why there was no response, in words of the browser. */
  readonly error: string | undefined;
  readonly isWebSocket: boolean;
  /** Undefined where the HAR has none, which is not the same as an empty list. */
  readonly messages: readonly HarMessage[] | undefined;
  readonly errors: readonly HarError[];
  /** Undefined where the fields hold no key. */
  readonly accept?: AcceptDerivation & { readonly got: string | undefined; readonly ok: boolean };
}

function fieldsOf(value: unknown, path: string, faults: string[]): FieldLine[] {
  if (value !== undefined && !Array.isArray(value)) faults.push(path);
  return listOf(value).flatMap((field, i) => {
    const name = isObject(field) ? textOf(field['name']) : undefined;
    const content = isObject(field) ? textOf(field['value']) : undefined;
    if (name !== undefined && content !== undefined) return [{ name, value: content }];
    faults.push(`${path}[${i}]`);
    return [];
  });
}

/** The request-target in origin-form (RFC 9112 §3.2.1) of a URL. */
const targetOf = (url: string): string => {
  const rest = /^[a-z][\w+.-]*:\/\/[^/?#]*([^#]*)/i.exec(url)?.[1] ?? url;
  return rest.startsWith('/') ? rest : `/${rest}`;
};

/** `http/1.1`, `HTTP/1.1`, `h2`, `unknown` as an HTTP-version (RFC 9112 §2.3). */
const versionOf = (value: unknown): string => {
  const text = textOf(value) ?? '';
  if (/^h2$/i.test(text)) return 'HTTP/2.0';
  if (/^h3/i.test(text)) return 'HTTP/3.0';
  return /^http\/\d(?:\.\d)?/i.test(text) ? text.toUpperCase() : '';
};

function requestBodyOf(value: unknown): HarBody | undefined {
  if (!isObject(value)) return undefined;
  const text = textOf(value['text']);
  const bytes = text === undefined ? undefined : utf8Encode(text);
  return { mimeType: textOf(value['mimeType']) ?? '', bytes, size: bytes?.length };
}

function responseBodyOf(value: unknown, faults: string[]): HarBody | undefined {
  if (!isObject(value)) return undefined;
  const text = textOf(value['text']);
  const isBase64 = value['encoding'] === 'base64';
  const bytes = text === undefined ? undefined : isBase64 ? bytesOfBase64(text) : utf8Encode(text);
  if (text !== undefined && bytes === undefined) faults.push('response.content.text');
  const size = numberOf(value['size']);
  return {
    mimeType: textOf(value['mimeType']) ?? '',
    bytes,
    size: size === undefined || size < 0 ? undefined : size
  };
}

/** Whether the answer to a key is right (RFC 6455 §4.2.2); undefined without a key. */
function acceptOf(request: HttpRequest, response: HttpResponse | undefined): HarEntry['accept'] {
  const key = combinedValue(request.fields, 'Sec-WebSocket-Key');
  // Other characters cannot have been on the wire.
  if (key === undefined || /[\u0100-\uffff]/.test(key)) return undefined;
  const derivation = deriveAcceptSync(key);
  const got = response && combinedValue(response.fields, 'Sec-WebSocket-Accept');
  return { ...derivation, got, ok: got === derivation.accept };
}

function isWebSocketEntry(entry: JsonObject, { fields }: HttpRequest, url: string): boolean {
  return (
    Array.isArray(entry['_webSocketMessages']) ||
    textOf(entry['_resourceType'])?.toLowerCase() === 'websocket' ||
    /^wss?:/i.test(url) ||
    combinedValue(fields, 'Sec-WebSocket-Key') !== undefined
  );
}

/** Reads an entry; what is not as it should be is passed over, and its path added to the faults. */
export function readHarEntry(entry: JsonObject, index: number, faults: string[]): HarEntry {
  const requested = objectOf(entry['request']);
  const responded = objectOf(entry['response']);
  if (!isObject(entry['request'])) faults.push('request');
  const url = textOf(requested['url']) ?? '';
  if (isObject(entry['request']) && textOf(requested['url']) === undefined)
    faults.push('request.url');
  const method = textOf(requested['method']) ?? 'GET';
  const status = numberOf(responded['status']) ?? 0;
  const request: HttpRequest = {
    method,
    target: targetOf(url),
    version: versionOf(requested['httpVersion']),
    fields: fieldsOf(requested['headers'], 'request.headers', faults)
  };
  const response: HttpResponse | undefined =
    status > 0
      ? {
          version: versionOf(responded['httpVersion']),
          status,
          reason: textOf(responded['statusText']) ?? '',
          fields: fieldsOf(responded['headers'], 'response.headers', faults)
        }
      : undefined;
  const isWebSocket = isWebSocketEntry(entry, request, url);
  const list = entry['_webSocketMessages'];
  const read = Array.isArray(list) ? readHarMessages(list) : undefined;
  if (list !== undefined && list !== null && !read) faults.push('_webSocketMessages');
  faults.push(...(read?.faults ?? []));
  const requestBody = requestBodyOf(requested['postData']);
  const responseBody = responseBodyOf(responded['content'], faults);
  const accept = isWebSocket ? acceptOf(request, response) : undefined;
  return {
    index,
    url,
    method,
    status,
    resourceType: textOf(entry['_resourceType']),
    startedAt: instantOf(textOf(entry['startedDateTime']) ?? ''),
    duration: numberOf(entry['time']) ?? NaN,
    request,
    response,
    ...(requestBody ? { requestBody } : {}),
    ...(responseBody ? { responseBody } : {}),
    serverAddress: textOf(entry['serverIPAddress']),
    error: textOf(responded['_error']) ?? textOf(responded['_failureText']),
    isWebSocket,
    messages: read?.messages,
    errors: read?.errors ?? [],
    ...(accept ? { accept } : {})
  };
}
