/** Streams of frames that break one rule each, and streams that keep it: for the judge, and for real peers. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import { encodeFrame, type FrameParts } from '#lib/protocol/websocket/encode-frame.ts';
import type { StreamContext } from '#lib/protocol/websocket/judge-frames.ts';
import {
  contextOf,
  deflateMessage,
  type DeflateAgreement
} from '#lib/protocol/websocket/permessage-deflate.ts';
import { hex } from './bytes.ts';

export const KEY = hex`37fa213d`;
export const frames = (...parts: readonly FrameParts[]) => concatBytes(...parts.map(encodeFrame));
export const masked = (...parts: readonly FrameParts[]) =>
  frames(...parts.map((part) => ({ maskingKey: KEY, ...part })));
export const text = (value: string, more: Partial<FrameParts> = {}): FrameParts => ({
  opcode: 1,
  payload: utf8Encode(value),
  ...more
});
export const bytes = (
  opcode: FrameParts['opcode'],
  payload: Uint8Array,
  more: Partial<FrameParts> = {}
) => ({
  opcode,
  payload,
  ...more
});
export const AGREED: DeflateAgreement = {
  server_no_context_takeover: false,
  client_no_context_takeover: false,
  server_max_window_bits: 15,
  client_max_window_bits: 15
};
const NARROW = { ...AGREED, server_max_window_bits: 9 };
const FORGETFUL = { ...AGREED, server_no_context_takeover: true };
export const SERVER: StreamContext = { from: 'server' };
export const CLIENT: StreamContext = { from: 'client' };
export const DEFLATE: StreamContext = { from: 'server', deflate: 'agreed', agreement: AGREED };

/** Messages that a server compressed, as one stream of frames. */
function compressed(agreement: DeflateAgreement, ...messages: readonly Uint8Array[]): Uint8Array {
  let context = contextOf(agreement, 'server');
  return frames(
    ...messages.map((message) => {
      const deflated = deflateMessage(context, message);
      context = deflated.context;
      return bytes(2, deflated.payload, { rsv1: true });
    })
  );
}
/** 600 bytes that hardly repeat, then the same again: a look back of 600. */
const noise = Uint8Array.from({ length: 600 }, (_, i) => (i * i * 31 + i * 7) >> 3);

export interface StreamCase {
  readonly rule: RuleId;
  readonly broken: Uint8Array;
  readonly kept: Uint8Array;
  readonly context?: StreamContext;
  /** The bits that the violation is about. */
  readonly at?: readonly [number, number];
}

export const FRAME_CASES: readonly StreamCase[] = [
  { rule: 'frame-rsv', broken: hex`c1 01 41`, kept: hex`81 01 41`, at: [1, 2] },
  { rule: 'frame-opcode', broken: hex`83 00`, kept: hex`82 00`, at: [4, 8] },
  { rule: 'frame-len-minimal', broken: hex`82 7e 0001 41`, kept: hex`82 01 41`, at: [9, 32] },
  {
    rule: 'frame-len-msb',
    broken: hex`82 7f 8000000000000000`,
    kept: hex`82 7f 7fffffffffffffff`,
    at: [9, 80]
  },
  {
    rule: 'mask-client',
    broken: frames(text('a')),
    kept: masked(text('a')),
    context: CLIENT,
    at: [8, 9]
  },
  { rule: 'mask-server', broken: masked(text('a')), kept: frames(text('a')), at: [8, 9] },
  { rule: 'ctl-fin', broken: hex`09 00`, kept: hex`89 00`, at: [0, 1] },
  {
    rule: 'ctl-125',
    broken: frames(bytes(9, new Uint8Array(126))),
    kept: frames(bytes(9, new Uint8Array(125))),
    at: [9, 32]
  },
  {
    rule: 'ext-not-before-accept',
    broken: masked(bytes(2, hex`00`, { rsv1: true })),
    kept: masked(bytes(2, hex`00`)),
    context: { from: 'client', deflate: 'offered' },
    at: [1, 2]
  },
  { rule: 'frag-cont-start', broken: hex`80 01 41`, kept: hex`01 01 41 80 01 41`, at: [4, 8] },
  {
    rule: 'frag-no-new-start',
    broken: hex`01 01 41 81 01 42`,
    kept: hex`01 01 41 80 01 42`,
    at: [28, 32]
  },
  { rule: 'text-utf8', broken: hex`81 02 41 ff`, kept: hex`81 02 41 42`, at: [24, 32] },
  { rule: 'text-strict', broken: hex`81 02 c0 af`, kept: hex`81 02 d0 af`, at: [16, 24] },
  { rule: 'close-body-size', broken: hex`88 01 03`, kept: hex`88 00`, at: [16, 24] },
  { rule: 'close-reason-utf8', broken: hex`88 03 03e8 ff`, kept: hex`88 03 03e8 41`, at: [32, 40] },
  { rule: 'close-not-on-wire', broken: hex`88 02 03ee`, kept: hex`88 02 03e8`, at: [16, 32] },
  { rule: 'close-1004', broken: hex`88 02 03ec`, kept: hex`88 02 03eb`, at: [16, 32] },
  { rule: 'close-range-unused', broken: hex`88 02 03e7`, kept: hex`88 02 1387`, at: [16, 32] },
  { rule: 'close-range-protocol', broken: hex`88 02 0bb7`, kept: hex`88 02 0bb8`, at: [16, 32] },
  {
    rule: 'close-last-data',
    broken: hex`88 00 81 01 41`,
    kept: hex`81 01 41 88 00`,
    at: [20, 24]
  },
  {
    rule: 'pmd-rsv1-first',
    broken: frames(
      bytes(2, hex`ca`, { rsv1: true, fin: false }),
      bytes(0, hex`0100`, { rsv1: true })
    ),
    kept: frames(bytes(2, hex`ca`, { rsv1: true, fin: false }), bytes(0, hex`0100`)),
    context: DEFLATE
  },
  {
    rule: 'pmd-corrupt',
    broken: hex`c2 04 ffffffff`,
    kept: hex`c2 07 f248cdc9c90700`,
    context: DEFLATE,
    at: [0, 48]
  },
  {
    rule: 'pmd-tail-removed',
    broken: hex`c1 0b f248cdc9c90700 0000ffff`,
    kept: hex`c1 07 f248cdc9c90700`,
    context: DEFLATE
  },
  {
    rule: 'pmd-window',
    broken: compressed(AGREED, concatBytes(noise, noise)),
    kept: compressed(NARROW, concatBytes(noise, noise)),
    context: { ...DEFLATE, agreement: NARROW }
  },
  {
    rule: 'pmd-reset',
    broken: compressed(AGREED, noise, noise),
    kept: compressed(FORGETFUL, noise, noise),
    context: { ...DEFLATE, agreement: FORGETFUL }
  },
  {
    rule: 'fail-too-big',
    broken: compressed(AGREED, new Uint8Array(20_000)),
    kept: compressed(AGREED, new Uint8Array(10_000)),
    context: { ...DEFLATE, maxMessageSize: 10_000 }
  }
];
