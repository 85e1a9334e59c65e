/** Size limits and speed. */
import {
  binary,
  echoBinary,
  echoText,
  normal,
  repeated,
  rounds,
  sendBy,
  split,
  text,
  type Case,
  type Message,
  type Writes
} from './case.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** All payloads are cut from one, which is as long as the longest. */
const CONTENT = repeated(0x2a, 16 * MIB);
const content = (length: number) => CONTENT.subarray(0, length);

const TYPES: readonly Message['type'][] = ['text', 'binary'];
const frameOf = { text, binary };
const echoOf = { text: echoText, binary: echoBinary };

const SIZES = [64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB];
const FRAME_SIZES = [64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB];
const PIECES = [64, 128, 256, 512, 1024, 2048];
const ROUND_SIZES = [0, 16, 64, 256, 1024, 4096];

const oneFrame = (id: string, type: Message['type'], size: number, writes: Writes = 'at once') =>
  normal(id, [sendBy(writes, frameOf[type](content(size)))], [echoOf[type](content(size))]);

export const GROUP_9: readonly Case[] = [
  ...TYPES.flatMap((type, t) =>
    SIZES.map((size, i) => oneFrame(`9.${1 + t}.${i + 1}`, type, size))
  ),
  ...TYPES.flatMap((type, t) =>
    FRAME_SIZES.map((size, i) =>
      normal(
        `9.${3 + t}.${i + 1}`,
        [split(type, content(4 * MIB), size)],
        [echoOf[type](content(4 * MIB))]
      )
    )
  ),
  ...TYPES.flatMap((type, t) =>
    PIECES.map((piece, i) => oneFrame(`9.${5 + t}.${i + 1}`, type, MIB, piece))
  ),
  ...TYPES.flatMap((type, t) =>
    ROUND_SIZES.map((size, i) =>
      rounds(`9.${7 + t}.${i + 1}`, () => ({ type, payload: content(size) }))
    )
  )
];
