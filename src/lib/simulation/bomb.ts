/**
 * Messages of zeros, compressed (RFC 7692) and sent to a server with a limit or without one. Made
 * while the site is built: the compressor does not ship with the page.
 */
import { openConnection, step } from '#lib/protocol/websocket/connection.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { BINARY } from '#lib/protocol/websocket/opcode.ts';
import {
  contextOf,
  DEFAULT_AGREEMENT,
  deflateMessage
} from '#lib/protocol/websocket/permessage-deflate.ts';
import { seededRandom } from '#lib/network/random.ts';

const KIB = 1024;
/** Bytes of a message before it is compressed. */
export const BOMB_SIZES = [KIB * KIB, 16 * KIB * KIB, 64 * KIB * KIB] as const;
/** Bytes of a message that a server takes at most; null: it has no limit. */
export const BOMB_LIMITS = [64 * KIB, KIB * KIB, 16 * KIB * KIB, null] as const;

export interface Bomb {
  /** Bytes that the receiver has to hold, and that went over the wire as one frame. */
  readonly plain: number;
  readonly wire: number;
  /** Header and first bytes of the frame. */
  readonly begins: Uint8Array;
  /** For each of {@link BOMB_LIMITS}: the server’s Close frame, or undefined where it took all. */
  readonly closes: readonly (Uint8Array | undefined)[];
}

const SHOWN = 24;

function bombOf(plain: number): Bomb {
  const maskingKey = seededRandom(plain).bytes(4);
  const message = new Uint8Array(plain);
  const { payload } = deflateMessage(contextOf(DEFAULT_AGREEMENT, 'client'), message);
  const bytes = encodeFrame({ opcode: BINARY, rsv1: true, payload, maskingKey });
  const closeAt = (maxMessageSize: number) => {
    const server = openConnection('server', DEFAULT_AGREEMENT, { maxMessageSize });
    const { outputs } = step(server, { type: 'bytes', bytes });
    const sent = outputs.find((output) => output.type === 'bytes');
    const taken = outputs.some((output) => output.type === 'message');
    if (taken === (sent !== undefined)) throw new Error('neither taken nor refused');
    return sent?.bytes;
  };
  // Where it just fits it is taken, and so it is by every wider limit: it inflates once.
  const fitting = closeAt(plain);
  const closes = BOMB_LIMITS.map((limit) =>
    limit === null || limit >= plain ? fitting : closeAt(limit)
  );
  return { plain, wire: bytes.length, begins: bytes.slice(0, SHOWN), closes };
}

let made: readonly Bomb[] | undefined;

/** One for each of {@link BOMB_SIZES}. It takes a second, once. */
export const bombs = (): readonly Bomb[] => (made ??= BOMB_SIZES.map(bombOf));
