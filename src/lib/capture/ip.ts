/** IPv4 (RFC 791) and IPv6 (RFC 8200), down to the transport protocol, fragments put together. */
import type { Addresses } from './tcp-segment.ts';

/** What an IP packet carries. One object, filled again for every packet. */
export interface IpPayload extends Addresses {
  bytes: Uint8Array;
  /** Where the payload begins and ends in `bytes`; what was not captured is missing at the end. */
  from: number;
  to: number;
  /** Bytes that it had on the wire. */
  length: number;
  protocol: number;
  /** Where `bytes[0]` lies in the file. */
  file: number;
  /** For fragments, where each part of `bytes` lies in the file. */
  places: readonly Place[] | undefined;
}

/** Bytes from `at` on lie from `file` on in the file. */
export interface Place {
  readonly at: number;
  readonly file: number;
}

/** `tcp`: the payload was filled; `fragment`: more are waited for; or what else it is. */
export type IpReading = 'tcp' | 'fragment' | { readonly other: string };

const TCP = 6;
const IPV4_IN_IP = 4;
const IPV6_IN_IP = 41;
const FRAGMENT = 44;
/** Extension headers whose length stands in their second byte (RFC 8200 §4). */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 60, 135, 139, 140]);
const AUTHENTICATION = 51;
/** Datagrams of which fragments are waited for. */
const MAX_DATAGRAMS = 256;
/** The largest IP payload. */
const MAX_DATAGRAM = 65_535;

interface Fragment {
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly file: number;
}
interface Datagram {
  readonly fragments: Fragment[];
  /** Known once the last fragment is there. */
  length: number | undefined;
  protocol: number;
}

const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number);

const CUT = { other: 'cut' };
const NO_IP = { other: 'not IP' };

export class IpReader {
  readonly #datagrams = new Map<string, Datagram>();
  /** What was read last. */
  readonly payload: IpPayload = {
    head: new Uint8Array(),
    sourceAt: 0,
    destinationAt: 0,
    addressLength: 4,
    bytes: new Uint8Array(),
    from: 0,
    to: 0,
    length: 0,
    protocol: 0,
    file: 0,
    places: undefined
  };

  /** Reads the packet at `at` of bytes that were captured up to `end`. */
  read(bytes: Uint8Array, at: number, end: number, file: number, depth = 0): IpReading {
    if (at >= end || depth > 4) return CUT;
    switch ((bytes[at] as number) >> 4) {
      case 4:
        return this.#v4(bytes, at, end, file, depth);
      case 6:
        return this.#v6(bytes, at, end, file, depth);
      default:
        return NO_IP;
    }
  }

  #v4(bytes: Uint8Array, at: number, end: number, file: number, depth: number): IpReading {
    const header = ((bytes[at] as number) & 0xf) * 4;
    if (end - at < 20 || header < 20) return CUT;
    // Offloading leaves a length of zero; then what was captured is all that is known.
    const total = word(bytes, at + 2) || end - at;
    const length = total - header;
    if (length < 0) return CUT;
    const { payload } = this;
    this.#fill(bytes, at + 12, 4, file);
    payload.from = at + header;
    payload.to = Math.max(payload.from, Math.min(end, payload.from + length));
    payload.length = length;
    payload.protocol = bytes[at + 9] as number;
    const fragment = word(bytes, at + 6);
    if ((fragment & 0x3fff) === 0) return this.#whole(depth);
    const key = `${this.#addresses()} ${payload.protocol} ${word(bytes, at + 4)}`;
    return this.#fragment(key, (fragment & 0x1fff) * 8, (fragment & 0x2000) !== 0);
  }

  #v6(bytes: Uint8Array, at: number, end: number, file: number, depth: number): IpReading {
    if (end - at < 40) return CUT;
    const said = word(bytes, at + 4);
    const stop = said === 0 ? end : at + 40 + said;
    let next = bytes[at + 6] as number;
    let from = at + 40;
    let fragment: { id: string; offset: number; more: boolean } | undefined;
    while (!fragment && (EXTENSIONS.has(next) || next === AUTHENTICATION || next === FRAGMENT)) {
      if (end - from < 8) return CUT;
      const type = bytes[from] as number;
      if (next === FRAGMENT) {
        const field = word(bytes, from + 2);
        const id = `${word(bytes, from + 4)}-${word(bytes, from + 6)}`;
        fragment = { id, offset: field & 0xfff8, more: (field & 1) === 1 };
        from += 8;
      } else {
        const units = bytes[from + 1] as number;
        from += next === AUTHENTICATION ? (units + 2) * 4 : (units + 1) * 8;
      }
      next = type;
    }
    if (from > Math.min(stop, end)) return CUT;
    const { payload } = this;
    this.#fill(bytes, at + 8, 16, file);
    payload.from = from;
    payload.to = Math.min(end, stop);
    payload.length = stop - from;
    payload.protocol = next;
    if (!fragment || (fragment.offset === 0 && !fragment.more)) return this.#whole(depth);
    return this.#fragment(`${this.#addresses()} ${fragment.id}`, fragment.offset, fragment.more);
  }

  #fill(bytes: Uint8Array, addressAt: number, addressLength: number, file: number): void {
    const { payload } = this;
    payload.head = bytes;
    payload.sourceAt = addressAt;
    payload.destinationAt = addressAt + addressLength;
    payload.addressLength = addressLength;
    payload.bytes = bytes;
    payload.file = file;
    payload.places = undefined;
  }

  #addresses(): string {
    const { head, sourceAt, addressLength } = this.payload;
    return head.subarray(sourceAt, sourceAt + 2 * addressLength).join('.');
  }

  #whole(depth: number): IpReading {
    const { protocol, bytes, from, to, file } = this.payload;
    if (protocol === TCP) return 'tcp';
    if (protocol === IPV4_IN_IP || protocol === IPV6_IN_IP)
      return this.read(bytes, from, to, file, depth + 1);
    return { other: `IP protocol ${protocol}` };
  }

  #fragment(key: string, offset: number, more: boolean): IpReading {
    const { payload } = this;
    const { bytes, from, to, length, protocol, file } = payload;
    if (offset + length > MAX_DATAGRAM || to - from < length) return 'fragment';
    let datagram = this.#datagrams.get(key);
    if (!datagram) {
      if (this.#datagrams.size === MAX_DATAGRAMS)
        this.#datagrams.delete(this.#datagrams.keys().next().value as string);
      datagram = { fragments: [], length: undefined, protocol };
      this.#datagrams.set(key, datagram);
    }
    if (offset === 0) datagram.protocol = protocol;
    if (!more) datagram.length = offset + length;
    datagram.fragments.push({ offset, bytes: bytes.slice(from, to), file: file + from });
    const whole = joined(datagram);
    if (!whole) return 'fragment';
    this.#datagrams.delete(key);
    payload.bytes = whole.bytes;
    payload.from = 0;
    payload.to = payload.length = whole.bytes.length;
    payload.protocol = datagram.protocol;
    payload.places = whole.places;
    return payload.protocol === TCP ? 'tcp' : { other: `IP protocol ${payload.protocol}` };
  }
}

/** The datagram, when its fragments cover it without a hole. */
function joined({ fragments, length }: Datagram) {
  if (length === undefined) return undefined;
  fragments.sort((a, b) => a.offset - b.offset);
  let covered = 0;
  for (const { offset, bytes } of fragments) {
    if (offset > covered) return undefined;
    covered = Math.max(covered, offset + bytes.length);
  }
  if (covered < length) return undefined;
  const bytes = new Uint8Array(length);
  const places: Place[] = [];
  covered = 0;
  for (const fragment of fragments) {
    const skip = covered - fragment.offset;
    if (skip >= fragment.bytes.length || covered >= length) continue;
    const part = fragment.bytes.subarray(skip, skip + length - covered);
    bytes.set(part, covered);
    places.push({ at: covered, file: fragment.file + skip });
    covered += part.length;
  }
  return { bytes, places };
}

/** An address as text: dotted, or hexadecimal with the longest run of zeros left out (RFC 5952). */
export function addressText(address: Uint8Array): string {
  if (address.length === 4) return address.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => word(address, i * 2));
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return `::ffff:${address.subarray(12).join('.')}`;
  let best = { from: 0, length: 1 };
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (from + length < 8 && groups[from + length] === 0) length++;
    if (length > best.length) best = { from, length };
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (best.length < 2) return text(groups);
  return `${text(groups.slice(0, best.from))}::${text(groups.slice(best.from + best.length))}`;
}
