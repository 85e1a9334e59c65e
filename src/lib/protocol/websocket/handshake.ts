/** The opening handshake as a pair of HTTP messages (RFC 6455 §4). */
import type { FieldLine } from '../http/head.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { combinedValue } from '../http/fields.ts';
import { isToken } from '../http/abnf.ts';
import { formatExtensions, parseSubprotocols, type Extension } from './extensions.ts';
import type { RuleId } from '../rules.ts';

/** A ws or wss URL in the parts that the handshake needs (RFC 6455 §3). */
export interface WebSocketAddress {
  readonly secure: boolean;
  /** The host, and the port where it is not the default one: the value of Host. */
  readonly authority: string;
  /** Path and query: the request-target. */
  readonly resourceName: string;
}

export type AddressReading =
  | { readonly valid: true; readonly address: WebSocketAddress; readonly url: string }
  | { readonly valid: false; readonly rule: RuleId | undefined };

/**
 * Reads a URL as the WebSocket constructor does (WHATWG WebSockets §3.1; RFC 6455 §3): http and
 * https count as ws and wss; another scheme, or a fragment, is a SyntaxError there.
 */
export function readAddress(text: string, base?: string): AddressReading {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    return { valid: false, rule: undefined };
  }
  const scheme = { 'http:': 'ws:', 'https:': 'wss:', 'ws:': 'ws:', 'wss:': 'wss:' }[url.protocol];
  if (!scheme) return { valid: false, rule: 'uri-scheme' };
  if (url.hash || url.href.endsWith('#')) return { valid: false, rule: 'uri-no-fragment' };
  url.protocol = scheme;
  return {
    valid: true,
    url: url.href,
    address: {
      secure: scheme === 'wss:',
      authority: url.host,
      resourceName: url.pathname + url.search
    }
  };
}

export interface RequestOptions {
  readonly host: string;
  readonly target: string;
  /** The text of Sec-WebSocket-Key, as encodeKey makes it. */
  readonly key: string;
  readonly origin?: string;
  readonly protocols?: readonly string[];
  readonly extensions?: readonly Extension[];
}

/** The request of RFC 6455 §4.1, fields in the order of its list. */
export function createRequest(options: RequestOptions): HttpRequest {
  const { host, target, key, origin, protocols = [], extensions = [] } = options;
  const fields: FieldLine[] = [
    { name: 'Host', value: host },
    { name: 'Upgrade', value: 'websocket' },
    { name: 'Connection', value: 'Upgrade' },
    { name: 'Sec-WebSocket-Key', value: key }
  ];
  if (origin !== undefined) fields.push({ name: 'Origin', value: origin });
  fields.push({ name: 'Sec-WebSocket-Version', value: '13' });
  if (protocols.length)
    fields.push({ name: 'Sec-WebSocket-Protocol', value: protocols.join(', ') });
  if (extensions.length)
    fields.push({ name: 'Sec-WebSocket-Extensions', value: formatExtensions(extensions) });
  return { method: 'GET', target, version: 'HTTP/1.1', fields };
}

export interface AcceptanceOptions {
  readonly accept: string;
  readonly protocol?: string;
  readonly extensions?: readonly Extension[];
}

/** The 101 response of RFC 6455 §4.2.2 step 5. */
export function createAcceptance(options: AcceptanceOptions): HttpResponse {
  const { accept, protocol, extensions = [] } = options;
  const fields: FieldLine[] = [
    { name: 'Upgrade', value: 'websocket' },
    { name: 'Connection', value: 'Upgrade' },
    { name: 'Sec-WebSocket-Accept', value: accept }
  ];
  if (protocol !== undefined) fields.push({ name: 'Sec-WebSocket-Protocol', value: protocol });
  if (extensions.length)
    fields.push({ name: 'Sec-WebSocket-Extensions', value: formatExtensions(extensions) });
  return { version: 'HTTP/1.1', status: 101, reason: 'Switching Protocols', fields };
}

/** Reason phrases of the statuses that a handshake can end with (RFC 9110 §15). */
export const REASONS: Readonly<Record<number, string>> = {
  101: 'Switching Protocols',
  200: 'OK',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  426: 'Upgrade Required',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable'
};

/** A refusal with an empty body; 426 names the protocol to upgrade to (RFC 9110 §15.5.22). */
export function createRefusal(status: number): HttpResponse {
  const upgrade: FieldLine[] =
    status === 426
      ? [
          { name: 'Upgrade', value: 'websocket' },
          { name: 'Connection', value: 'Upgrade, close' },
          { name: 'Sec-WebSocket-Version', value: '13' }
        ]
      : [{ name: 'Connection', value: 'close' }];
  return {
    version: 'HTTP/1.1',
    status,
    reason: REASONS[status] ?? '',
    fields: [...upgrade, { name: 'Content-Length', value: '0' }]
  };
}

/** The subprotocols that a request offers, in its order; tokens only. */
export const offeredProtocols = (request: HttpRequest): string[] =>
  parseSubprotocols(combinedValue(request.fields, 'Sec-WebSocket-Protocol') ?? '').filter(isToken);

/** The first offered subprotocol that the server knows (RFC 6455 §4.2.2 step 4). */
export function chooseProtocol(request: HttpRequest, known: readonly string[]): string | undefined {
  return offeredProtocols(request).find((protocol) => known.includes(protocol));
}
