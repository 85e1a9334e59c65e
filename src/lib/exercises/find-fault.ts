/** A frame, a stream or a head in parts, of which one breaks a rule; the reader says which. */
import { hexByte, latin1Decode } from '#lib/bytes/bytes.ts';
import { bitAt } from '#lib/bytes/bits.ts';
import { leavesOf, overlaps, type BitRange } from '#lib/bytes/span.ts';
import type { Violation } from '#lib/protocol/decoding.ts';
import { decodeRequest, decodeResponse, encodeRequest } from '#lib/protocol/http/message.ts';
import { RULES, type RuleId } from '#lib/protocol/rules.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import type { HttpSpan } from '#lib/protocol/http/head.ts';
import { judgeFrames, type JudgedFrame } from '#lib/protocol/websocket/judge-frames.ts';
import { judgeRequest } from '#lib/protocol/websocket/judge-request.ts';
import { judgeResponse } from '#lib/protocol/websocket/judge-response.ts';
import type { FindFault, Phrase, Verdict } from './exercise.ts';
import { recipesBytes } from './frames.ts';
import { headBytes, headLines, requestOf } from './head.ts';
import { partReads } from './part-reads.ts';

/** Something that can be picked. */
export interface Part extends BitRange {
  /** `2.opcode`: the frame and its field; of a head the first line or the name of a field. */
  readonly id: string;
  /** Index of the frame. */
  readonly group: number;
  readonly name: Phrase;
  /** Bits, bytes or a line. */
  readonly text: string;
  /** What is to be read there, once it is picked. */
  readonly reads: Phrase | undefined;
}

const SHOWN = 8;

/** Bits of a part of a byte, bytes otherwise; of many only the first. */
function textOf(bytes: Uint8Array, { from, to }: BitRange): string {
  if (from % 8 !== 0 || to % 8 !== 0)
    return Array.from({ length: to - from }, (_, i) => bitAt(bytes, from + i)).join('');
  const part = bytes.subarray(from / 8, to / 8);
  const shown = Array.from(part.subarray(0, SHOWN), hexByte).join(' ');
  return part.length > SHOWN ? `${shown} …` : shown;
}

function frameParts(bytes: Uint8Array, frames: readonly JudgedFrame[]): Part[] {
  return frames.flatMap(({ decoding, offset }, group) =>
    leavesOf(decoding.spans).map((span): Part => {
      const range = { from: span.from + offset * 8, to: span.to + offset * 8 };
      return {
        ...range,
        id: frames.length > 1 ? `${group + 1}.${span.id}` : span.id,
        group,
        name: { id: `frameSpans.${span.id}` },
        text: textOf(bytes, range),
        reads: partReads(decoding, span)
      };
    })
  );
}

function headParts(bytes: Uint8Array, spans: readonly HttpSpan[]): Part[] {
  return spans
    .filter(({ id }) => id !== 'empty-line')
    .map(({ id, from, to, value }): Part => {
      const line = latin1Decode(bytes.subarray(from / 8, to / 8)).trimEnd();
      const name = id === 'field-line' ? String(value) : undefined;
      return {
        from,
        to,
        id: name?.toLowerCase() ?? id,
        group: 0,
        name:
          name === undefined
            ? { id: `spans.${id}` }
            : { id: 'exercise.plainText', values: { text: name } },
        text: line,
        reads: undefined
      };
    });
}

export interface Broken {
  readonly parts: readonly Part[];
  readonly violations: readonly Violation[];
}

/** What the engine makes of the settings. Throws when it breaks no rule. */
export function brokenOf(task: FindFault): Broken {
  const found = 'head' in task ? brokenHead(task) : brokenFrames(task);
  const isPart = ({ range }: Violation) => found.parts.some((part) => overlaps(part, range));
  const violations = found.violations.filter(
    (violation) =>
      (violation.rule === 'srv-origin' || RULES[violation.rule].consequence !== 'tolerate') &&
      isPart(violation)
  );
  if (!violations.length) throw new Error('exercise: there is no fault to be found');
  return { parts: found.parts, violations };
}

function brokenFrames({ from, frames }: Extract<FindFault, { frames: unknown }>): Broken {
  const bytes = recipesBytes(from, frames);
  const stream = judgeFrames(bytes, { from });
  return { parts: frameParts(bytes, stream.frames), violations: stream.violations };
}

function brokenHead({ head, origins }: Extract<FindFault, { head: unknown }>): Broken {
  const bytes = headBytes(headLines(head).join('\n'));
  if (head.message === 'request') {
    const decoded = decodeRequest(bytes, { ended: true });
    if (!decoded.complete) throw new Error('a head that has ended is complete');
    const { violations, reaction } = judgeRequest(decoded, origins ? { origins } : {});
    const parts = headParts(bytes, decoded.spans);
    // The request itself is in order; what the server takes offence at is who sends it.
    const origin = parts.find(({ id }) => id === 'origin');
    return reaction.type === 'refuse' && reaction.rule === 'srv-origin' && origin
      ? { parts, violations: [...violations, { rule: 'srv-origin', range: origin }] }
      : { parts, violations };
  }
  const request = requestOf(head);
  const asked = decodeRequest(encodeRequest(request), { ended: true });
  const decoded = decodeResponse(bytes, { ended: true });
  if (!asked.complete || !decoded.complete) throw new Error('a head that has ended is complete');
  const { violations } = judgeResponse(decoded, {
    request,
    requestJudgement: judgeRequest(asked),
    accept: deriveAcceptSync(head.key).accept
  });
  return { parts: headParts(bytes, decoded.spans), violations };
}

/** Which rules a part breaks. */
export const rulesAt = ({ violations }: Broken, part: Part): RuleId[] => [
  ...new Set(violations.filter(({ range }) => overlaps(range, part)).map(({ rule }) => rule))
];

/** The names of the parts that are in order: a chapter may say more of each. */
export function soundParts(task: FindFault): string[] {
  const broken = brokenOf(task);
  const sound = broken.parts.filter((part) => rulesAt(broken, part).length === 0);
  return [...new Set(sound.map(({ id }) => id))];
}

/** The verdict on a part, by its place in the list; `undefined`: none was picked. */
export function judgePick(task: FindFault, index: number | undefined): Verdict {
  const broken = brokenOf(task);
  const part = index === undefined ? undefined : broken.parts[index];
  if (!part)
    return {
      right: false,
      outcome: 'empty',
      seen: [],
      says: [{ id: 'exercise.pickFirst' }],
      rules: []
    };
  const rules = rulesAt(broken, part);
  const seen: Phrase[] = [
    part.reads
      ? { id: 'exercise.picked', values: { name: part.name, reads: part.reads } }
      : { id: 'exercise.pickedLine', values: { name: part.name } }
  ];
  if (rules.length) return { right: true, outcome: 'right', seen, says: [], rules };
  return { right: false, outcome: part.id, seen, says: [{ id: 'exercise.partFine' }], rules: [] };
}
