/** The requests of those who want to connect, as Chromium 156 writes them, and of a program. */
import type { HttpRequest } from '#lib/protocol/http/message.ts';
import { encodeKey } from '#lib/protocol/websocket/accept.ts';
import { createRequest } from '#lib/protocol/websocket/handshake.ts';
import { requestOf } from '../transports/profiles.ts';
import { siteOf } from './cookie-jar.ts';
import { HOST, ORIGINS, type Opener } from './settings.ts';
import { COOKIE, NONCE } from './world.ts';

export interface Asking {
  readonly opener: Opener;
  readonly target: string;
  /** The cookie goes along. */
  readonly cookie: boolean;
  readonly protocols?: readonly string[];
}

/** Fields with other values; a value that is undefined takes the line away. */
function withFields(
  request: HttpRequest,
  values: Readonly<Record<string, string | undefined>>
): HttpRequest {
  const fields = request.fields.flatMap((field) => {
    if (!(field.name in values)) return [field];
    const value = values[field.name];
    return value === undefined ? [] : [{ ...field, value }];
  });
  return { ...request, fields };
}

const valuesFor = ({ cookie }: Asking) => ({
  host: HOST,
  secure: true,
  cookie: cookie ? COOKIE : undefined,
  key: encodeKey(NONCE)
});

/** The opening handshake. Nothing in it tells a stranger’s from the page’s own, but Origin. */
export function upgradeOf(asking: Asking): HttpRequest {
  const { opener, target, protocols = [] } = asking;
  const origin = ORIGINS[opener];
  if (opener === 'program')
    return createRequest({ host: HOST, target, key: encodeKey(NONCE), origin, protocols });
  const request = withFields(requestOf('chromium', 'upgrade', target, valuesFor(asking)), {
    Origin: origin
  });
  if (protocols.length === 0) return request;
  const line = { name: 'Sec-WebSocket-Protocol', value: protocols.join(', ') };
  return { ...request, fields: [...request.fields, line] };
}

/**
 * `fetch()` with POST and a text, credentials included: it goes out, wherever it comes from. Across
 * sites Chromium adds whether third-party cookies are to be had.
 */
export function ticketRequestOf(
  asking: Asking & { readonly thirdParty: boolean },
  length: number
): HttpRequest {
  const { opener, target, thirdParty } = asking;
  const origin = ORIGINS[opener];
  const isSameSite = siteOf(origin) === siteOf(ORIGINS.own);
  const request = withFields(
    requestOf('chromium', 'send', target, { ...valuesFor(asking), length }),
    {
      Origin: origin,
      Referer: `${origin}/`,
      'Sec-Fetch-Site': opener === 'own' ? 'same-origin' : isSameSite ? 'same-site' : 'cross-site'
    }
  );
  if (isSameSite) return request;
  const access = { name: 'Sec-Fetch-Storage-Access', value: thirdParty ? 'active' : 'none' };
  const at = request.fields.findIndex(({ name }) => name === 'Referer');
  return { ...request, fields: request.fields.toSpliced(at, 0, access) };
}
