/**
 * The two ends of the opening handshake, sans I/O: bytes go in, what is to be done comes out.
 * Neither end knows time, sockets or chance; keys and accept values are handed in.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { byteRange } from '#lib/bytes/span.ts';
import type { Decoded, Violation } from '../decoding.ts';
import { valuesOf } from '../http/fields.ts';
import type { HttpSpanId } from '../http/head.ts';
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  type HttpRequest,
  type HttpResponse
} from '../http/message.ts';
import type { Extension } from './extensions.ts';
import { createAcceptance, createRefusal } from './handshake.ts';
import { judgeRequest, type RequestContext, type RequestJudgement } from './judge-request.ts';
import { judgeResponse, type ResponseJudgement } from './judge-response.ts';

/** A head longer than this is refused; Node's limit is the same 16 KiB. */
export const MAX_HEAD_BYTES = 16384;

// ---- the client ----

export interface ClientOpening {
  readonly requestBytes: Uint8Array;
  /** The accept value that belongs to the key of the request. */
  readonly accept: string;
  /** A browser asks for more than the RFC (rule whatwg-protocol-answered). */
  readonly browser: boolean;
  readonly received: Uint8Array;
}

export type ClientOutcome =
  | { readonly type: 'waiting'; readonly opening: ClientOpening }
  | {
      readonly type: 'open';
      readonly protocol: string;
      readonly extensions: readonly Extension[];
      readonly judgement: ResponseJudgement;
      /** What came behind the head: the first frames. */
      readonly rest: Uint8Array;
    }
  | {
      readonly type: 'failed';
      readonly violation: Violation | undefined;
      readonly judgement: ResponseJudgement | undefined;
    };

/** What goes out first, and the client that waits for the answer. */
export function openClient(
  request: HttpRequest | Uint8Array,
  accept: string,
  browser = false
): ClientOpening {
  const requestBytes = request instanceof Uint8Array ? request : encodeRequest(request);
  return { requestBytes, accept, browser, received: new Uint8Array() };
}

/** Bytes from the server, or `end` when TCP has closed (RFC 6455 §4.1). */
export function clientReceives(opening: ClientOpening, input: Uint8Array | 'end'): ClientOutcome {
  const received = input === 'end' ? opening.received : concatBytes(opening.received, input);
  const decoded = decodeResponse(received, { ended: input === 'end' });
  if (!decoded.complete) {
    if (received.length <= MAX_HEAD_BYTES)
      return { type: 'waiting', opening: { ...opening, received } };
    return { type: 'failed', violation: undefined, judgement: undefined };
  }
  if (received.length === 0) return { type: 'failed', violation: undefined, judgement: undefined };
  const judgement = judgeClientSide(opening, decoded);
  if (judgement.reaction.type !== 'open') {
    const { rule } = judgement.reaction;
    const found = judgement.violations.find((v) => v.rule === rule);
    const violation = found ?? { rule, range: byteRange(0, decoded.byteLength) };
    return { type: 'failed', violation, judgement };
  }
  const { protocol, extensions } = judgement.reaction;
  const rest = received.subarray(decoded.byteLength);
  return { type: 'open', protocol, extensions, judgement, rest };
}

function judgeClientSide(
  { requestBytes, accept, browser }: ClientOpening,
  decoded: Decoded<HttpResponse, HttpSpanId>
): ResponseJudgement {
  const request = decodeRequest(requestBytes, { ended: true });
  if (!request.complete) throw new Error('a head that has ended is complete');
  return judgeResponse(decoded, {
    request: request.value,
    requestJudgement: judgeRequest(request),
    accept,
    browser
  });
}

// ---- the server ----

export interface ServerOpening {
  readonly context: RequestContext;
  readonly received: Uint8Array;
}

export type ServerOutcome =
  | { readonly type: 'waiting'; readonly opening: ServerOpening }
  | {
      readonly type: 'request';
      readonly request: HttpRequest;
      readonly judgement: RequestJudgement;
      /** The text of Sec-WebSocket-Key, whose accept value answerTo needs; '' when absent. */
      readonly key: string;
      readonly rest: Uint8Array;
    }
  | { readonly type: 'refused'; readonly bytes: Uint8Array };

export const openServer = (context: RequestContext = {}): ServerOpening => ({
  context,
  received: new Uint8Array()
});

/** Bytes from the client, or `end` when TCP has closed (RFC 6455 §4.2.1). */
export function serverReceives(opening: ServerOpening, input: Uint8Array | 'end'): ServerOutcome {
  const received = input === 'end' ? opening.received : concatBytes(opening.received, input);
  const decoded = decodeRequest(received, { ended: input === 'end' });
  if (!decoded.complete) {
    if (received.length <= MAX_HEAD_BYTES)
      return { type: 'waiting', opening: { ...opening, received } };
    return { type: 'refused', bytes: encodeResponse(createRefusal(431)) };
  }
  const rest = received.subarray(decoded.byteLength);
  const judgement = judgeRequest(decoded, { ...opening.context, bytesAfter: rest.length });
  const [key = ''] = valuesOf(decoded.value.fields, 'Sec-WebSocket-Key');
  return { type: 'request', request: decoded.value, judgement, key, rest };
}

/** The response that follows from the judgement (RFC 6455 §4.2.2). */
export function answerTo(
  judgement: RequestJudgement,
  accept: string,
  chosen: { readonly protocol?: string; readonly extensions?: readonly Extension[] } = {}
): HttpResponse {
  if (judgement.reaction.type === 'accept') return createAcceptance({ accept, ...chosen });
  // A head that is still without its end when TCP has ended is a bad request.
  return createRefusal(judgement.reaction.type === 'refuse' ? judgement.reaction.status : 400);
}
