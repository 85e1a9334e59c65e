/** Secrets in a URL: they stand in the logs of every server and proxy on the way. */
import type { Check } from '../check.ts';
import { finding } from '../finding.ts';
import { holdsSecret } from '../secret-names.ts';

/** Names of the parameters of a target that hold secrets, with the lengths of their values. */
export function secretsIn(target: string): { readonly name: string; readonly length: number }[] {
  const query = target.split('#')[0]?.split('?').slice(1).join('?') ?? '';
  return query.split('&').flatMap((part) => {
    const at = part.indexOf('=');
    if (at < 0) return [];
    const [name, value] = [part.slice(0, at), part.slice(at + 1)];
    return holdsSecret(name, value) ? [{ name, length: value.length }] : [];
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
