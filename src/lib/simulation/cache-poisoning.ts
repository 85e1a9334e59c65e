/**
 * The attack that masking is there for (RFC 6455 §10.3), played: a hostile page and its own server
 * talk through a naive proxy so that it keeps the server's script under somebody else's address.
 * The frames come from poisoning-frames.ts; here they only get another key, so that a page which
 * draws keys needs no encoder.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { mask } from '#lib/protocol/websocket/masking.ts';
import { cacheAfter, requestsIn, type SeenRequest } from './naive-proxy.ts';

/** `off`: as if there were no masking. `guessed`: the page knows the key before it is drawn. */
export type Masking = 'off' | 'fresh' | 'guessed';

export interface PoisoningFrames {
  /** Whose script is to be replaced: host and path; what it is, and what replaces it. */
  readonly victim: string;
  readonly genuine: string;
  /** What the page wants the proxy to see, whatever it takes. */
  readonly wanted: Uint8Array;
  /** The header of the client's frame, without the key. */
  readonly headers: Readonly<Record<Masking, Uint8Array>>;
  /** The hostile server's frame. */
  readonly answer: Uint8Array;
}

export interface Poisoning {
  /** What the page passes to `send()`. */
  readonly sent: Uint8Array;
  /** The client's frame, as the proxy sees it. */
  readonly wire: Uint8Array;
  readonly headerLength: number;
  /** What the proxy takes for a request; undefined: nothing. */
  readonly seen: SeenRequest | undefined;
  /** What it now keeps for the victim's address; undefined: nothing. */
  readonly cached: string | undefined;
}

/** Plays the attack; `key` is the browser's masking key for this frame. */
export function playPoisoning(
  frames: PoisoningFrames,
  masking: Masking,
  key: Uint8Array
): Poisoning {
  const { wanted, headers, answer, victim } = frames;
  const sent = masking === 'guessed' ? mask(wanted, key) : wanted;
  const wire =
    masking === 'off'
      ? concatBytes(headers.off, sent)
      : concatBytes(headers[masking], key, mask(sent, key));
  return {
    sent,
    wire,
    headerLength: wire.length - sent.length,
    seen: requestsIn(wire)[0],
    cached: cacheAfter(wire, answer)[victim]
  };
}
