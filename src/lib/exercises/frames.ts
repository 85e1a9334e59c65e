/** Frames of an exercise: those that are shown, and those that the engine would answer with. */
import { concatBytes, fromHex } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { seededRandom, type Random } from '#lib/network/random.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import {
  isControl,
  OPCODES,
  type Opcode,
  type OpcodeEntry
} from '#lib/protocol/websocket/opcode.ts';
import type { BuildBytes, FrameRecipe, FrameWish, PayloadRecipe } from './exercise.ts';

/** The bytes that a recipe stands for; undefined when it leaves them free. */
export function payloadOf(recipe: PayloadRecipe): Uint8Array | undefined {
  const { text, times = 1, hex, size, code, reason = '' } = recipe;
  if (text !== undefined) return utf8Encode(text.repeat(times));
  if (hex !== undefined) return fromHex(hex);
  if (size !== undefined) return Uint8Array.from({ length: size }, (_, i) => i);
  // A code that no frame may carry is written all the same: to find it is the task.
  if (code !== undefined) return concatBytes(Uint8Array.of(code >> 8, code), utf8Encode(reason));
  return undefined;
}

export const opcodeOf = (id: OpcodeEntry['id'], number?: number): Opcode =>
  OPCODES.find((entry) => entry.id === id && (number === undefined || entry.opcode === number))
    ?.opcode ?? 0;

/** The bytes of one frame that an end sends. */
export function recipeBytes(from: Role, recipe: FrameRecipe): Uint8Array {
  const { opcode = 'text', number, fin, rsv1, rsv2, rsv3, lengthForm, seed = 101 } = recipe;
  const { masked = from === 'client' } = recipe;
  return encodeFrame({
    opcode: opcodeOf(opcode, number),
    payload: payloadOf(recipe) ?? new Uint8Array(),
    ...(fin === undefined ? {} : { fin }),
    ...(rsv1 ? { rsv1 } : {}),
    ...(rsv2 ? { rsv2 } : {}),
    ...(rsv3 ? { rsv3 } : {}),
    ...(lengthForm ? { lengthForm } : {}),
    ...(masked ? { maskingKey: seededRandom(seed).bytes(4) } : {})
  });
}

export const recipesBytes = (from: Role, recipes: readonly FrameRecipe[]): Uint8Array =>
  concatBytes(...recipes.map((recipe) => recipeBytes(from, recipe)));

const isData = ({ opcode }: FrameWish) => !isControl(opcodeOf(opcode));

/** What the engine would type: one of the right answers, with a key of chance. */
export function solutionBytes(
  { from, frames, message = '' }: BuildBytes,
  random: Random
): Uint8Array {
  const text = utf8Encode(message);
  const parts = frames.filter(isData).length;
  let part = 0;
  return concatBytes(
    ...frames.map((wish) => {
      const { opcode, fin = true } = wish;
      let payload = payloadOf(wish) ?? new Uint8Array();
      if (message && isData(wish)) {
        const at = (n: number) => Math.round((text.length * n) / parts);
        payload = text.slice(at(part), at(part + 1));
        part++;
      }
      const key = from === 'client' ? { maskingKey: random.bytes(4) } : {};
      return encodeFrame({ opcode: opcodeOf(opcode), fin, payload, ...key });
    })
  );
}
