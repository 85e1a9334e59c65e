/** IPv4 (RFC 791) and IPv6 (RFC 8200), down to the transport protocol, fragments put together. */

/** What an IP packet carries, in one or more places. */
export interface IpPayload {
  readonly bytes: Uint8Array;
  /** Where the payload begins and ends in `bytes`; what was not captured is missing at the end. */
  readonly from: number;
  readonly to: number;
  /** Bytes that it had on the wire. */
  readonly length: number;
  readonly protocol: number;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  /** Where `bytes[0]` lies in the file; for fragments, where each part does. */
  readonly places: readonly Place[];
}

/** Bytes from `at` on lie from `file` on in the file. */
export interface Place {
  readonly at: number;
  readonly file: number;
}

export type IpReading =
  | { readonly type: 'payload'; readonly payload: IpPayload }
  | { readonly type: 'fragment' }
  | { readonly type: 'other'; readonly what: string };

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

const other = (what: string): IpReading => ({ type: 'other', what });
const CUT = other('cut');

export class IpReader {
  readonly #datagrams = new Map<string, Datagram>();

  /** Reads the packet at `at` of bytes that were captured up to `end`. */
  read(bytes: Uint8Array, at: number, end: number, fileOffset: number, depth = 0): IpReading {
    if (at >= end || depth > 4) return CUT;
    switch ((bytes[at] as number) >> 4) {
      case 4:
        return this.#v4(bytes, at, end, fileOffset, depth);
      case 6:
        return this.#v6(bytes, at, end, fileOffset, depth);
      default:
        return other('not IP');
    }
  }

  #v4(bytes: Uint8Array, at: number, end: number, fileOffset: number, depth: number): IpReading {
    const header = ((bytes[at] as number) & 0xf) * 4;
    if (end - at < 20 || header < 20) return CUT;
    // Offloading leaves a length of zero; then what was captured is all that is known.
    const total = word(bytes, at + 2) || end - at;
    const length = total - header;
    if (length < 0) return CUT;
    const from = at + header;
    const to = Math.max(from, Math.min(end, from + length));
    const protocol = bytes[at + 9] as number;
    const source = bytes.subarray(at + 12, at + 16);
    const destination = bytes.subarray(at + 16, at + 20);
    const fragment = word(bytes, at + 6);
    const payload = { bytes, from, to, length, protocol, source, destination };
    if ((fragment & 0x3fff) === 0) return this.#whole(payload, fileOffset, depth);
    const key = `4 ${source.join('.')} ${destination.join('.')} ${protocol} ${word(bytes, at + 4)}`;
    const more = (fragment & 0x2000) !== 0;
    return this.#fragment(key, payload, (fragment & 0x1fff) * 8, more, fileOffset, depth);
  }

  #v6(bytes: Uint8Array, at: number, end: number, fileOffset: number, depth: number): IpReading {
    if (end - at < 40) return CUT;
    const source = bytes.subarray(at + 8, at + 24);
    const destination = bytes.subarray(at + 24, at + 40);
    const said = word(bytes, at + 4);
    const stop = said === 0 ? end : at + 40 + said;
    let next = bytes[at + 6] as number;
    let from = at + 40;
    let fragment: { key: string; offset: number; more: boolean } | undefined;
    while (EXTENSIONS.has(next) || next === AUTHENTICATION || next === FRAGMENT) {
      if (end - from < 8) return CUT;
      const type = bytes[from] as number;
      if (next === FRAGMENT) {
        const field = word(bytes, from + 2);
        const id = `${word(bytes, from + 4)}-${word(bytes, from + 6)}`;
        fragment = {
          key: `6 ${source.join('.')} ${destination.join('.')} ${id}`,
          offset: field & 0xfff8,
          more: (field & 1) === 1
        };
        next = type;
        from += 8;
        break;
      }
      const units = bytes[from + 1] as number;
      from += next === AUTHENTICATION ? (units + 2) * 4 : (units + 1) * 8;
      next = type;
    }
    if (from > Math.min(stop, end)) return CUT;
    const payload = {
      bytes,
      from,
      to: Math.min(end, stop),
      length: stop - from,
      protocol: next,
      source,
      destination
    };
    if (!fragment || (fragment.offset === 0 && !fragment.more))
      return this.#whole(payload, fileOffset, depth);
    return this.#fragment(fragment.key, payload, fragment.offset, fragment.more, fileOffset, depth);
  }

  #whole(payload: Omit<IpPayload, 'places'>, fileOffset: number, depth: number): IpReading {
    const { protocol, bytes, from, to } = payload;
    if (protocol === IPV4_IN_IP || protocol === IPV6_IN_IP)
      return this.read(bytes, from, to, fileOffset, depth + 1);
    if (protocol !== TCP) return other(`IP protocol ${protocol}`);
    return { type: 'payload', payload: { ...payload, places: [{ at: 0, file: fileOffset }] } };
  }

  #fragment(
    key: string,
    part: Omit<IpPayload, 'places'>,
    offset: number,
    more: boolean,
    fileOffset: number,
    depth: number
  ): IpReading {
    const { from, to, length, protocol } = part;
    if (offset + length > MAX_DATAGRAM || to - from < length) return { type: 'fragment' };
    const datagram = this.#datagrams.get(key) ?? { fragments: [], length: undefined, protocol };
    if (!this.#datagrams.has(key)) {
      if (this.#datagrams.size === MAX_DATAGRAMS)
        this.#datagrams.delete(this.#datagrams.keys().next().value as string);
      this.#datagrams.set(key, datagram);
    }
    if (offset === 0) datagram.protocol = protocol;
    if (!more) datagram.length = offset + length;
    datagram.fragments.push({
      offset,
      bytes: part.bytes.slice(from, to),
      file: fileOffset + from
    });
    const whole = joined(datagram);
    if (!whole) return { type: 'fragment' };
    this.#datagrams.delete(key);
    const payload: IpPayload = {
      ...part,
      bytes: whole.bytes,
      from: 0,
      to: whole.bytes.length,
      length: whole.bytes.length,
      protocol: datagram.protocol,
      places: whole.places
    };
    if (payload.protocol === IPV4_IN_IP || payload.protocol === IPV6_IN_IP)
      return depth < 4 ? other('IP fragments in IP') : CUT;
    return payload.protocol === TCP
      ? { type: 'payload', payload }
      : other(`IP protocol ${payload.protocol}`);
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
