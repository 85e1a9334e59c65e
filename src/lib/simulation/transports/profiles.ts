/**
 * Header sections as data: what clients and servers put around the same work. A line whose value
 * is not known (no cookie, no entity tag, a connection that is kept) falls out.
 */
import type { FieldLine } from '#lib/protocol/http/head.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import { REASONS } from '#lib/protocol/websocket/handshake.ts';
import { CHROMIUM } from './heads/chromium.ts';
import type { Head, Profile, RequestKind, ResponseKind } from './heads/head.ts';
import { MINIMAL } from './heads/minimal.ts';
import { NODE } from './heads/node.ts';
import { RFC } from './heads/rfc.ts';

export const PROFILES = ['minimal', 'rfc', 'chromium', 'node'] as const;
export type ProfileId = (typeof PROFILES)[number];

/** What stands in the places of a head's lines. */
export interface Values {
  readonly host: string;
  readonly cookie?: string | undefined;
  /** Content-Length. */
  readonly length?: number | undefined;
  /** Entity tag of what the client has, or of what the server answers with. */
  readonly tag?: string | undefined;
  readonly lastEventId?: string | undefined;
  readonly key?: string | undefined;
  readonly accept?: string | undefined;
  /** The connection ends behind the answer. */
  readonly closes?: boolean | undefined;
  /** https and wss. */
  readonly secure?: boolean | undefined;
}

const TABLE: Readonly<Record<ProfileId, Profile>> = {
  minimal: MINIMAL,
  rfc: RFC,
  chromium: CHROMIUM,
  node: NODE
};

/** Every date has this length (RFC 9110 §5.6.7); the value is that of its example. */
const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';

/** An origin that browsers trust as they trust https: the machine's own (Secure Contexts §3.1). */
const isTrusted = ({ host, secure }: Values): boolean =>
  secure === true || /^(localhost|127\.)/.test(host);

/** The lines with their values; one whose value is missing falls out. */
function fieldsOf(lines: Head, values: Values): FieldLine[] {
  const known: Readonly<Record<string, unknown>> = {
    ...values,
    date: DATE,
    connection: values.closes ? 'close' : 'keep-alive',
    keepAlive: values.closes ? undefined : 'timeout=5',
    close: values.closes ? 'close' : undefined,
    scheme: values.secure ? 'https' : 'http',
    trusted: isTrusted(values) ? '' : undefined,
    encodings: isTrusted(values) ? 'gzip, deflate, br, zstd' : 'gzip, deflate'
  };
  return lines.flatMap((line) => {
    const [name = '', ...rest] = line.split(': ');
    let complete = true;
    const value = rest.join(': ').replace(/\{(\w+)\}/g, (_, place: string) => {
      complete &&= known[place] !== undefined;
      return String(known[place]);
    });
    return complete ? [{ name, value }] : [];
  });
}

const METHODS: Readonly<Record<RequestKind, string>> = {
  poll: 'GET',
  send: 'POST',
  stream: 'GET',
  upgrade: 'GET'
};
const STATUS: Readonly<Record<ResponseKind, number>> = {
  news: 200,
  empty: 204,
  unchanged: 304,
  sent: 204,
  stream: 200,
  upgraded: 101
};

export const requestOf = (
  profile: ProfileId,
  kind: RequestKind,
  target: string,
  values: Values
): HttpRequest => ({
  method: METHODS[kind],
  target,
  version: 'HTTP/1.1',
  fields: fieldsOf(TABLE[profile].requests[kind], values)
});

export const responseOf = (
  profile: ProfileId,
  kind: ResponseKind,
  values: Values
): HttpResponse => ({
  version: 'HTTP/1.1',
  status: STATUS[kind],
  reason: REASONS[STATUS[kind]] ?? '',
  fields: fieldsOf(TABLE[profile].responses[kind], values)
});
