/** Frames go from a connection (RFC 6455 §5.3, §5.5, §6.1; RFC 7692 §6.1). */
import { encodeClose, type Close } from './close-frame.ts';
import type { Input, Keys } from './connection-io.ts';
import type { Run } from './connection-run.ts';
import { encodeFrame } from './encode-frame.ts';
import { encodeMessage, fragmentEnds } from './message.ts';
import { CLOSE, type Opcode, type PING, type PONG } from './opcode.ts';
import { deflateMessage } from './permessage-deflate.ts';

function mayWrite(run: Run): boolean {
  const { state, closeSent } = run.connection;
  return (state === 'open' || state === 'closing') && !closeSent;
}

export function sendFrame(run: Run, opcode: Opcode, payload: Uint8Array): void {
  const maskingKey = keysOf(run)?.();
  const bytes = encodeFrame({ opcode, payload, ...(maskingKey ? { maskingKey } : {}) });
  run.out({ type: 'bytes', bytes });
}

/** A client masks; a server has no keys to draw. */
function keysOf(run: Run): Keys | undefined {
  if (run.connection.role === 'server') return undefined;
  if (!run.keys) throw new Error('a client needs masking keys');
  return run.keys;
}

/** Does nothing once a Close is sent or the connection is not open (RFC 6455 §6.1). */
export function send(
  run: Run,
  { message, fragmentSize, compress = true }: Extract<Input, { type: 'send' }>
): void {
  const { deflate, options, state } = run.connection;
  if (!mayWrite(run) || state !== 'open') return;
  let { payload } = message;
  const compressed =
    deflate !== undefined && compress && payload.length >= options.deflateThreshold;
  if (compressed) {
    const deflated = deflateMessage(deflate.sends, payload);
    payload = deflated.payload;
    run.set({ deflate: { ...deflate, sends: deflated.context } });
  }
  const nextKey = keysOf(run);
  const frames = encodeMessage(payload, {
    type: message.type,
    compressed,
    ends: fragmentEnds(payload.length, fragmentSize),
    inPieces: options.inPieces,
    ...(nextKey ? { nextKey } : {})
  });
  for (const bytes of frames) run.out({ type: 'bytes', bytes });
}

/** Throws a RangeError on more than 125 bytes (RFC 6455 §5.5). */
export function sendControl(
  run: Run,
  opcode: typeof PING | typeof PONG,
  payload: Uint8Array
): void {
  if (payload.length > 125) throw new RangeError(`a control frame of ${payload.length} bytes`);
  if (mayWrite(run)) sendFrame(run, opcode, payload);
}

export function close(run: Run, code: number | undefined, reason = ''): void {
  const payload = encodeClose(code, reason);
  if (!mayWrite(run)) return;
  sendClose(run, payload, { code, reason });
}

export function sendClose(run: Run, payload: Uint8Array, close: Close): void {
  sendFrame(run, CLOSE, payload);
  run.set({ closeSent: close });
  run.move('close-sent');
}
