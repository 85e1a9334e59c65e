/** One frame for the frame lab, as the state of its link. */
import type { Role } from '#lib/protocol/websocket/frame.ts';
import {
  DEFAULT_AGREEMENT,
  type DeflateAgreement
} from '#lib/protocol/websocket/permessage-deflate.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Connection } from '../capture.ts';
import { streamBytes } from '../connection-bytes.ts';
import { senderOf } from '../doctor/patient.ts';

/** What the frame lab is opened with: the same as `FrameState` of its links. */
export interface LabState {
  readonly bytes: Uint8Array;
  readonly from: Role;
  readonly deflate: 'none' | 'offered' | 'agreed';
  readonly agreement: DeflateAgreement;
  readonly at: number;
}

/** What a link can hold at most of bytes that do not compress. */
const MOST = 64 << 10;

/** Offset of the first frame of a direction, and of the first of the frame’s message. */
function beginnings({ frames, messages }: Connection, row: number): number[] {
  const { from, message, offset } = frames.at(row);
  const { bits, offset: offsets } = frames.columns;
  let first = 0;
  while (first < row && senderOf(bits[first] as number) !== from) first++;
  const ofMessage = message >= 0 ? (offsets[messages.at(message).first] as number) : offset;
  return [offsets[first] as number, ofMessage, offset];
}

/**
 * The frame, and before it what the lab needs to read it: all that its end has sent where messages
 * refer to earlier ones, else what its message began with. Longest first: a caller takes the first
 * that fits into a link.
 */
export async function frameStates(
  source: ByteSource,
  connection: Connection,
  row: number
): Promise<LabState[]> {
  const { from, message, offset, headerLength, length, have } = connection.frames.at(row);
  const { deflate = 'none', agreement = DEFAULT_AGREEMENT } = connection.websocket ?? {};
  const end = offset + headerLength + (have ?? length);
  const needsAll = message >= 0 && connection.messages.at(message).compressed;
  const starts = beginnings(connection, row).slice(needsAll ? 0 : 1);
  const states: LabState[] = [];
  for (const begin of new Set(starts)) {
    if (end - begin > MOST && begin !== offset) continue;
    const { bytes } = await streamBytes(source, connection.directions[from], begin, end);
    states.push({
      bytes,
      from,
      // A compressed frame says that it was agreed, where the handshake is not in the file.
      deflate: deflate === 'unknown' ? 'agreed' : deflate,
      agreement,
      at: offset - begin
    });
  }
  return states;
}
