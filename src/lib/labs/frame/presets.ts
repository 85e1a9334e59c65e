/**
 * Examples as a table: each is made by the encoder, and what is wrong with it is put in on purpose.
 * What the judge says of them is written nowhere; tests hold the two against each other.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import type { DeflateState } from '#lib/links/frame-link.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import { encodeFrame, type FrameParts } from '#lib/protocol/websocket/encode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { encodeMessage } from '#lib/protocol/websocket/message.ts';
import {
  BINARY,
  CLOSE,
  CONTINUATION,
  PING,
  PONG,
  TEXT,
  type Opcode
} from '#lib/protocol/websocket/opcode.ts';
import {
  contextOf,
  DEFAULT_AGREEMENT,
  deflateMessage,
  TAIL,
  type DeflateAgreement
} from '#lib/protocol/websocket/permessage-deflate.ts';
import { encodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { HELLO, RFC_KEY, type LabState } from './model.ts';

export type PresetGroup = 'rfc6455' | 'rfc7692' | 'lengths' | 'violations';

export interface Preset {
  readonly id: string;
  readonly group: PresetGroup;
  readonly section: string;
  /** The rule that it breaks. */
  readonly rule?: RuleId;
  readonly state: () => LabState;
}

const hello = utf8Encode('Hello');
const frame = (opcode: Opcode, payload: Uint8Array, more: Partial<FrameParts> = {}): Uint8Array =>
  encodeFrame({ opcode, payload, ...more });
/** Bytes that count up, as content where content does not matter. */
const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i);

interface Setting {
  readonly from?: Role;
  readonly deflate?: DeflateState;
  readonly agreement?: DeflateAgreement;
  readonly at?: number;
}
const stateOf = (frames: readonly Uint8Array[], setting: Setting = {}): LabState => ({
  bytes: concatBytes(...frames),
  from: 'server',
  deflate: 'none',
  agreement: DEFAULT_AGREEMENT,
  at: 0,
  ...setting
});

// ---- RFC 6455 §5.7

const rfc6455 = (id: string, from: Role, frames: () => readonly Uint8Array[]): Preset => ({
  id,
  group: 'rfc6455',
  section: 'RFC 6455 §5.7',
  state: () => stateOf(frames(), { from })
});

// ---- RFC 7692 §7.2.3

const deflated = (context = contextOf(DEFAULT_AGREEMENT, 'server'), message = hello) =>
  deflateMessage(context, message);
const once = (): Uint8Array => deflated().payload;

/** RFC 1951 §3.2.4: a block that is not compressed; `final` sets BFINAL. */
const storedBlock = (data: Uint8Array): Uint8Array => {
  const { length } = data;
  return concatBytes(
    Uint8Array.of(0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff),
    data
  );
};

/** The bit that ends a stream is the lowest of the first byte of its only block. */
const asFinal = (payload: Uint8Array): Uint8Array => {
  const bytes = payload.slice();
  bytes[0] = (bytes[0] ?? 0) | 1;
  return bytes;
};

/** Two sync flushes in one message: the tail of the first stays (RFC 7692 §7.2.3.5). */
function twoBlocks(): Uint8Array {
  const first = deflated(undefined, hello.subarray(0, 2));
  const second = deflated(first.context, hello.subarray(2));
  return concatBytes(first.payload, TAIL, second.payload);
}

const NO_TAKEOVER: DeflateAgreement = {
  ...DEFAULT_AGREEMENT,
  server_no_context_takeover: true,
  client_no_context_takeover: true
};

const rfc7692 = (
  id: string,
  section: string,
  frames: () => readonly Uint8Array[],
  setting: Setting = {}
): Preset => ({
  id,
  group: 'rfc7692',
  section: `RFC 7692 §${section}`,
  state: () => stateOf(frames(), { deflate: 'agreed', ...setting })
});
const message = (payload: Uint8Array): Uint8Array => frame(TEXT, payload, { rsv1: true });

function twoHellos(agreement: DeflateAgreement): Uint8Array[] {
  const first = deflated(contextOf(agreement, 'server'));
  return [message(first.payload), message(deflated(first.context).payload)];
}

// ---- lengths

const lengthOf = (length: number): Preset => ({
  id: `length-${length}`,
  group: 'lengths',
  section: 'RFC 6455 §5.2',
  state: () => stateOf([frame(BINARY, counting(length))])
});

// ---- violations

const breaks = (
  rule: RuleId,
  frames: () => readonly Uint8Array[],
  setting: Setting = {}
): Preset => ({
  id: rule,
  group: 'violations',
  section: '',
  rule,
  state: () => stateOf(frames(), setting)
});

/** A frame with bits turned over that the encoder would never write so. */
const flipped = (bytes: Uint8Array, ...bits: readonly number[]): Uint8Array => {
  const copy = bytes.slice();
  for (const bit of bits) copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
  return copy;
};
/** Two bytes for a character that fits into one: what RFC 3629 §3 forbids. */
const overlong = (character: string): Uint8Array => {
  const code = character.charCodeAt(0);
  return Uint8Array.of(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
};
/** A character of two bytes without its second. */
const half = (): Uint8Array => utf8Encode('é').subarray(0, 1);
const code = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);
const closing = (value: number): Uint8Array => frame(CLOSE, code(value));

export const PRESETS: readonly Preset[] = [
  rfc6455('text', 'server', () => [encodeFrame(HELLO)]),
  rfc6455('text-masked', 'client', () => [encodeFrame({ ...HELLO, maskingKey: RFC_KEY })]),
  rfc6455('text-fragmented', 'server', () =>
    encodeMessage(hello, { type: 'text', ends: [3, hello.length] })
  ),
  rfc6455('ping', 'server', () => [frame(PING, hello)]),
  rfc6455('pong-masked', 'client', () => [frame(PONG, hello, { maskingKey: RFC_KEY })]),
  rfc6455('binary-256', 'server', () => [frame(BINARY, counting(256))]),
  rfc6455('binary-64k', 'server', () => [frame(BINARY, counting(65536))]),

  rfc7692('deflate-one', '7.2.3.1', () => [message(once())]),
  rfc7692('deflate-fragmented', '7.2.3.1', () =>
    encodeMessage(once(), { type: 'text', compressed: true, ends: [3, once().length] })
  ),
  rfc7692('deflate-takeover', '7.2.3.2', () => twoHellos(DEFAULT_AGREEMENT), {
    at: message(once()).length
  }),
  rfc7692('deflate-no-takeover', '7.2.3.2', () => twoHellos(NO_TAKEOVER), {
    agreement: NO_TAKEOVER,
    at: message(once()).length
  }),
  rfc7692('deflate-stored', '7.2.3.3', () => [
    message(concatBytes(storedBlock(hello), Uint8Array.of(0)))
  ]),
  rfc7692('deflate-final', '7.2.3.4', () => [
    message(concatBytes(asFinal(once()), Uint8Array.of(0)))
  ]),
  rfc7692('deflate-two-blocks', '7.2.3.5', () => [message(twoBlocks())]),
  rfc7692('deflate-empty', '7.2.3.6', () => [
    message(deflated(undefined, new Uint8Array()).payload)
  ]),

  ...[0, 125, 126, 127, 65535, 65536].map(lengthOf),

  breaks('frame-rsv', () => [frame(TEXT, hello, { rsv2: true })]),
  breaks('frame-opcode', () => [frame(3, hello)]),
  breaks('frame-len-minimal', () => [frame(TEXT, hello, { lengthForm: 16 })]),
  breaks('frame-len-msb', () => [flipped(frame(BINARY, hello, { lengthForm: 64 }), 16)]),
  breaks('mask-client', () => [frame(TEXT, hello)], { from: 'client' }),
  breaks('mask-server', () => [frame(TEXT, hello, { maskingKey: RFC_KEY })]),
  breaks('ctl-125', () => [frame(PING, counting(126))]),
  breaks('ctl-fin', () => [frame(PING, hello, { fin: false })]),
  breaks('frag-cont-start', () => [frame(CONTINUATION, hello)]),
  breaks('frag-no-new-start', () => {
    const first = frame(TEXT, hello.subarray(0, 3), { fin: false });
    return [first, frame(TEXT, hello.subarray(3))];
  }),
  breaks('text-utf8', () => [frame(TEXT, concatBytes(hello, half(), hello))]),
  breaks('text-strict', () => [frame(TEXT, overlong('/'))]),
  breaks('close-body-size', () => [frame(CLOSE, code(1000).subarray(0, 1))]),
  breaks('close-reason-utf8', () => [frame(CLOSE, concatBytes(encodeClose(1000), half()))]),
  breaks('close-not-on-wire', () => [closing(1006)]),
  breaks('close-1004', () => [closing(1004)]),
  breaks('close-range-unused', () => [closing(999)]),
  breaks('close-range-protocol', () => [closing(1016)]),
  breaks('close-last-data', () => [closing(1000), frame(TEXT, hello)]),
  breaks(
    'pmd-rsv1-first',
    () => {
      const [first, second] = encodeMessage(once(), {
        type: 'text',
        compressed: true,
        ends: [3, once().length]
      });
      return [first, second && flipped(second, 1)].filter((f) => f !== undefined);
    },
    { deflate: 'agreed' }
  ),
  // Block type 11 does not exist (RFC 1951 §3.2.3): the fixed block’s 01 gets its other bit.
  breaks('pmd-corrupt', () => [message(flipped(once(), 5))], { deflate: 'agreed' })
];

/** The preset of that id. Throws on an id that there is not. */
export function presetOf(id: string): Preset {
  const preset = PRESETS.find((p) => p.id === id);
  if (!preset) throw new Error(`no preset ${id}`);
  return preset;
}
