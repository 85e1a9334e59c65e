/** Payloads of control frames, with the errors of ws. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { mayBeOnWire } from '#lib/protocol/websocket/close-code.ts';
import { MAX_REASON } from '#lib/protocol/websocket/close-frame.ts';
import { toBytes } from './to-buffer.ts';

const MAX_CONTROL = 125;

/** Of a Ping or a Pong; a RangeError over 125 bytes. */
export function controlPayload(data: unknown): Uint8Array {
  const payload = toBytes(data);
  if (payload.length > MAX_CONTROL)
    throw new RangeError(`The data size must not be greater than ${MAX_CONTROL} bytes`);
  return payload;
}

/** Of a Close. Throws a TypeError on a code that may not be sent, a RangeError on a long reason. */
export function closePayload(code?: number, data?: string | Uint8Array): Uint8Array {
  if (code === undefined) return new Uint8Array();
  if (typeof code !== 'number' || !mayBeOnWire(code))
    throw new TypeError('First argument must be a valid error code number');
  const two = Uint8Array.of(code >> 8, code & 0xff);
  if (data === undefined || !data.length) return two;
  const isBytes = (data as unknown) instanceof Uint8Array;
  if (typeof data !== 'string' && !isBytes)
    throw new TypeError('Second argument must be a string or a Uint8Array');
  const reason = toBytes(data);
  if (reason.length > MAX_REASON)
    throw new RangeError(`The message must not be greater than ${MAX_REASON} bytes`);
  return concatBytes(two, reason);
}
