/** A frame as a sentence, `Final text frame, not masked, 5 bytes`: its messages, without the words. */
import type { FrameDecoding } from '#lib/protocol/websocket/decode-frame.ts';
import { CLOSE, OPCODES } from '#lib/protocol/websocket/opcode.ts';
import type { Phrase } from './exercise.ts';

/** In the order in which they are said; commas join them. */
export function builtFrame(decoding: FrameDecoding, present: number): Phrase[] {
  const header = decoding.complete
    ? {
        fin: decoding.value.fin,
        opcode: decoding.value.opcode,
        masked: decoding.value.maskingKey !== undefined,
        payloadLength: decoding.value.payload.length
      }
    : decoding.header;
  if (!header) return [{ id: 'frameSentence.cutHeader', values: { n: present } }];
  const { fin, opcode, masked, payloadLength } = header;
  const kind = OPCODES[opcode]?.id ?? 'reserved';
  const phrases: Phrase[] = [
    {
      id: `frameSentence.${kind}${fin ? 'Final' : 'Open'}`,
      values: { opcode: opcode.toString(16).toUpperCase() }
    },
    { id: masked ? 'frameSentence.masked' : 'frameSentence.unmasked' },
    { id: 'units.bytes', values: { n: payloadLength } }
  ];
  if (!decoding.complete)
    phrases.push({ id: 'frameSentence.missing', values: { n: decoding.missing } });
  else if (opcode === CLOSE && payloadLength > 1)
    phrases.push({
      id: 'frameSentence.code',
      values: { code: String(codeOf(decoding.value.payload)) }
    });
  return phrases;
}

/** The first two bytes of a Close, in network byte order (RFC 6455 §5.5.1). */
export const codeOf = (payload: Uint8Array): number => ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
