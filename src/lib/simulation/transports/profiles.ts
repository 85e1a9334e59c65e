/**
 * Header sections as data: what clients and servers put around the same work. A line whose value
 * is not known (no cookie, no entity tag, a connection that is kept) falls out.
 */
import type { FieldLine } from '#lib/protocol/http/head.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import { REASONS } from '#lib/protocol/websocket/handshake.ts';

export const PROFILES = ['minimal', 'rfc', 'chromium', 'node'] as const;
export type ProfileId = (typeof PROFILES)[number];

/** What a head is for. */
export type RequestKind = 'poll' | 'send' | 'stream' | 'upgrade';
export type ResponseKind = 'news' | 'empty' | 'unchanged' | 'sent' | 'stream' | 'upgraded';

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

/** `Name: value` with places in braces, one line each. */
type Head = readonly string[];
interface Profile {
  readonly requests: Readonly<Record<RequestKind, Head>>;
  readonly responses: Readonly<Record<ResponseKind, Head>>;
}

/** HTTP/1.1 keeps a connection unless one side says otherwise (RFC 9112 §9.3). */
const CLOSE = 'Connection: {close}';

/** What RFC 9110, RFC 9112, RFC 6455 and the HTML Standard demand, and no more. */
const MINIMAL: Profile = {
  requests: {
    poll: ['Host: {host}', CLOSE, 'Cookie: {cookie}', 'If-None-Match: {tag}'],
    send: ['Host: {host}', CLOSE, 'Cookie: {cookie}', 'Content-Length: {length}'],
    stream: ['Host: {host}', 'Cookie: {cookie}', 'Last-Event-ID: {lastEventId}'],
    upgrade: [
      'Host: {host}',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: {key}',
      'Sec-WebSocket-Version: 13',
      'Cookie: {cookie}'
    ]
  },
  responses: {
    news: [CLOSE, 'ETag: {tag}', 'Content-Length: {length}'],
    empty: [CLOSE],
    unchanged: [CLOSE, 'ETag: {tag}'],
    sent: [CLOSE],
    stream: ['Content-Type: text/event-stream', 'Transfer-Encoding: chunked'],
    upgraded: ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Accept: {accept}']
  }
};

const RFC_DATE = 'Date: Mon, 27 Jul 2009 12:28:53 GMT';
/** The examples of RFC 9110 §3.9 and RFC 6455 §1.3, each field with the value it has there. */
const RFC: Profile = {
  requests: {
    poll: [
      'User-Agent: curl/7.64.1',
      'Host: {host}',
      CLOSE,
      'Accept-Language: en, mi',
      'Cookie: {cookie}',
      'If-None-Match: {tag}'
    ],
    send: [
      'User-Agent: curl/7.64.1',
      'Host: {host}',
      CLOSE,
      'Accept-Language: en, mi',
      'Cookie: {cookie}',
      'Content-Type: text/plain',
      'Content-Length: {length}'
    ],
    stream: [
      'User-Agent: curl/7.64.1',
      'Host: {host}',
      'Accept-Language: en, mi',
      'Cookie: {cookie}',
      'Last-Event-ID: {lastEventId}'
    ],
    upgrade: [
      'Host: {host}',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: {key}',
      'Origin: http://example.com',
      'Cookie: {cookie}',
      'Sec-WebSocket-Protocol: chat, superchat',
      'Sec-WebSocket-Version: 13'
    ]
  },
  responses: {
    news: [
      RFC_DATE,
      'Server: Apache',
      CLOSE,
      'Last-Modified: Wed, 22 Jul 2009 19:15:56 GMT',
      'ETag: {tag}',
      'Accept-Ranges: bytes',
      'Content-Length: {length}',
      'Vary: Accept-Encoding',
      'Content-Type: text/plain'
    ],
    empty: [RFC_DATE, 'Server: Apache', CLOSE],
    unchanged: [RFC_DATE, 'Server: Apache', CLOSE, 'ETag: {tag}', 'Vary: Accept-Encoding'],
    sent: [RFC_DATE, 'Server: Apache', CLOSE],
    stream: [
      RFC_DATE,
      'Server: Apache',
      'Transfer-Encoding: chunked',
      'Vary: Accept-Encoding',
      'Content-Type: text/event-stream'
    ],
    upgraded: [
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: {accept}',
      'Sec-WebSocket-Protocol: chat'
    ]
  }
};

/** What Node says of its connection. */
const CONNECTION = 'Connection: {connection}';
const KEPT = [CONNECTION, 'Keep-Alive: {keepAlive}'];

/** A server of Node 20 (`node:http`) with the fields that such a program sets; `ws` 8.23 upgrades. */
const NODE_RESPONSES: Profile['responses'] = {
  news: [
    'Content-Type: text/plain',
    'Cache-Control: no-cache',
    'ETag: {tag}',
    'Content-Length: {length}',
    'Date: {date}',
    ...KEPT
  ],
  empty: ['Date: {date}', ...KEPT],
  unchanged: ['ETag: {tag}', 'Date: {date}', ...KEPT],
  sent: ['Date: {date}', ...KEPT],
  stream: [
    'Content-Type: text/event-stream',
    'Cache-Control: no-cache',
    'Date: {date}',
    ...KEPT,
    'Transfer-Encoding: chunked'
  ],
  upgraded: ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Accept: {accept}']
};

const AGENT =
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36';
// `{trusted}` is empty, and missing where the origin is not trusted: then the line falls out.
const BRANDS = 'sec-ch-ua: "Not:A-Brand";v="8", "Chromium";v="156"{trusted}';
const PLATFORM = 'sec-ch-ua-platform: "Linux"{trusted}';
const MOBILE = 'sec-ch-ua-mobile: ?0{trusted}';
const FETCH = [
  'Sec-Fetch-Site: same-origin{trusted}',
  'Sec-Fetch-Mode: cors{trusted}',
  'Sec-Fetch-Dest: empty{trusted}',
  'Referer: {scheme}://{host}/'
];
const LANGUAGE = [
  'Accept-Encoding: {encodings}',
  'Accept-Language: en-US,en;q=0.9',
  'Cookie: {cookie}'
];
const NO_CACHE = ['Pragma: no-cache', 'Cache-Control: no-cache'];

/** Chromium 156, headless, on Linux: fetch(), EventSource, WebSocket. Measured. */
const CHROMIUM: Profile = {
  requests: {
    poll: [
      'Host: {host}',
      'Connection: keep-alive',
      PLATFORM,
      AGENT,
      BRANDS,
      MOBILE,
      'Accept: */*',
      ...FETCH,
      ...LANGUAGE,
      'If-None-Match: {tag}'
    ],
    send: [
      'Host: {host}',
      'Connection: keep-alive',
      'Content-Length: {length}',
      PLATFORM,
      AGENT,
      BRANDS,
      'Content-Type: text/plain;charset=UTF-8',
      MOBILE,
      'Accept: */*',
      'Origin: {scheme}://{host}',
      ...FETCH,
      ...LANGUAGE
    ],
    stream: [
      'Host: {host}',
      'Connection: keep-alive',
      ...NO_CACHE,
      PLATFORM,
      AGENT,
      'Accept: text/event-stream',
      BRANDS,
      MOBILE,
      'Last-Event-ID: {lastEventId}',
      ...FETCH,
      ...LANGUAGE
    ],
    upgrade: [
      'Host: {host}',
      'Connection: Upgrade',
      ...NO_CACHE,
      AGENT,
      'Upgrade: websocket',
      'Origin: {scheme}://{host}',
      'Sec-WebSocket-Version: 13',
      ...LANGUAGE,
      'Sec-WebSocket-Key: {key}',
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits'
    ]
  },
  responses: NODE_RESPONSES
};

/** The HTTP client of Node 20 with a keep-alive agent, and the client of `ws` 8.23. Measured. */
const NODE: Profile = {
  requests: {
    poll: ['Cookie: {cookie}', 'If-None-Match: {tag}', 'Host: {host}', CONNECTION],
    send: [
      'Cookie: {cookie}',
      'Content-Type: text/plain',
      'Content-Length: {length}',
      'Host: {host}',
      CONNECTION
    ],
    stream: [
      'Accept: text/event-stream',
      'Cookie: {cookie}',
      'Last-Event-ID: {lastEventId}',
      'Host: {host}',
      CONNECTION
    ],
    upgrade: [
      'Cookie: {cookie}',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: {key}',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Host: {host}'
    ]
  },
  responses: NODE_RESPONSES
};

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
