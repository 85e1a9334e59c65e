/** A frame as a sentence: the messages it is made of, without the words. */
import type { MessageId, Values } from '#lib/i18n/messages.ts';
import { presentLength } from '#lib/figures/frame/frame.ts';
import type { FrameDecoding } from '#lib/protocol/websocket/decode-frame.ts';
import { CLOSE, isControl, OPCODES } from '#lib/protocol/websocket/opcode.ts';
import { partsOf } from './edits.ts';

export interface Phrase {
  readonly id: MessageId;
  readonly values?: Values;
}

/** In the order in which they are said; a sentence joins them with commas. */
export function sentenceOf(decoding: FrameDecoding, compressed = false): Phrase[] {
  if (!decoding.complete && !decoding.header)
    return [{ id: 'frameSentence.cutHeader', values: { n: presentLength(decoding) } }];
  const { opcode, payload, fin, maskingKey } = partsOf(decoding);
  const kind = OPCODES[opcode]?.id ?? 'reserved';
  const phrases: Phrase[] = [
    {
      id: `frameSentence.${kind}${fin ? 'Final' : 'Open'}`,
      values: { opcode: opcode.toString(16).toUpperCase() }
    },
    { id: maskingKey ? 'frameSentence.masked' : 'frameSentence.unmasked' }
  ];
  if (compressed && !isControl(opcode)) phrases.push({ id: 'frameSentence.compressed' });
  const announced = decoding.complete ? payload.length : (decoding.header?.payloadLength ?? 0);
  phrases.push({ id: 'units.bytes', values: { n: announced } });
  if (opcode === CLOSE && payload.length > 1)
    phrases.push({
      id: 'frameSentence.code',
      values: { code: String(((payload[0] ?? 0) << 8) | (payload[1] ?? 0)) }
    });
  if (!decoding.complete)
    phrases.push({ id: 'frameSentence.missing', values: { n: decoding.missing } });
  return phrases;
}
