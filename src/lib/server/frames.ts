/** Frames of a chapter, from the settings in its chapter.json: every byte by the engine. */
import { fromHex, hexByte } from '#lib/bytes/bytes.ts';
import { leavesOf, type Span } from '#lib/bytes/span.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import type { FieldId, FrameLeaf, FrameView } from '#lib/figures/frame-steps/frame-view.ts';
import { seededRandom } from '#lib/network/random.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import type { FrameSpanId } from '#lib/protocol/websocket/frame.ts';
import { BINARY, OPCODES, TEXT } from '#lib/protocol/websocket/opcode.ts';

export interface FrameSettings {
  readonly from: 'client' | 'server';
  /** The payload: this text, so many times … */
  readonly text?: string;
  readonly times?: number;
  /** … or so many bytes that count 0 to 255 again and again. */
  readonly count?: number;
  readonly rsv2?: boolean;
  /** A client's masking key in hexadecimal; drawn from `seed` when absent. */
  readonly key?: string;
  readonly seed?: number;
}

/** A payload up to this is drawn whole; of a longer one about `BEGINNING`, to the end of a row. */
const WHOLE = 12;
const BEGINNING = 8;

export const payloadOf = ({ text, times = 1, count = 0 }: FrameSettings): Uint8Array =>
  text === undefined
    ? Uint8Array.from({ length: count }, (_, i) => i)
    : utf8Encode(text.repeat(times));

/** The bytes of the frame. */
export function frameBytes(settings: FrameSettings): Uint8Array {
  const { from, text, key, seed = 0, rsv2 = false } = settings;
  const maskingKey = key === undefined ? seededRandom(seed).bytes(4) : fromHex(key);
  return encodeFrame({
    opcode: text === undefined ? BINARY : TEXT,
    payload: payloadOf(settings),
    rsv2,
    ...(from === 'client' ? { maskingKey } : {})
  });
}

/** `П 1/2`, `П 2/2`: which character a byte of UTF-8 belongs to, and which of its bytes it is. */
function charactersOf(text: string): string[] {
  return Array.from(text).flatMap((character) => {
    const { length } = utf8Encode(character);
    return Array.from({ length }, (_, i) =>
      length === 1 ? character : `${character} ${i + 1}/${length}`
    );
  });
}

const fieldOf = (id: FrameSpanId): FieldId =>
  id.startsWith('rsv') ? 'rsv' : id.startsWith('close-') ? 'payload-data' : (id as FieldId);

const leafOf = ({ id, from, to }: Span<FrameSpanId>): FrameLeaf => {
  const field = fieldOf(id);
  return { from, to, field, tags: id === field ? [id] : [id, field] };
};

export function frameViewOf(id: string, settings: FrameSettings): FrameView {
  const bytes = frameBytes(settings);
  const frame = decodeFrame(bytes, { from: settings.from });
  if (!frame.complete) throw new Error(`content: frame ${id} is not whole`);
  const { payload, opcode } = frame.value;
  const headerLength = frame.byteLength - payload.length;
  const drawn =
    payload.length <= WHOLE ? payload.length : BEGINNING - ((headerLength + BEGINNING) % 4);
  const text = settings.text?.repeat(settings.times ?? 1);
  const reads = text === undefined ? Array.from(payload, hexByte) : charactersOf(text);
  return {
    id,
    from: settings.from,
    bytes: bytes.slice(0, headerLength + drawn),
    byteLength: frame.byteLength,
    headerLength,
    leaves: leavesOf(frame.spans).map(leafOf),
    kind: OPCODES[opcode]?.id ?? 'reserved',
    reads: reads.slice(0, drawn),
    text: payload.length <= WHOLE ? text : undefined,
    faults: frame.violations.map(({ range }) => range)
  };
}
