/** What ws looks at in a request for an upgrade, in the order of its checks. */
import { asciiLowerCase, isToken } from '#lib/protocol/http/abnf.ts';
import { parseSubprotocols } from '#lib/protocol/websocket/extensions.ts';
import type { HeaderValues } from './abort-handshake.ts';
import type { IncomingMessage } from './incoming-message.ts';

export interface UpgradeFault {
  readonly status: 400 | 405;
  readonly message: string;
  readonly headers?: HeaderValues;
}

const KEY = /^[+/0-9A-Za-z]{22}==$/;

const fault = (message: string, headers?: HeaderValues): UpgradeFault => ({
  status: 400,
  message,
  ...(headers ? { headers } : {})
});

/** What is wrong with the fields that every request needs. */
export function upgradeFault(request: IncomingMessage): UpgradeFault | undefined {
  if (request.method !== 'GET') return { status: 405, message: 'Invalid HTTP method' };
  if (asciiLowerCase(request.header('upgrade') ?? '') !== 'websocket')
    return fault('Invalid Upgrade header');
  if (!KEY.test(request.header('sec-websocket-key') ?? ''))
    return fault('Missing or invalid Sec-WebSocket-Key header');
  if (![8, 13].includes(versionOf(request)))
    return fault('Missing or invalid Sec-WebSocket-Version header', {
      'Sec-WebSocket-Version': '13, 8'
    });
  return undefined;
}

export const versionOf = (request: IncomingMessage): number =>
  Number(request.header('sec-websocket-version'));

/** The subprotocols of the request, in its order; undefined when the field is wrong. */
export function protocolsOf(request: IncomingMessage): Set<string> | undefined {
  const value = request.header('sec-websocket-protocol');
  if (value === undefined) return new Set();
  const offered = parseSubprotocols(value);
  const protocols = new Set(offered);
  return offered.every(isToken) && protocols.size === offered.length ? protocols : undefined;
}
