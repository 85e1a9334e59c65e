/**
 * For each rule of frames a stream in which it is broken: the lab's presets, and what none of them
 * shows. What the judge says of it is written nowhere; tests hold the two against each other.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { BINARY, TEXT } from '#lib/protocol/websocket/opcode.ts';
import {
  contextOf,
  DEFAULT_AGREEMENT,
  deflateMessage,
  TAIL,
  type DeflateAgreement
} from '#lib/protocol/websocket/permessage-deflate.ts';
import { brokenRules, readState, RFC_KEY, type LabState } from './model.ts';
import { PRESETS } from './presets.ts';

const hello = utf8Encode('Hello');
/** Bytes that hardly repeat: only a look back over all of them finds the same again. */
const noise = Uint8Array.from({ length: 600 }, (_, i) => (i * i * 31 + i * 7) >> 3);

const agreed = (bytes: Uint8Array, agreement = DEFAULT_AGREEMENT): LabState => ({
  bytes,
  from: 'server',
  deflate: 'agreed',
  agreement,
  at: 0
});

/** Messages compressed as if nothing special had been agreed on. */
function compressed(...messages: readonly Uint8Array[]): Uint8Array {
  let context = contextOf(DEFAULT_AGREEMENT, 'server');
  const frames = messages.map((message) => {
    const deflated = deflateMessage(context, message);
    context = deflated.context;
    return encodeFrame({ opcode: BINARY, payload: deflated.payload, rsv1: true });
  });
  return concatBytes(...frames);
}

const NARROW: DeflateAgreement = { ...DEFAULT_AGREEMENT, server_max_window_bits: 9 };
const FORGETFUL: DeflateAgreement = { ...DEFAULT_AGREEMENT, server_no_context_takeover: true };

const OTHERS: Partial<Record<RuleId, () => LabState>> = {
  'ext-not-before-accept': () => ({
    bytes: encodeFrame({ opcode: TEXT, payload: hello, rsv1: true, maskingKey: RFC_KEY }),
    from: 'client',
    deflate: 'offered',
    agreement: DEFAULT_AGREEMENT,
    at: 0
  }),
  'pmd-tail-removed': () => {
    const { payload } = deflateMessage(contextOf(DEFAULT_AGREEMENT, 'server'), hello);
    return agreed(encodeFrame({ opcode: TEXT, payload: concatBytes(payload, TAIL), rsv1: true }));
  },
  'pmd-window': () => agreed(compressed(concatBytes(noise, noise)), NARROW),
  'pmd-reset': () => agreed(compressed(noise, noise), FORGETFUL)
};

/** The rules that a stream breaks, those implied by another left out. */
export const brokenIn = (state: LabState): Set<RuleId> =>
  new Set(brokenRules(readState(state).stream).map(({ rule }) => rule));

/** A state of the lab in which the rule is broken; undefined where the lab cannot show it. */
export const frameBreaking = (rule: RuleId): LabState | undefined =>
  (PRESETS.find((preset) => preset.rule === rule)?.state ?? OTHERS[rule])?.();
