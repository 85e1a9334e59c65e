/**
 * What a reverse proxy makes of a request for a WebSocket before it sends it on. Modelled on nginx
 * 1.22 and HAProxy 2.6; a test runs both and compares byte for byte.
 */
import type { HttpRequest } from '#lib/protocol/http/message.ts';

/** Fields that concern only the next node: a proxy keeps them to itself (RFC 9110 §7.6.1). */
const HOP_BY_HOP = /^(connection|upgrade|keep-alive|te|transfer-encoding|proxy-connection)$/i;
const isOwn = (name: string): boolean => HOP_BY_HOP.test(name) || /^host$/i.test(name);

/** `bare`: proxy_pass and nothing else; `told`: with the lines that the chapter gives. */
export type NginxSetting = 'bare' | 'told';

/** What nginx sends to the server at `upstream`, `127.0.0.1:8080`. */
export function forwardedByNginx(
  request: HttpRequest,
  setting: NginxSetting,
  upstream: string
): HttpRequest {
  const valueOf = (name: string) =>
    request.fields.find((field) => field.name.toLowerCase() === name)?.value ?? '';
  const rest = request.fields.filter(({ name }) => !isOwn(name));
  if (setting === 'bare')
    return {
      ...request,
      version: 'HTTP/1.0',
      fields: [{ name: 'Host', value: upstream }, { name: 'Connection', value: 'close' }, ...rest]
    };
  return {
    ...request,
    fields: [
      { name: 'Upgrade', value: valueOf('upgrade') },
      { name: 'Connection', value: 'upgrade' },
      { name: 'Host', value: valueOf('host') },
      ...rest
    ]
  };
}

/** HAProxy knows the upgrade: all goes on, with the names in lower case. */
export const forwardedByHaproxy = (request: HttpRequest): HttpRequest => ({
  ...request,
  fields: request.fields.map(({ name, value }) => ({ name: name.toLowerCase(), value }))
});
