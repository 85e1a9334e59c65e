/**
 * The figures of P. Lubbers and F. Greco, "HTML5 Web Sockets: A Quantum Leap in Scalability for the
 * Web" (Kaazing, 2010), from their assumptions, and what becomes of them step by step. They are
 * known here from quotations of the article.
 */
import { SEGMENT_HEADER } from '#lib/network/tcp.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { TEXT } from '#lib/protocol/websocket/opcode.ts';

/** What the article assumes: headers of one poll, both ways, and of one message; each client, each second. */
export const ASSUMED = { poll: 871, message: 2, clients: [1000, 10_000, 100_000] } as const;

/** Heads of polls in bytes, measured: Chromium 156's fetch with a cookie of 20 bytes, and a plausible answer. */
const CHROMIUM = { request: 568, response: 172 } as const;
/** The same poll on a warm HTTP/2 connection, where HPACK has seen the fields: frames with their headers. */
const HTTP2 = { request: 32, response: 12 } as const;
/** The body is a DATA frame of its own: the header of an HTTP/2 frame (RFC 9113 §4.1). */
const DATA_HEADER = 9;

/** "Mbps" as the article prints it: its mega is 2^20. */
const PRINTED_MEGA = 2 ** 20;

export interface Rate {
  readonly clients: number;
  readonly bitsPerSecond: number;
  /** Mbit/s, the mega being a million. */
  readonly megabits: number;
  /** What the article prints. */
  readonly printed: number;
}
const rateOf = (bytes: number, clients: number): Rate => {
  const bitsPerSecond = bytes * 8 * clients;
  return {
    clients,
    bitsPerSecond,
    megabits: bitsPerSecond / 1e6,
    printed: bitsPerSecond / PRINTED_MEGA
  };
};

export interface AsPrinted {
  readonly polling: readonly Rate[];
  readonly webSocket: readonly Rate[];
  readonly ratio: number;
}
/** The article's three cases. */
export const asPrinted = (): AsPrinted => ({
  polling: ASSUMED.clients.map((clients) => rateOf(ASSUMED.poll, clients)),
  webSocket: ASSUMED.clients.map((clients) => rateOf(ASSUMED.message, clients)),
  ratio: ASSUMED.poll / ASSUMED.message
});

/** Bytes of one message by each way; `up` and `down` where the direction is known. */
export interface Way {
  readonly total: number;
  readonly up?: number;
  readonly down?: number;
}
export interface Correction {
  readonly id: 'headers' | 'on-the-wire' | 'chromium' | 'http2' | 'from-client';
  readonly polling: Way;
  readonly webSocket: Way;
  readonly ratio: number;
}

const way = (up: number, down: number): Way => ({ total: up + down, up, down });
const step = (id: Correction['id'], polling: Way, webSocket: Way): Correction => ({
  id,
  polling,
  webSocket,
  ratio: polling.total / webSocket.total
});

/** The length of the header of a frame, as we write it. */
function headerOf(payload: number, from: 'client' | 'server'): number {
  const maskingKey = from === 'client' ? { maskingKey: new Uint8Array(4) } : {};
  return (
    encodeFrame({ opcode: TEXT, payload: new Uint8Array(payload), ...maskingKey }).length - payload
  );
}

/**
 * From headers only to what is on the wire, for one message of `payload` bytes. A poll is a segment
 * each way and one bare acknowledgement; a message is one segment and its acknowledgement.
 */
export function corrections(payload = 20): Correction[] {
  const segment = SEGMENT_HEADER;
  // The acknowledgement goes the other way.
  const pushed = way(segment, headerOf(payload, 'server') + payload + segment);
  const sent = way(headerOf(payload, 'client') + payload + segment, segment);
  const polled = ({ request, response }: { request: number; response: number }) =>
    way(request + segment + segment, response + payload + segment);
  return [
    step('headers', { total: ASSUMED.poll }, { total: ASSUMED.message }),
    step('on-the-wire', { total: ASSUMED.poll + payload + 3 * segment }, pushed),
    step('chromium', polled(CHROMIUM), pushed),
    step('http2', polled({ ...HTTP2, response: HTTP2.response + DATA_HEADER }), pushed),
    // Upstream a poll has nothing to wait for: one request with the message, against a masked frame.
    step(
      'from-client',
      way(HTTP2.request + DATA_HEADER + payload + segment + segment, HTTP2.response + segment),
      sent
    )
  ];
}
