/** What a server may look at before it lets somebody in; the reader chooses. */
import { valuesOf } from '#lib/protocol/http/fields.ts';
import type { HttpRequest } from '#lib/protocol/http/message.ts';
import { offeredProtocols } from '#lib/protocol/websocket/handshake.ts';
import { HOST, ORIGINS, type OriginCheck, type TokenScheme } from './settings.ts';
import { COOKIE, TICKET, TOKEN } from './world.ts';

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
