/** Where a connection goes: host and path of its upgrade, or of its first request. */
import { combinedValue } from '#lib/protocol/http/fields.ts';
import type { Connection } from '../capture.ts';

export interface Place {
  readonly host: string | undefined;
  readonly path: string | undefined;
}

export function placeOf({ websocket, exchanges, tunnel }: Connection): Place {
  const exchange = websocket?.exchange ?? exchanges.find(({ request }) => request);
  const request = exchange?.request?.value;
  if (!request) return { host: tunnel, path: undefined };
  return { host: combinedValue(request.fields, 'Host') ?? tunnel, path: request.target };
}
