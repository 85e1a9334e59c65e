/** The handshake lab's state and everything that follows from it. Pure. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse
} from '#lib/protocol/http/message.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import type { HttpSpanId } from '#lib/protocol/http/head.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import type { Decoded } from '#lib/protocol/decoding.ts';
import { deriveAcceptSync, type AcceptDerivation } from '#lib/protocol/websocket/accept.ts';
import { chooseProtocol, createRequest } from '#lib/protocol/websocket/handshake.ts';
import { judgeRequest, type RequestJudgement } from '#lib/protocol/websocket/judge-request.ts';
import { judgeResponse, type ResponseJudgement } from '#lib/protocol/websocket/judge-response.ts';
import { answerTo } from '#lib/protocol/websocket/opening.ts';
import { chromiumReaction } from '#lib/protocol/websocket/peers/chromium.ts';
import type { PeerReaction } from '#lib/protocol/websocket/peers/reaction.ts';
import { wsClientReaction } from '#lib/protocol/websocket/peers/ws-client.ts';
import { wsServerReaction } from '#lib/protocol/websocket/peers/ws-server.ts';
import type { HandshakeState } from '#lib/links/handshake-link.ts';
import { sourceBytes, sourceOfBytes } from './source.ts';

export type LabState = HandshakeState;

/** The handshake of the first page's example. */
export const EXAMPLE_KEY = 'x3JJHMbDL1EzLkh9GBhXDw==';
const example = createRequest({ host: 'example.com', target: '/demo', key: EXAMPLE_KEY });

export const INITIAL: LabState = {
  request: sourceOfBytes(encodeRequest(example)) ?? '',
  response: undefined,
  serverProtocols: ['chat'],
  origins: []
};

/** Everything that is known about a state. */
export interface LabReading {
  readonly requestBytes: Uint8Array;
  readonly request: Decoded<HttpRequest, HttpSpanId>;
  readonly requestJudgement: RequestJudgement;
  readonly derivation: AcceptDerivation;
  /** What the server of this page answers. */
  readonly ownAnswer: string;
  readonly responseBytes: Uint8Array;
  readonly response: Decoded<HttpResponse, HttpSpanId>;
  /** As the RFC asks, and as a browser does. */
  readonly responseJudgement: ResponseJudgement;
  readonly rfcResponse: ResponseJudgement['reaction'];
  readonly wsServer: PeerReaction;
  readonly chromium: PeerReaction;
  readonly wsClient: PeerReaction;
}

function decoded<T, Id extends string>(
  reading: Decoded<T, Id> | { complete: false }
): Decoded<T, Id> {
  if (!reading.complete) throw new Error('a head that has ended is complete');
  return reading;
}

export function readState(state: LabState): LabReading {
  const requestBytes = sourceBytes(state.request);
  const request = decoded(decodeRequest(requestBytes, { ended: true }));
  const requestJudgement = judgeRequest(request, {
    bytesAfter: requestBytes.length - request.byteLength,
    ...(state.origins.length ? { origins: state.origins } : {})
  });
  const derivation = deriveAcceptSync(valuesOf(request.value.fields, 'Sec-WebSocket-Key')[0] ?? '');
  const protocol = chooseProtocol(request.value, state.serverProtocols);
  const answer = answerTo(
    requestJudgement,
    derivation.accept,
    protocol === undefined ? {} : { protocol }
  );
  const ownAnswer = sourceOfBytes(encodeResponse(answer)) ?? '';
  const responseBytes = sourceBytes(state.response ?? ownAnswer);
  const response = decoded(decodeResponse(responseBytes, { ended: true }));
  const { accept } = derivation;
  const context = { request: request.value, requestJudgement, accept };
  const handshake = { request: request.value, response: response.value, accept };
  return {
    requestBytes,
    request,
    requestJudgement,
    derivation,
    ownAnswer,
    responseBytes,
    response,
    responseJudgement: judgeResponse(response, { ...context, browser: true }),
    rfcResponse: judgeResponse(response, context).reaction,
    wsServer: wsServerReaction(request),
    chromium: chromiumReaction(handshake, responseBytes),
    wsClient: wsClientReaction(handshake)
  };
}

/** What the reader can do to a head, line by line; the source stays text. */
export interface HeadLines {
  readonly first: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** The head as a first line and fields, for the form; what is no field line is kept as a name. */
export function headLines(source: string): HeadLines {
  const [first = '', ...rest] = source.split('\n');
  const end = rest.indexOf('');
  const lines = end < 0 ? rest : rest.slice(0, end);
  return {
    first,
    fields: lines.map((line) => {
      const colon = line.indexOf(':');
      return colon < 0
        ? { name: line, value: '' }
        : { name: line.slice(0, colon), value: line.slice(colon + 1).trimStart() };
    })
  };
}

export function sourceOfLines({ first, fields }: HeadLines): string {
  return [first, ...fields.map(({ name, value }) => `${name}: ${value}`), '', ''].join('\n');
}

/** The value of a field in a source, for links that should ask before they are copied. */
export const holdsSecrets = (state: LabState): boolean =>
  /^(cookie|authorization|proxy-authorization|set-cookie):/im.test(
    `${state.request}\n${state.response ?? ''}`
  );

/** Text of a head for messages: its first line. */
export const firstLineOf = (bytes: Uint8Array): string =>
  latin1Decode(bytes.subarray(0, 200)).split(/\r?\n/)[0] ?? '';
