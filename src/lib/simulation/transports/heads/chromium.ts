import type { Profile } from './head.ts';
import { NODE_RESPONSES } from './node.ts';

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
export const CHROMIUM: Profile = {
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
