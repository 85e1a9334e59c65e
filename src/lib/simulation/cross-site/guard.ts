/** What a server may look at before it lets somebody in; the reader chooses. */
import { valuesOf } from '#lib/protocol/http/fields.ts';
import type { HttpRequest } from '#lib/protocol/http/message.ts';
import { offeredProtocols } from '#lib/protocol/websocket/handshake.ts';
import { COOKIE, HOST, ORIGINS, TICKET, TOKEN } from './world.ts';

/** Not at all; the classic mistake; or as RFC 6455 §10.2 means it. */
export const ORIGIN_CHECKS = ['off', 'suffix', 'list'] as const;
export type OriginCheck = (typeof ORIGIN_CHECKS)[number];

/** How the server learns that it is Alice. */
export const TOKEN_SCHEMES = ['cookie', 'query', 'subprotocol', 'message', 'ticket'] as const;
export type TokenScheme = (typeof TOKEN_SCHEMES)[number];

export type Verdict = 'passed' | 'failed' | 'skipped';

export const ALLOWED: readonly string[] = [ORIGINS.own];

/** RFC 6455 §4.2.1 item 7, §10.2. A request without Origin comes from no browser. */
export function judgeOrigin(request: HttpRequest, check: OriginCheck): Verdict {
  const [origin = ''] = valuesOf(request.fields, 'Origin');
  if (check === 'off') return 'skipped';
  const fits = check === 'list' ? ALLOWED.includes(origin) : origin.endsWith(HOST);
  return fits ? 'passed' : 'failed';
}

const inQuery = (request: HttpRequest, name: string) =>
  new URL(request.target, ORIGINS.own).searchParams.get(name);

/** Whether the handshake names Alice. `skipped`: the first message is to do it. */
export function judgeToken(request: HttpRequest, scheme: TokenScheme): Verdict {
  const found = {
    cookie: () => valuesOf(request.fields, 'Cookie').includes(COOKIE),
    query: () => inQuery(request, 'token') === TOKEN,
    subprotocol: () => offeredProtocols(request).includes(TOKEN),
    ticket: () => inQuery(request, 'ticket') === TICKET
  };
  if (scheme === 'message') return 'skipped';
  return found[scheme]() ? 'passed' : 'failed';
}
