/**
 * The text of a head as the reader edits it, and its bytes. A line end of the text is CR LF on the
 * wire; what a text field cannot hold is written with the symbols of Unicode's control pictures.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';

/** Servers refuse heads of this size (Node: 16 KiB); more is not judged. */
export const MAX_SOURCE = 65536;

const PICTURES: Readonly<Record<string, number>> = { '␀': 0, '␉': 9, '␊': 10, '␍': 13 };
const PICTURE = /[␀␉␊␍]/;

/** The bytes of a source. Line ends become CR LF; `␊` is a bare LF, `␍` a lone CR, `␀` a NUL. */
export function sourceBytes(source: string): Uint8Array {
  const parts = source.split(/([\n␀␉␊␍])/).map((part) => {
    if (part === '\n') return Uint8Array.of(13, 10);
    const picture = part.length === 1 && PICTURE.test(part) ? PICTURES[part] : undefined;
    return picture === undefined ? utf8Encode(part) : Uint8Array.of(picture);
  });
  return concatBytes(...parts);
}

/** Characters of the source before a byte: where a fault stands in the text field. */
export function sourceOffset(source: string, byte: number): number {
  let at = 0;
  let offset = 0;
  for (const character of source) {
    const length =
      character === '\n' ? 2 : PICTURE.test(character) ? 1 : utf8Encode(character).length;
    if (at + length > byte) break;
    at += length;
    offset += character.length;
  }
  return offset;
}

/**
 * A source for text from outside. Line feeds alone count as line ends when the text has no CR at
 * all, as copied text mostly has; otherwise they are kept as what they are.
 */
export function sourceOf(text: string): string {
  const hasCrLf = text.includes('\r\n');
  const parts = text.split('\r\n').map((line) => {
    const lf = hasCrLf ? '␊' : '\n';
    return line.replaceAll('\n', lf).replaceAll('\r', '␍').replaceAll('\0', '␀');
  });
  return parts.join('\n');
}

/** A source that gives these bytes back; undefined when they are not text at all. */
export function sourceOfBytes(bytes: Uint8Array): string | undefined {
  const text = utf8Decode(bytes);
  if (text === undefined) return undefined;
  return text
    .split('\r\n')
    .map((line) => line.replaceAll('\n', '␊').replaceAll('\r', '␍').replaceAll('\0', '␀'))
    .join('\n');
}
