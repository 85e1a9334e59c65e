/** From a packet to the IP header in it, through the link types that captures have. */
import type { PacketRecord } from './packet-record.ts';

/** Numbers of the registry of link types (draft-ietf-opsawg-pcaplinktype). */
const LINK = {
  null: 0,
  ethernet: 1,
  ppp: 9,
  pppHdlc: 50,
  raw: 101,
  rawBsd: 12,
  rawOpenBsd: 14,
  loop: 108,
  cooked: 113,
  ipv4: 228,
  ipv6: 229,
  cooked2: 276
} as const;

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
/** Tags of IEEE 802.1Q, 802.1ad and what came before it: four bytes each, then the next type. */
const VLAN: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100, 0x9200]);
const PPPOE_SESSION = 0x8864;
const MPLS: ReadonlySet<number> = new Set([0x8847, 0x8848]);
/** Protocol numbers of PPP. */
const PPP_IPV4 = 0x21;
const PPP_IPV6 = 0x57;
const ARP = 0x0806;

/** Where IP begins in `buffer`; or what else the packet is. */
export type IpPlace = number | string;

const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number);

const hex = (value: number) => `0x${value.toString(16).padStart(4, '0')}`;

function behindEtherType(bytes: Uint8Array, at: number, end: number): IpPlace {
  let next = at;
  while (end - next >= 2) {
    const type = word(bytes, next);
    next += 2;
    if (type === IPV4 || type === IPV6) return next;
    if (VLAN.has(type)) next += 2;
    else if (type === PPPOE_SESSION) return behindPpp(bytes, next + 6, end);
    else if (MPLS.has(type)) {
      // Labels of four bytes; the last has its bottom bit set.
      while (end - next >= 4 && ((bytes[next + 2] as number) & 1) === 0) next += 4;
      return next + 4;
    } else return type === ARP ? 'ARP' : `EtherType ${hex(type)}`;
  }
  return 'cut';
}

function behindPpp(bytes: Uint8Array, at: number, end: number): IpPlace {
  if (end - at < 2) return 'cut';
  const isShort = ((bytes[at] as number) & 1) === 1;
  const protocol = isShort ? (bytes[at] as number) : word(bytes, at);
  if (protocol !== PPP_IPV4 && protocol !== PPP_IPV6) return `PPP ${hex(protocol)}`;
  return at + (isShort ? 1 : 2);
}

/** Finds IP in a packet. */
export function findIp({ buffer, start, captured, linkType }: PacketRecord): IpPlace {
  const end = start + captured;
  switch (linkType) {
    case LINK.ethernet:
      return behindEtherType(buffer, start + 12, end);
    case LINK.raw:
    case LINK.rawBsd:
    case LINK.rawOpenBsd:
    case LINK.ipv4:
    case LINK.ipv6:
      return start;
    // The family stands in the byte order of the machine: the version of IP behind it tells more.
    case LINK.null:
    case LINK.loop:
      return start + 4;
    case LINK.cooked:
      return behindEtherType(buffer, start + 14, end);
    case LINK.cooked2: {
      if (captured < 20) return 'cut';
      const type = word(buffer, start);
      if (type === IPV4 || type === IPV6) return start + 20;
      return VLAN.has(type) ? behindEtherType(buffer, start + 22, end) : `EtherType ${hex(type)}`;
    }
    case LINK.ppp:
    case LINK.pppHdlc:
      return behindPpp(buffer, start + (word(buffer, start) === 0xff03 ? 2 : 0), end);
    default:
      return `link type ${linkType}`;
  }
}
