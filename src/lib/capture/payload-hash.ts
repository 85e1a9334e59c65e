/** A short hash of the payload of a Ping or Pong, to find the pairs (FNV-1a, 32 bits). */
export function payloadHash(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
