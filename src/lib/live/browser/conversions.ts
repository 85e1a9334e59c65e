/** What Web IDL makes of the arguments of the WebSocket interface, and the errors that it names. */
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { isToken } from '#lib/protocol/http/abnf.ts';
import { mayBePassedToClose } from '#lib/protocol/websocket/close-code.ts';
import { MAX_REASON } from '#lib/protocol/websocket/close-frame.ts';

/** With a stack: it says which line of the reader's code it came from. */
export function domError(name: string, message: string): DOMException {
  const error = new DOMException(message, name);
  const { stack = '' } = new Error(message);
  return Object.defineProperty(error, 'stack', { value: stack, configurable: true });
}

const CONSTRUCT = "Failed to construct 'WebSocket': ";
const CLOSE = "Failed to execute 'close' on 'WebSocket': ";

/** `DOMString`: a Symbol has none, and is a TypeError. */
export const toText = (value: unknown): string => `${value as string}`;

/** `(DOMString or sequence<DOMString>)` (RFC 6455 §4.1). */
export function readProtocols(value: unknown): string[] {
  const isSequence = typeof value === 'object' && value !== null && Symbol.iterator in value;
  return isSequence ? Array.from(value as Iterable<unknown>, toText) : [toText(value)];
}

/** Throws a DOMException named SyntaxError on what is no token, and on a name that stands twice. */
export function checkProtocols(names: readonly string[]): void {
  for (const name of names)
    if (!isToken(name))
      throw domError('SyntaxError', `${CONSTRUCT}The subprotocol '${name}' is invalid.`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw domError('SyntaxError', `${CONSTRUCT}The subprotocol '${twice}' is duplicated.`);
}

/** `[Clamp] unsigned short`; Chromium 156 cuts a fraction off, where Web IDL rounds. */
function clampShort(value: unknown): number {
  // Of a BigInt this is a TypeError, as it is of a Symbol.
  const number = +(value as number);
  return Number.isNaN(number) ? 0 : Math.trunc(Math.min(Math.max(number, 0), 65535));
}

/** Arguments of `close()`; throws InvalidAccessError or SyntaxError (WHATWG WebSockets §3.1). */
export function readClose(code: unknown, reason: unknown): { code?: number; reason: string } {
  // Chromium 156: a reason without a code is refused as a wrong code.
  const number = code === undefined ? (reason === undefined ? undefined : 0) : clampShort(code);
  const text = reason === undefined ? '' : toText(reason).toWellFormed();
  if (number !== undefined && !mayBePassedToClose(number))
    throw domError(
      'InvalidAccessError',
      `${CLOSE}The close code must be either 1000, or between 3000 and 4999. ${number} is neither.`
    );
  if (utf8Encode(text).length > MAX_REASON)
    throw domError(
      'SyntaxError',
      `${CLOSE}The close reason must not be greater than ${MAX_REASON} UTF-8 bytes.`
    );
  return number === undefined ? { reason: text } : { code: number, reason: text };
}

/** Members of ECMAScript 2024. */
type StateOfBuffer = ArrayBuffer & { readonly resizable?: boolean; readonly detached?: boolean };

/** What `send()` is given: text, bytes as they are now, or a Blob. */
export function readData(value: unknown): string | Uint8Array | Blob {
  if (value instanceof Blob) return value;
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
  if (!(buffer instanceof ArrayBuffer)) return toText(value).toWellFormed();
  const { resizable, detached } = buffer as StateOfBuffer;
  if (resizable) throw new TypeError('The buffer must not be resizable.');
  if (detached) return new Uint8Array();
  return ArrayBuffer.isView(value)
    ? new Uint8Array(buffer, value.byteOffset, value.byteLength).slice()
    : new Uint8Array(buffer.slice(0));
}
