/** What a server and a browser should have made of the heads of an upgrade (RFC 6455 §4). */
import type { Decoding } from '#lib/protocol/decoding.ts';
import { combinedValue } from '#lib/protocol/http/fields.ts';
import { listHasToken } from '#lib/protocol/http/abnf.ts';
import type { HttpSpanId } from '#lib/protocol/http/head.ts';
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  type HttpRequest
} from '#lib/protocol/http/message.ts';
import { RULES, type RuleId } from '#lib/protocol/rules.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { judgeRequest, type RequestJudgement } from '#lib/protocol/websocket/judge-request.ts';
import { judgeResponse, type ResponseJudgement } from '#lib/protocol/websocket/judge-response.ts';
import type { Exchange, Head } from './capture.ts';

export interface HandshakeVerdict {
  /** Undefined where the head is missing or was cut. */
  readonly request: RequestJudgement | undefined;
  readonly response: ResponseJudgement | undefined;
  /** The request looks like a browser’s. */
  readonly browser: boolean;
}

/** Whether a request wants to become a WebSocket, even where a part of the wish is missing. */
export const asksForWebSocket = ({ fields }: Pick<HttpRequest, 'fields'>): boolean =>
  listHasToken(combinedValue(fields, 'Upgrade') ?? '', 'websocket') ||
  combinedValue(fields, 'Sec-WebSocket-Key') !== undefined;

/** A head as if it were decoded again; what it broke by itself is known from the first reading. */
function decoded<T>(head: Head<T>, decoding: Decoding<T, HttpSpanId>) {
  if (!decoding.complete || head.captured !== 'full') return undefined;
  const nowhere = { from: 0, to: 0 };
  return { ...decoding, violations: head.violations.map((rule) => ({ rule, range: nowhere })) };
}

const known = new WeakMap<Exchange, HandshakeVerdict>();

/** The verdict of an exchange; kept, once there is an answer. */
export function handshakeVerdict(exchange: Exchange): HandshakeVerdict {
  const before = known.get(exchange);
  if (before) return before;
  const verdict = judge(exchange);
  if (exchange.response) known.set(exchange, verdict);
  return verdict;
}

function judge({ request, response }: Exchange): HandshakeVerdict {
  const asked = request && decoded(request, decodeRequest(encodeRequest(request.value)));
  const fields = request?.value.fields ?? [];
  const browser =
    combinedValue(fields, 'Origin') !== undefined &&
    (combinedValue(fields, 'User-Agent') ?? '').startsWith('Mozilla/');
  if (!asked) return { request: undefined, response: undefined, browser };
  const requestJudgement = judgeRequest(asked, { browser });
  const answer = response && decoded(response, decodeResponse(encodeResponse(response.value)));
  if (!answer) return { request: requestJudgement, response: undefined, browser };
  const key = combinedValue(fields, 'Sec-WebSocket-Key') ?? '';
  const judgement = judgeResponse(answer, {
    request: asked.value,
    requestJudgement,
    accept: deriveAcceptSync(key).accept,
    browser: true
  });
  return { request: requestJudgement, response: judgement, browser };
}

/** Rules that make Chromium give up: those that it tolerates are left out. */
export const endsConnection = (rule: RuleId): boolean =>
  RULES[rule].consequence === 'fail' &&
  RULES[rule].chromium !== 'tolerates' &&
  RULES[rule].chromium !== 'opens';

/** Rules of the answer for which a browser does not open the connection. */
export function rejectedFor(exchange: Exchange): RuleId[] {
  const { response } = handshakeVerdict(exchange);
  if (exchange.response?.value.status !== 101 || !response) return [];
  const rules = response.violations.map(({ rule }) => rule);
  // It only repeats a rule of HTTP that stands beside it.
  return [...new Set(rules)].filter((rule) => rule !== 'resp-conform' && endsConnection(rule));
}
