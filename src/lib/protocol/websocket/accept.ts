import { base64Decode, base64Encode } from '#lib/bytes/base64.ts';
import { concatBytes, latin1Encode, toHex } from '#lib/bytes/bytes.ts';
import { sha1 } from '#lib/bytes/sha1.ts';

/** The constant of RFC 6455 §1.3. */
export const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The Sec-WebSocket-Accept of a key, every stage kept (RFC 6455 §4.2.2 step 5.4). */
export interface AcceptDerivation {
  /** The text received; it is not base64-decoded. */
  readonly key: string;
  /** Key and GUID: 60 characters when the key has its 24. */
  readonly concatenated: string;
  /** SHA-1 of the concatenation, 20 bytes. */
  readonly digest: Uint8Array;
  /** Base64 of the digest, 28 characters. */
  readonly accept: string;
}

const derivation = (key: string, digest: Uint8Array): AcceptDerivation => ({
  key,
  concatenated: key + GUID,
  digest,
  accept: base64Encode(digest)
});

/** By our own SHA-1, for simulations and for places without Web Crypto. */
export const deriveAcceptSync = (key: string): AcceptDerivation =>
  derivation(key, sha1(latin1Encode(key + GUID)).digest);

/**
 * By Web Crypto where it exists, else by our own SHA-1. The key is one character a byte, as HTTP
 * field values are read; a RangeError names a character above U+00FF.
 */
export async function deriveAccept(key: string): Promise<AcceptDerivation> {
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto };
  if (!subtle) return deriveAcceptSync(key);
  const bytes = latin1Encode(key + GUID);
  const digest = await subtle.digest('SHA-1', bytes as Uint8Array<ArrayBuffer>);
  return derivation(key, new Uint8Array(digest));
}

/** A key as a client makes it: the base64 of 16 random bytes (RFC 6455 §4.1 item 7). */
export const encodeKey = (nonce: Uint8Array): string => base64Encode(nonce);

/** Whether a key is the base64 of 16 bytes (RFC 6455 §4.2.1 item 5). */
export const isKey = (key: string): boolean =>
  key.length === 24 && base64Decode(key)?.length === 16;

/** Whether the unused bits of the last letter are zero (RFC 4648 §3.5). */
export function isCanonicalKey(key: string): boolean {
  const nonce = base64Decode(key);
  return nonce !== undefined && base64Encode(nonce) === key;
}

export type AcceptMistake =
  'key-decoded' | 'hex-digest' | 'trailing-newline' | 'wrong-guid' | 'guid-lower-case' | 'key-only';

/** The classic wrong outputs: what a server sends when it makes this mistake. */
export function mistakenAccept(key: string, mistake: AcceptMistake): string {
  const hash = (...parts: (string | Uint8Array)[]) =>
    sha1(concatBytes(...parts.map((p) => (typeof p === 'string' ? latin1Encode(p) : p)))).digest;
  switch (mistake) {
    case 'key-decoded':
      return base64Encode(hash(base64Decode(key) ?? new Uint8Array(), GUID));
    case 'hex-digest':
      return base64Encode(latin1Encode(toHex(hash(key, GUID))));
    case 'trailing-newline':
      return base64Encode(hash(key, GUID, '\n'));
    case 'wrong-guid':
      // The GUID with its last two digits exchanged for zeros: one wrong character is enough.
      return base64Encode(hash(key, GUID.slice(0, -2) + '00'));
    case 'guid-lower-case':
      return base64Encode(hash(key, GUID.toLowerCase()));
    case 'key-only':
      return base64Encode(hash(key));
  }
}

export const ACCEPT_MISTAKES: readonly AcceptMistake[] = [
  'key-decoded',
  'hex-digest',
  'trailing-newline',
  'wrong-guid',
  'guid-lower-case',
  'key-only'
];
