/** Secrets in a URL: they stand in the logs of every server and proxy on the way. */
import type { Check } from '../check.ts';
import { finding } from '../finding.ts';

const NAME =
  /^(x-)?(access|id|auth|bearer|session|api|refresh|csrf)?[_-]?(token|jwt|key|secret|password|passwd|pwd|auth|authorization|credential)s?$/i;
/** Whatever its name: three parts in base64url, the first a JSON object (RFC 7519 §3). */
const JWT = /^ey[\w-]{8,}\.[\w-]{4,}\.[\w-]*$/;

/** Names of the parameters of a target that hold secrets, with the lengths of their values. */
export function secretsIn(target: string): { readonly name: string; readonly length: number }[] {
  const query = target.split('#')[0]?.split('?').slice(1).join('?') ?? '';
  return query.split('&').flatMap((part) => {
    const at = part.indexOf('=');
    if (at < 0) return [];
    const [name, value] = [part.slice(0, at), part.slice(at + 1)];
    return value !== '' && (NAME.test(name) || JWT.test(value))
      ? [{ name, length: value.length }]
      : [];
  });
}

export const secrets: Check = {
  name: 'secrets',
  find: ({ connection, upgrade }) => {
    const { request } = upgrade ?? {};
    if (!request) return [];
    return secretsIn(request.value.target).map((secret) =>
      finding(
        'token-in-url',
        connection.id,
        { ...secret, tunnel: connection.tunnel ? 'yes' : 'no' },
        { packets: [request.packet], head: 'request' }
      )
    );
  }
};
