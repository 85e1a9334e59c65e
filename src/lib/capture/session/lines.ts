/** The rows of both lists: what stands in their cells. */
import { UTF8_START, utf8Advance, utf8Decode } from '#lib/bytes/utf8.ts';
import { CLOSE, isControl } from '#lib/protocol/websocket/opcode.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import type { Connection } from '../capture.ts';
import type { FrameLine, MessageLine } from './protocol.ts';
import type { ReadAgain } from './read-again.ts';

/** So many bytes of a payload are read for a line. */
const PREVIEW = 160;

/** Text that may be cut in the middle of a character; undefined: it is none. */
export function beginningOf(bytes: Uint8Array): string | undefined {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 4) {
    const head = bytes.subarray(0, end);
    if (utf8Advance(UTF8_START, head) === UTF8_START) return utf8Decode(head);
    end--;
  }
  return end === 0 ? '' : undefined;
}

export async function frameLine(
  connection: Connection,
  row: number,
  read: ReadAgain
): Promise<FrameLine> {
  const { frames, messages } = connection;
  const frame = frames.at(row);
  const message = frame.message < 0 ? undefined : messages.at(frame.message);
  // What is compressed is text only as a whole message.
  const bytes = message?.compressed
    ? message.frames === 1
      ? await read.message(connection, frame.message, PREVIEW)
      : undefined
    : await read.payload(connection, row, PREVIEW);
  const said = bytes && frame.opcode === CLOSE ? bytes.subarray(2) : bytes;
  return {
    ...frame,
    kind: 'frames',
    row,
    faults: frames.faultsOf(row),
    preview: said && frame.opcode !== 2 ? beginningOf(said) : undefined
  };
}

/** The rules that the frames of a message break. */
function faultsIn({ frames }: Connection, row: number, first: number, last: number): RuleId[] {
  const rules = new Set<RuleId>();
  const { faulty } = frames;
  let low = 0;
  let high = faulty.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((faulty[middle] ?? 0) < first) low = middle + 1;
    else high = middle;
  }
  for (; (faulty[low] ?? Infinity) <= last; low++) {
    const at = faulty[low] ?? 0;
    if (frames.at(at).message === row) for (const rule of frames.faultsOf(at)) rules.add(rule);
  }
  return [...rules];
}

export async function messageLine(
  connection: Connection,
  row: number,
  read: ReadAgain
): Promise<MessageLine> {
  const { frames, messages } = connection;
  const message = messages.at(row);
  const { time } = frames.columns;
  const at = time[message.last] as number;
  const before = row > 0 ? (time[messages.at(row - 1).last] as number) : NaN;
  const bytes = message.type === 'text' ? await read.message(connection, row, PREVIEW) : undefined;
  return {
    ...message,
    kind: 'messages',
    row,
    time: at,
    since: at - before,
    faults: faultsIn(connection, row, message.first, message.last),
    preview: bytes && beginningOf(bytes)
  };
}

/** The rows of a message's frames, the first `limit`. */
export function rowsOfMessage({ frames, messages }: Connection, row: number, limit: number) {
  const { first, last } = messages.at(row);
  const { message } = frames.columns;
  const rows: number[] = [];
  for (let at = first; at <= last && rows.length < limit; at++)
    if (message[at] === row) rows.push(at);
  return rows;
}

/** The frame before of the same kind, data or control; -1 without one. */
export function sameKindBefore({ frames }: Connection, row: number): number {
  const control = isControl(frames.at(row).opcode);
  let at = row - 1;
  while (at >= 0 && isControl(frames.at(at).opcode) !== control) at--;
  return at;
}
