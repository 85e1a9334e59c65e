/** A frame in one line, without words: names of RFC 6455, numbers, and what it holds. */
import { toHex } from '#lib/bytes/bytes.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { BINARY, CLOSE, isControl, OPCODES, TEXT } from '#lib/protocol/websocket/opcode.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Connection } from '../capture.ts';
import { frameBytes, messageBytes } from '../connection-bytes.ts';
import type { FrameRow } from '../frame-table.ts';
import { REDACTED } from './redact.ts';

/** Bytes of a payload that are shown. */
const SHOWN = { text: 1000, hex: 32 } as const;

const inHex = (bytes: Uint8Array, length: number): string =>
  toHex(bytes.subarray(0, SHOWN.hex), ' ') + (length > SHOWN.hex ? ` ${REDACTED}` : '');

const quoted = (bytes: Uint8Array, length: number): string => {
  const text = utf8Decode(bytes.subarray(0, SHOWN.text));
  const more = length > SHOWN.text ? REDACTED : '';
  if (text !== undefined) return JSON.stringify(text) + more;
  return inHex(bytes, length);
};

/** What a frame holds, where it can be shown; a compressed message stands at its last frame. */
async function content(
  source: ByteSource,
  connection: Connection,
  row: number,
  frame: FrameRow
): Promise<string> {
  const message = frame.message >= 0 ? connection.messages.at(frame.message) : undefined;
  if (message?.compressed) {
    if (message.last !== row || message.trouble !== 'none') return '';
    const bytes = await messageBytes(source, connection, frame.message, SHOWN.text + 4);
    if (message.type === 'binary') return inHex(bytes, message.length);
    return bytes.length ? quoted(bytes, message.length) : '';
  }
  const { payload } = await frameBytes(source, connection, row, SHOWN.text + 4);
  if (payload.length === 0) return '';
  if (frame.opcode === CLOSE)
    return payload.length > 2 ? quoted(payload.subarray(2), frame.length - 2) : '';
  const isText = frame.opcode === TEXT || isControl(frame.opcode) || message?.type === 'text';
  if (isText && frame.opcode !== BINARY) return quoted(payload, frame.length);
  return inHex(payload, frame.length);
}

/** `text 5 "Hello"`, `binary 70000 fragment`, `close 1000`; `payload` false: `…` for what it holds. */
export async function frameLine(
  source: ByteSource,
  connection: Connection,
  row: number,
  payload: boolean
): Promise<string> {
  const frame = connection.frames.at(row);
  const { id } = OPCODES[frame.opcode] ?? { id: 'reserved' };
  const name = id === 'reserved' ? `opcode 0x${frame.opcode.toString(16)}` : id;
  const faults = connection.frames.faultsOf(row);
  const held = payload
    ? await content(source, connection, row, frame)
    : frame.length > (frame.opcode === CLOSE ? 2 : 0)
      ? REDACTED
      : '';
  const code = frame.opcode === CLOSE && frame.length >= 2 ? String(frame.extra) : '';
  return [
    name,
    code,
    frame.opcode === CLOSE ? '' : String(frame.length),
    frame.fin ? '' : 'FIN=0',
    frame.rsv ? `RSV=${frame.rsv.toString(2).padStart(3, '0')}` : '',
    frame.captured === 'full' ? '' : `(${frame.captured})`,
    frame.inferred ? '(inferred)' : '',
    held,
    ...faults.map((rule) => `!${rule}`)
  ]
    .filter((part) => part !== '')
    .join(' ');
}
