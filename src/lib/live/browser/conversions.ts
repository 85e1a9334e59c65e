/** What Web IDL makes of the arguments of the WebSocket interface, and the errors that it names. */
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { isToken } from '#lib/protocol/http/abnf.ts';
import { mayBePassedToClose } from '#lib/protocol/websocket/close-code.ts';
import { MAX_REASON } from '#lib/protocol/websocket/close-frame.ts';

export const domError = (name: string, message: string) => new DOMException(message, name);

/** `(DOMString or sequence<DOMString>)`, and then: tokens, no name twice (RFC 6455 §4.1). */
export function readProtocols(value: unknown): string[] {
  const isSequence = typeof value === 'object' && value !== null && Symbol.iterator in value;
  const names = isSequence ? Array.from(value as Iterable<unknown>, String) : [String(value)];
  for (const name of names)
    if (!isToken(name)) throw domError('SyntaxError', `The subprotocol '${name}' is invalid.`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw domError('SyntaxError', `The subprotocol '${twice}' is duplicated.`);
  return names;
}

/** `[Clamp] unsigned short`. */
function clampShort(value: unknown): number {
  const number = Number(value);
  if (Number.isNaN(number)) return 0;
  const clamped = Math.min(Math.max(number, 0), 65535);
  const floor = Math.floor(clamped);
  // Halves go to the even number.
  return clamped - floor === 0.5 ? floor + (floor % 2) : Math.round(clamped);
}

/** Arguments of `close()`; throws InvalidAccessError or SyntaxError (WHATWG WebSockets §3.1). */
export function readClose(code: unknown, reason: unknown): { code?: number; reason: string } {
  const text = reason === undefined ? '' : String(reason).toWellFormed();
  const number = code === undefined ? undefined : clampShort(code);
  if (number !== undefined && !mayBePassedToClose(number))
    throw domError('InvalidAccessError', `The close code ${number} may not be used by script.`);
  if (utf8Encode(text).length > MAX_REASON)
    throw domError('SyntaxError', `The reason is longer than ${MAX_REASON} bytes.`);
  return number === undefined ? { reason: text } : { code: number, reason: text };
}

/** What `send()` is given: text, bytes as they are now, or a Blob. */
export function readData(value: unknown): string | Uint8Array | Blob {
  if (value instanceof Blob) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0));
  if (ArrayBuffer.isView(value))
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  return String(value).toWellFormed();
}
