/**
 * State in the URL's fragment: `s1.` and the base64url of the deflated JSON. The fragment never
 * goes to a host. The number is the version of the codec that wrote it; old ones keep working.
 */
import { concatBytes, latin1Decode, latin1Encode } from '#lib/bytes/bytes.ts';
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';

/** What is larger is a file, not a link. */
export const MAX_FRAGMENT = 8192;

/** A fragment may be hostile: it inflates to so many bytes at most. */
const MAX_INFLATED = 1 << 20;

async function pump(bytes: Uint8Array, through: GenericTransformStream): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const reader = (stream.pipeThrough(through) as ReadableStream<Uint8Array>).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > MAX_INFLATED) throw new RangeError('the link holds too much');
    parts.push(part.value);
  }
  return concatBytes(...parts);
}

/** The fragment without `#`; undefined when it would be longer than {@link MAX_FRAGMENT}. */
export async function encodeFragment(version: number, value: unknown): Promise<string | undefined> {
  const json = utf8Encode(JSON.stringify(value));
  const deflated = await pump(json, new CompressionStream('deflate-raw'));
  const fragment = fragmentOf(version, deflated);
  return fragment.length > MAX_FRAGMENT ? undefined : fragment;
}

/** The fragment of JSON that is deflated already. */
export function fragmentOf(version: number, deflated: Uint8Array): string {
  const base64 = btoa(latin1Decode(deflated))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  return `s${version}.${base64}`;
}

/** What a fragment holds; undefined when it is no state of ours, or damaged. */
export async function decodeFragment(
  fragment: string
): Promise<{ version: number; value: unknown } | undefined> {
  const [, version, base64] = /^#?s(\d{1,3})\.([\w-]+)$/.exec(fragment) ?? [];
  if (!version || !base64 || base64.length > MAX_FRAGMENT) return undefined;
  try {
    const deflated = latin1Encode(atob(base64.replaceAll('-', '+').replaceAll('_', '/')));
    const json = await pump(deflated, new DecompressionStream('deflate-raw'));
    return { version: Number(version), value: JSON.parse(utf8Decode(json) ?? '') as unknown };
  } catch {
    return undefined;
  }
}
