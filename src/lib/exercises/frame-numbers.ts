/** Numbers that the encoders come to. */
import { base64Encode } from '#lib/bytes/base64.ts';
import { toHex } from '#lib/bytes/bytes.ts';
import { headerLengthOf } from '#lib/protocol/websocket/encode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { FrameRecipe } from './exercise.ts';
import type { Finders } from './finder.ts';
import { payloadOf, recipeBytes } from './frames.ts';

export interface FrameQuestions {
  /** Bytes of a frame on the wire. */
  readonly 'frame-bytes': { readonly from: Role; readonly frame: FrameRecipe };
  /** Characters of so many bytes as base64. */
  readonly base64: { readonly bytes: number };
}

export const FRAME_FINDERS: Finders<FrameQuestions> = {
  'frame-bytes': ({ from, frame }) => {
    const payload = payloadOf(frame) ?? new Uint8Array();
    const masked = from === 'client';
    return {
      answer: recipeBytes(from, frame).length,
      near: [
        { id: 'payload-only', value: payload.length },
        { id: 'characters', value: (frame.text ?? '').length * (frame.times ?? 1) },
        { id: 'key-forgotten', value: headerLengthOf(payload.length, false) + payload.length },
        { id: 'key-added', value: headerLengthOf(payload.length, true) + payload.length },
        { id: 'short-length', value: headerLengthOf(0, masked) + payload.length },
        { id: 'two-bytes-of-header', value: headerLengthOf(0, false) + payload.length }
      ]
    };
  },
  base64: ({ bytes }) => {
    const text = base64Encode(new Uint8Array(bytes));
    return {
      answer: text.length,
      near: [
        { id: 'bytes', value: bytes },
        { id: 'no-padding', value: text.replace(/=+$/, '').length },
        { id: 'hex', value: toHex(new Uint8Array(bytes)).length }
      ]
    };
  }
};
