/**
 * A proxy that knows HTTP and nothing of WebSocket (RFC 6455 §10.3). It reads on in a connection
 * that has long ceased to speak HTTP, takes whatever looks like a request for one, takes what looks
 * like a response in the other direction for its answer, and keeps it for everybody behind it.
 * No proxy is as naive as this one; some that were deployed were naive enough.
 */
import { latin1Decode } from '#lib/bytes/bytes.ts';

/** Bytes `from` to `to` of a direction that look like an HTTP message. */
export interface Sighting {
  readonly from: number;
  readonly to: number;
}
export interface SeenRequest extends Sighting {
  /** Under which the answer is kept: host and path. */
  readonly url: string;
}
export interface SeenResponse extends Sighting {
  readonly body: string;
}

/** What a request begins with, wherever it stands: only a GET can be answered from a cache. */
const REQUEST = /GET (\/[\x21-\x7e]*) HTTP\/1\.1\r\n((?:[\w-]+:[^\r\n]*\r\n)*)\r\n/g;
const RESPONSE = /HTTP\/1\.1 200 [^\r\n]*\r\n((?:[\w-]+:[^\r\n]*\r\n)*)\r\n/g;

const valueOf = (fields: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*([^\\r\\n]*?)[ \\t]*$`, 'im').exec(fields)?.[1];

/** Everything in the bytes that looks like a request with a host. */
export function requestsIn(bytes: Uint8Array): SeenRequest[] {
  return Array.from(latin1Decode(bytes).matchAll(REQUEST)).flatMap((match) => {
    const [whole, path = '', fields = ''] = match;
    const host = valueOf(fields, 'Host');
    return host ? [{ from: match.index, to: match.index + whole.length, url: host + path }] : [];
  });
}

/** Everything in the bytes that looks like a response which says how long it is. */
export function responsesIn(bytes: Uint8Array): SeenResponse[] {
  const text = latin1Decode(bytes);
  return Array.from(text.matchAll(RESPONSE)).flatMap((match) => {
    const head = match.index + match[0].length;
    const length = valueOf(match[1] ?? '', 'Content-Length');
    if (length === undefined || !/^\d{1,6}$/.test(length)) return [];
    const to = head + Number(length);
    return to <= bytes.length ? [{ from: match.index, to, body: text.slice(head, to) }] : [];
  });
}

/** What the cache holds after both directions: the n-th response answers the n-th request. */
export function cacheAfter(
  fromClient: Uint8Array,
  fromServer: Uint8Array
): Readonly<Record<string, string>> {
  const responses = responsesIn(fromServer);
  return Object.fromEntries(
    requestsIn(fromClient).flatMap(({ url }, i) => {
      const response = responses[i];
      return response ? [[url, response.body]] : [];
    })
  );
}
