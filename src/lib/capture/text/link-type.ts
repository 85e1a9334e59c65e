/** What kind of packets a dump holds, by the IP headers in them: text names no link type. */

export const LINK_NULL = 0;
export const LINK_ETHERNET = 1;
export const LINK_RAW = 101;
export const LINK_SLL = 113;
export const LINK_SLL2 = 276;

/** Numbers of https://www.tcpdump.org/linktypes.html. */
export type DumpedLinkType = 0 | 1 | 101 | 113 | 276;

const uint16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** The one's complement sum of a header with a right checksum (RFC 1071). */
function isSummed(bytes: Uint8Array, from: number, to: number): boolean {
  let sum = 0;
  for (let at = from; at < to; at += 2) sum += uint16(bytes, at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum === 0xffff;
}

/** Whether an IPv4 (RFC 791) or IPv6 (RFC 8200) header stands at `at`. */
function isIp(bytes: Uint8Array, at: number): boolean {
  const left = bytes.length - at;
  const version = (bytes[at] ?? 0) >> 4;
  if (version === 4) {
    const header = ((bytes[at] as number) & 0xf) * 4;
    const total = uint16(bytes, at + 2);
    if (header < 20 || left < header || (total !== 0 && total < header)) return false;
    // A card may have summed it up later: then the lengths have to be right.
    return (
      isSummed(bytes, at, at + header) ||
      (uint16(bytes, at + 10) === 0 && (total === left || (total < left && left <= 60)))
    );
  }
  if (version !== 6 || left < 40) return false;
  const next = bytes[at + 6] as number;
  const payload = uint16(bytes, at + 4);
  const spare = left - 40 - payload;
  return [0, 6, 17, 43, 44, 58, 59, 60].includes(next) && spare >= 0 && spare < 20;
}

const VLANS = new Set([0x8100, 0x88a8, 0x9100]);

/** Behind an EtherType at `at`, VLAN tags passed over. */
function isIpBehindType(bytes: Uint8Array, at: number): boolean {
  let type = at;
  while (VLANS.has(uint16(bytes, type)) && type < at + 12) type += 4;
  const value = uint16(bytes, type);
  return (value === 0x0800 || value === 0x86dd) && isIp(bytes, type + 2);
}

const isNull = (bytes: Uint8Array) => {
  const low = (bytes[0] ?? 0) | (bytes[3] ?? 0);
  return (
    bytes[1] === 0 &&
    bytes[2] === 0 &&
    ((bytes[0] ?? 1) === 0 || bytes[3] === 0) &&
    [2, 10, 24, 28, 30].includes(low) &&
    isIp(bytes, 4)
  );
};

const isSll2 = (bytes: Uint8Array): boolean => {
  const type = uint16(bytes, 0);
  return (type === 0x0800 || type === 0x86dd) && isIp(bytes, 20);
};

const KINDS: readonly (readonly [DumpedLinkType, (bytes: Uint8Array) => boolean])[] = [
  [LINK_ETHERNET, (bytes) => isIpBehindType(bytes, 12)],
  [LINK_SLL, (bytes) => (bytes[0] ?? 1) === 0 && isIpBehindType(bytes, 14)],
  [LINK_SLL2, (bytes) => uint16(bytes, 2) === 0 && uint16(bytes, 0) !== 0 && isSll2(bytes)],
  [LINK_RAW, (bytes) => isIp(bytes, 0)],
  [LINK_NULL, isNull]
];

/** The link type of packets, and how many of them are of it; undefined for no IP packet at all. */
export function linkTypeOf(
  packets: readonly Uint8Array[]
): { readonly linkType: DumpedLinkType; readonly share: number } | undefined {
  let best: { linkType: DumpedLinkType; share: number } | undefined;
  // The first hundred tell.
  const sample = packets.slice(0, 100);
  for (const [linkType, isOne] of KINDS) {
    const share = sample.filter(isOne).length / sample.length;
    if (share > (best?.share ?? 0)) best = { linkType, share };
  }
  return best;
}
