/** A payload as something that can be typed, and back. Pure. */
import { concatBytes, fromHex, toHex } from '#lib/bytes/bytes.ts';
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';
import { CLOSE, TEXT } from '#lib/protocol/websocket/opcode.ts';

export type PayloadForm = 'text' | 'bytes' | 'close';

/** More is not put into a text field. */
export const MAX_TYPED = 8192;

/** Pairs of hexadecimal digits; undefined when it is something else, or not yet whole. */
export function readPairs(text: string): Uint8Array | undefined {
  const digits = text.replace(/[\s:,]+/g, '');
  return /^(?:[\da-f]{2})*$/i.test(digits) ? fromHex(digits) : undefined;
}

export const isUtf8 = (payload: Uint8Array): boolean => utf8Decode(payload) !== undefined;

/** The forms in which a payload can be shown without losing a byte. */
export function formsOf(opcode: number, payload: Uint8Array): PayloadForm[] {
  if (payload.length > MAX_TYPED) return opcode === TEXT ? ['text', 'bytes'] : ['bytes', 'text'];
  const reason = payload.subarray(2);
  if (opcode === CLOSE && payload.length !== 1 && isUtf8(reason)) return ['close', 'bytes'];
  return isUtf8(payload) ? ['text', 'bytes'] : ['bytes'];
}

/** The form to begin with: text for text and where it can be read. */
export function defaultForm(opcode: number, payload: Uint8Array): PayloadForm {
  const [first = 'bytes'] = formsOf(opcode, payload);
  if (first !== 'text' || opcode === TEXT || payload.length > MAX_TYPED) return first;
  const text = utf8Decode(payload) ?? '';
  // eslint-disable-next-line no-control-regex -- what control characters stand in is no text
  return /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text) ? 'bytes' : 'text';
}

export const typedAs = (form: PayloadForm, payload: Uint8Array): string =>
  form === 'text' ? (utf8Decode(payload) ?? '') : toHex(payload, ' ');

/** undefined: what is typed is not (yet) a payload. */
export const payloadFrom = (form: PayloadForm, text: string): Uint8Array | undefined =>
  form === 'text' ? utf8Encode(text) : readPairs(text);

/** The code of a Close and its reason, as text; an empty body has neither. */
export const closeTexts = (payload: Uint8Array): { code: string; reason: string } => ({
  code: payload.length < 2 ? '' : String(((payload[0] ?? 0) << 8) | (payload[1] ?? 0)),
  reason: utf8Decode(payload.subarray(2)) ?? ''
});

/** Any code from 0 to 65535, for the lab shows the wrong ones too; undefined for anything else. */
export function closePayload(code: string, reason: string): Uint8Array | undefined {
  const digits = code.trim();
  if (digits === '') return reason === '' ? new Uint8Array() : undefined;
  const value = Number(digits);
  if (!/^\d{1,5}$/.test(digits) || value > 0xffff) return undefined;
  return concatBytes(Uint8Array.of(value >> 8, value & 0xff), utf8Encode(reason));
}
