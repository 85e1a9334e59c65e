/**
 * The attack that masking is there for (RFC 6455 §10.3), played: a hostile page and its own server
 * talk through a naive proxy so that it keeps the server's script under somebody else's address.
 */
import { latin1Encode } from '#lib/bytes/bytes.ts';
import { encodeFrame } from '#lib/protocol/websocket/frame.ts';
import { mask } from '#lib/protocol/websocket/masking.ts';
import { BINARY, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { cacheAfter, requestsIn, type SeenRequest } from './naive-proxy.ts';

/** `off`: as if there were no masking. `guessed`: the page knows the key before it is drawn. */
export type Masking = 'off' | 'fresh' | 'guessed';

/** Whose script is to be replaced, and by what. */
export const VICTIM = 'static.example/counter.js';
export const GENUINE = 'count();';
export const PLANTED = 'spy();';

export interface Poisoning {
  /** What the page hands to `send()`. */
  readonly sent: Uint8Array;
  /** The client's frame, as the proxy sees it. */
  readonly wire: Uint8Array;
  readonly headerLength: number;
  /** What the proxy takes for a request; undefined: nothing. */
  readonly seen: SeenRequest | undefined;
  /** What it now keeps for the victim's address; undefined: nothing. */
  readonly cached: string | undefined;
}

const [host = '', file = ''] = VICTIM.split('/');
/** What the page wants the proxy to see, whatever it takes. */
const WANTED = latin1Encode(`GET /${file} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
/** The hostile server is bound by nothing: it answers with what looks like HTTP. */
const ANSWER = latin1Encode(
  `HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nCache-Control: max-age=31536000\r\n` +
    `Content-Length: ${PLANTED.length}\r\n\r\n${PLANTED}`
);

/** Plays the attack; `key` is the browser's masking key for this frame. */
export function playPoisoning(masking: Masking, key: Uint8Array): Poisoning {
  const sent = masking === 'guessed' ? mask(WANTED, key) : WANTED;
  const opcode = masking === 'guessed' ? BINARY : TEXT;
  const wire = encodeFrame({
    opcode,
    payload: sent,
    ...(masking === 'off' ? {} : { maskingKey: key })
  });
  const answer = encodeFrame({ opcode: TEXT, payload: ANSWER });
  return {
    sent,
    wire,
    headerLength: wire.length - sent.length,
    seen: requestsIn(wire)[0],
    cached: cacheAfter(wire, answer)[VICTIM]
  };
}
