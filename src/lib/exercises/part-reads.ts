/** What a field of a frame says, once a reader has picked it. */
import type { Span } from '#lib/bytes/span.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import type { FrameDecoding } from '#lib/protocol/websocket/decode-frame.ts';
import type { FrameSpanId } from '#lib/protocol/websocket/frame.ts';
import { OPCODES } from '#lib/protocol/websocket/opcode.ts';
import type { Phrase } from './exercise.ts';
import { shownPayload } from './build-bytes.ts';

export function partReads(decoding: FrameDecoding, span: Span<FrameSpanId>): Phrase | undefined {
  const { id, value } = span;
  switch (id) {
    case 'fin':
      return { id: value ? 'frameField.fin1' : 'frameField.fin0' };
    case 'rsv1':
    case 'rsv2':
    case 'rsv3':
      return { id: value ? 'exercise.rsvSet' : 'exercise.rsvClear' };
    case 'opcode':
      return { id: `exercise.kind-${OPCODES[Number(value)]?.id ?? 'reserved'}` };
    case 'mask':
      return { id: value ? 'frameField.masked' : 'frameField.unmasked' };
    case 'payload-length':
      if (value === 126) return { id: 'frameField.length16' };
      if (value === 127) return { id: 'frameField.length64' };
      return { id: 'units.bytes', values: { n: Number(value) } };
    case 'extended-payload-length':
      return value instanceof Uint8Array
        ? undefined
        : { id: 'units.bytes', values: { n: Number(value) } };
    case 'masking-key':
      return { id: 'exercise.keyRandom' };
    case 'payload-data':
      return decoding.complete ? shownPayload(decoding.value.payload) : undefined;
    case 'close-code':
      return { id: 'exercise.plainText', values: { text: String(value) } };
    case 'close-reason':
      return value instanceof Uint8Array
        ? { id: 'exercise.quoted', values: { text: utf8Decode(value) ?? '' } }
        : undefined;
  }
}
