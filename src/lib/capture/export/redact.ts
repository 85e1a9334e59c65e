/** What is left out of what is passed on: secrets of heads, and what was said. */
import type { FieldLine } from '#lib/protocol/http/head.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import { holdsSecret, isJwt } from '../doctor/secret-names.ts';

/** What an export may hold. */
export interface Openness {
  /** Payloads, bodies and the reasons of Closes. */
  readonly payload: boolean;
  /** Cookies, authorization, and secrets in URLs. */
  readonly secrets: boolean;
}

export const REDACTED = '…';

const SECRET_FIELDS = /^(cookie|set-cookie|authorization|proxy-authorization)$/i;
/** They are public by design: the accept value is made of the key. */
const PUBLIC_FIELDS = /^sec-websocket-(key|accept|version|extensions)$|^www-authenticate$/i;
/** Fields whose values are URLs, or hold them. */
const URL_FIELDS = /^(location|referer|content-location|link|refresh)$/i;
/** An offered subprotocol is a name; what is longer is a token that was smuggled in. */
const LONGEST_NAME = 40;

/** A URL or a target without the secrets of its query and its user part. */
export function redactUrl(url: string): string {
  const at = url.indexOf('?');
  const place = (at < 0 ? url : url.slice(0, at)).replace(/\/\/[^/@]*@/, `//${REDACTED}@`);
  if (at < 0) return place;
  const parts = url
    .slice(at + 1)
    .split('&')
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      return holdsSecret(name, value.join('=')) ? `${name}=${REDACTED}` : part;
    });
  return `${place}?${parts.join('&')}`;
}

const isSmuggled = (name: string): boolean => name.length > LONGEST_NAME || isJwt(name);

function redactField({ name, value }: FieldLine): FieldLine {
  if (PUBLIC_FIELDS.test(name)) return { name, value };
  if (SECRET_FIELDS.test(name) || holdsSecret(name, value)) return { name, value: REDACTED };
  if (URL_FIELDS.test(name)) return { name, value: redactUrl(value) };
  if (/^sec-websocket-protocol$/i.test(name)) {
    const names = value.split(',').map((one) => (isSmuggled(one.trim()) ? REDACTED : one.trim()));
    return { name, value: names.join(', ') };
  }
  return { name, value };
}

/** A head as it may be passed on. */
export function redactHead<T extends HttpRequest | HttpResponse>(
  head: T,
  open: Openness = { payload: true, secrets: true }
): T {
  if (open.secrets) return head;
  const fields = head.fields.map(redactField);
  return 'target' in head
    ? { ...head, target: redactUrl(head.target), fields }
    : { ...head, fields };
}
