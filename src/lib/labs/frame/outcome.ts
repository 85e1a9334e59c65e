/** What the other end does: on the wire, and for its script. Ids and values, no words. */
import type { Violation } from '#lib/protocol/decoding.ts';
import type { MessageId } from '#lib/i18n/messages.ts';
import { RULES, type Basis, type Observed, type RuleId } from '#lib/protocol/rules.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { CLOSE, isControl, PING } from '#lib/protocol/websocket/opcode.ts';
import { excerptOf } from './fields.ts';
import type { LabReading } from './model.ts';
import type { Phrase } from './sentence.ts';

export type Peer = 'rfc' | 'chromium' | 'ws';
export interface OutcomeRow {
  readonly who: Peer;
  readonly wire: Phrase;
  readonly script: Phrase;
}

const FAILED: Phrase = { id: 'frameOutcome.scriptFailed' };
const UNTOLD: Phrase = { id: 'frameOutcome.scriptUnharmed' };

function observed(reaction: Observed | undefined): { wire: Phrase; script: Phrase } | undefined {
  if (reaction === undefined) return undefined;
  const [what = '', value = ''] = reaction.split(' ');
  switch (what) {
    case 'closes':
      return { wire: { id: 'frameOutcome.closes', values: { code: value } }, script: FAILED };
    case 'drops':
    case 'fails':
      return { wire: { id: 'frameOutcome.drops' }, script: FAILED };
    case 'tolerates':
      return { wire: { id: 'frameOutcome.goesOn' }, script: UNTOLD };
    case 'waits':
      return { wire: { id: 'frameOutcome.waits' }, script: { id: 'frameOutcome.scriptNothing' } };
    default:
      return undefined;
  }
}

/** A Close, and whether the RFC says so itself. */
const CLOSES = {
  explicit: 'frameOutcome.closes',
  derived: 'frameOutcome.closesDerived',
  customary: 'frameOutcome.closesCustomary',
  none: 'frameOutcome.closesCustomary'
} as const satisfies Record<Basis, MessageId>;

/** What the RFC has a receiver do, or what is customary where it is silent. */
function required(rule: RuleId): { wire: Phrase; script: Phrase } {
  const { consequence, closeCode, basis } = RULES[rule];
  if (consequence === 'wait')
    return { wire: { id: 'frameOutcome.waits' }, script: { id: 'frameOutcome.scriptNothing' } };
  if (consequence === 'tolerate') return { wire: { id: 'frameOutcome.goesOn' }, script: UNTOLD };
  return {
    wire: { id: CLOSES[basis], values: { code: String(closeCode ?? 1002) } },
    script: FAILED
  };
}

/** Who does what when this rule is broken. Chromium is a client: it receives from servers only. */
export function faultRows({ rule }: Violation, from: Role): OutcomeRow[] {
  const { chromium, ws } = RULES[rule];
  const rows: (OutcomeRow | undefined)[] = [{ who: 'rfc', ...required(rule) }];
  const seen = from === 'server' ? observed(chromium) : undefined;
  if (seen) rows.push({ who: 'chromium', ...seen });
  const measured = observed(ws);
  if (measured) rows.push({ who: 'ws', ...measured });
  return rows.filter((row) => row !== undefined);
}

/** Whether the peers do not agree: worth a remark. */
export const differs = (rows: readonly OutcomeRow[]): boolean =>
  new Set(rows.map(({ wire }) => wire.values?.['code'] ?? wire.id)).size > 1;

/** What a receiver does with a frame that is in order. */
export function peacefulOutcome({ frame, message, stream }: LabReading): {
  wire: Phrase;
  script: Phrase;
} {
  const nothing: Phrase = { id: 'frameOutcome.scriptNothing' };
  const quiet: Phrase = { id: 'frameOutcome.quiet' };
  if (!frame) return { wire: quiet, script: nothing };
  if (!frame.decoding.complete) return { wire: { id: 'frameOutcome.waits' }, script: nothing };
  const { opcode, payload } = frame.decoding.value;
  if (opcode === PING)
    return { wire: { id: 'frameOutcome.pong', values: { n: payload.length } }, script: nothing };
  if (opcode === CLOSE) {
    const code = payload.length < 2 ? 1005 : ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
    return {
      wire: { id: 'frameOutcome.closeBack' },
      script: { id: 'frameOutcome.scriptClose', values: { code: String(code) } }
    };
  }
  if (isControl(opcode)) return { wire: quiet, script: nothing };
  const isLast = message?.frames.at(-1) === stream.frames.indexOf(frame);
  if (!message?.complete || !isLast || !message.payload)
    return { wire: quiet, script: { id: 'frameOutcome.scriptUnfinished' } };
  const text = message.type === 'text' ? excerptOf(message.payload) : undefined;
  return {
    wire: quiet,
    script:
      text === undefined
        ? { id: 'frameOutcome.scriptBinary', values: { n: message.payload.length } }
        : { id: 'frameOutcome.scriptText', values: { text } }
  };
}

/** The same reaction in two words, for a line of many. */
export function shortOutcome({ wire }: OutcomeRow): Phrase {
  if (wire.id === 'frameOutcome.closes')
    return { id: 'frameOutcome.code', values: { ...wire.values } };
  if (wire.id === 'frameOutcome.closesCustomary')
    return { id: 'frameOutcome.short-customary', values: { ...wire.values } };
  if (wire.id === 'frameOutcome.closesDerived')
    return { id: 'frameOutcome.short-derived', values: { ...wire.values } };
  if (wire.id === 'frameOutcome.drops') return { id: 'frameOutcome.short-drops' };
  return {
    id: wire.id === 'frameOutcome.waits' ? 'frameOutcome.short-waits' : 'frameOutcome.short-goesOn'
  };
}
