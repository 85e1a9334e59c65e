/** What an opening handshake in a capture says (RFC 6455 §4, RFC 7692 §5). */
import { combinedValue } from '#lib/protocol/http/fields.ts';
import type { FieldLine } from '#lib/protocol/http/head.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { DEFLATE } from '#lib/protocol/websocket/deflate-parameters.ts';
import { parseExtensions } from '#lib/protocol/websocket/extensions.ts';
import { agreementOf, DEFAULT_AGREEMENT } from '#lib/protocol/websocket/permessage-deflate.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import type { Exchange, Head, WebSocketFacts } from './capture.ts';

/** The value of a field that may stand once, or in several lines. */
export const fieldValue = (
  fields: readonly FieldLine[] | undefined,
  name: string
): string | undefined => (fields ? combinedValue(fields, name) : undefined);

/** Whether a head upgrades to WebSocket, or asks for it. */
export const saysWebSocket = (head: Head<HttpRequest | HttpResponse> | undefined): boolean =>
  /(^|,)\s*websocket\s*(,|$)/i.test(fieldValue(head?.value.fields, 'Upgrade') ?? '') ||
  fieldValue(head?.value.fields, 'Sec-WebSocket-Key') !== undefined ||
  fieldValue(head?.value.fields, 'Sec-WebSocket-Accept') !== undefined;

const deflateIn = (value: string | undefined) =>
  parseExtensions(value ?? '').extensions.find(({ name }) => name === DEFLATE);

/** The facts of an upgrade; what is not in the file stays unknown. */
export function websocketFacts(exchange: Exchange): WebSocketFacts {
  const request = exchange.request?.value.fields;
  const response = exchange.response?.value.fields;
  const key = fieldValue(request, 'Sec-WebSocket-Key');
  const got = fieldValue(response, 'Sec-WebSocket-Accept');
  const derivation = key === undefined ? undefined : deriveAcceptSync(key);
  const written = fieldValue(response, 'Sec-WebSocket-Extensions');
  const answer = deflateIn(written);
  const offered = deflateIn(fieldValue(request, 'Sec-WebSocket-Extensions')) !== undefined;
  const isKnown = exchange.response?.captured === 'full';
  const deflate = answer ? 'agreed' : !isKnown ? 'unknown' : offered ? 'offered' : 'none';
  return {
    exchange,
    ...(derivation ? { accept: { ...derivation, got, ok: got === derivation.accept } } : {}),
    extensions: written === undefined ? [] : splitExtensions(written),
    subprotocol: fieldValue(response, 'Sec-WebSocket-Protocol'),
    deflate,
    ...(answer ? { agreement: agreementOf(answer) } : {})
  };
}

/** Where the capture begins behind the handshake. */
export const UNKNOWN_HANDSHAKE: WebSocketFacts = {
  extensions: [],
  subprotocol: undefined,
  deflate: 'unknown',
  agreement: DEFAULT_AGREEMENT
};

/** Extensions of a list, as written: at commas outside quotes (RFC 6455 §9.1). */
function splitExtensions(value: string): string[] {
  return (value.match(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
