/** What the reader typed, as what is sent. */
import { fromHex } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';

/** More than this would make figures of nothing but payload. */
export const MAX_BYTES = 4096;

export type Typed =
  | { readonly ok: true; readonly data: string | Uint8Array; readonly length: number }
  | { readonly ok: false; readonly fault: 'not-hex'; readonly text: string }
  | { readonly ok: false; readonly fault: 'too-long'; readonly length: number };

/** Text as it is; binary as pairs of hexadecimal digits, with white space anywhere. */
export function readTyped(text: string, as: 'text' | 'binary'): Typed {
  if (as === 'binary') {
    const bad = /[^0-9a-fA-F\s]\S*/.exec(text)?.[0];
    const digits = text.replace(/\s+/g, '');
    if (bad !== undefined) return { ok: false, fault: 'not-hex', text: bad };
    if (digits.length % 2) return { ok: false, fault: 'not-hex', text: digits.slice(-1) };
  }
  const data = as === 'text' ? text : fromHex(text);
  const length = typeof data === 'string' ? utf8Encode(data).length : data.length;
  return length > MAX_BYTES ? { ok: false, fault: 'too-long', length } : { ok: true, data, length };
}
