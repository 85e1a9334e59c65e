/** Judges a request or a response that a reader wrote, as the other end would. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { trimOws } from '#lib/protocol/http/abnf.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse
} from '#lib/protocol/http/message.ts';
import { RULES, type RuleId } from '#lib/protocol/rules.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { createRefusal } from '#lib/protocol/websocket/handshake.ts';
import type { Findings } from '#lib/protocol/websocket/judgement.ts';
import { judgeRequest } from '#lib/protocol/websocket/judge-request.ts';
import { judgeResponse } from '#lib/protocol/websocket/judge-response.ts';
import type { FieldLine } from '#lib/protocol/http/head.ts';
import type { BuildHead, Phrase, Verdict } from './exercise.ts';
import { headBytes, requestOf, rightLines } from './head.ts';

/** Outcomes that a chapter may say more of, beside the rules that can be broken. */
export const HEAD_OUTCOMES = [
  'right',
  'empty',
  'refused',
  'not-refused',
  'field',
  'mistake-key-decoded',
  'mistake-hex-digest',
  'mistake-trailing-newline',
  'mistake-wrong-guid',
  'mistake-guid-lower-case',
  'mistake-key-only'
] as const;

type Found = Pick<Verdict, 'outcome' | 'says' | 'rules' | 'seen'>;

/** What matters to the other end, without rules that only repeat another one. */
function brokenRules({ violations }: Findings): RuleId[] {
  const rules = [...new Set(violations.map(({ rule }) => rule))];
  const implied = new Set(rules.flatMap((rule) => (RULES[rule].implies ?? []) as RuleId[]));
  return rules.filter(
    (rule) => !implied.has(rule) && !['tolerate', 'decline'].includes(RULES[rule].consequence)
  );
}

const rightly = (seen: readonly Phrase[]): Found => ({
  outcome: 'right',
  seen,
  says: [],
  rules: []
});

function judgeWrittenRequest(
  task: BuildHead,
  bytes: Uint8Array
): Found & { fields: readonly FieldLine[] } {
  const decoded = decodeRequest(bytes, { ended: true });
  if (!decoded.complete) throw new Error('a head that has ended is complete');
  const { fields } = decoded.value;
  const judgement = judgeRequest(decoded, task.origins ? { origins: task.origins } : {});
  const { reaction } = judgement;
  const rules = brokenRules(judgement);
  if (reaction.type === 'accept')
    return task.want === 'opens'
      ? { ...rightly([{ id: 'exercise.accepted' }]), fields }
      : {
          outcome: 'not-refused',
          seen: [{ id: 'exercise.accepted' }],
          says: [],
          rules: [],
          fields
        };
  const seen: Phrase[] =
    reaction.type === 'wait'
      ? [{ id: 'exercise.waits' }]
      : [{ id: 'exercise.refuses', values: { status: String(reaction.status) } }];
  if (reaction.type === 'refuse' && reaction.status === task.want)
    return { ...rightly(seen), fields };
  return {
    outcome: task.want === 'opens' ? (rules[0] ?? reaction.rule) : 'refused',
    seen,
    says: [],
    rules: rules.length ? rules : [reaction.rule],
    fields
  };
}

function judgeWrittenResponse(
  task: BuildHead,
  bytes: Uint8Array
): Found & { fields: readonly FieldLine[] } {
  const request = requestOf(task.head);
  const asked = decodeRequest(encodeRequest(request), { ended: true });
  const decoded = decodeResponse(bytes, { ended: true });
  if (!asked.complete || !decoded.complete) throw new Error('a head that has ended is complete');
  const { fields, status } = decoded.value;
  const judgement = judgeResponse(decoded, {
    request,
    requestJudgement: judgeRequest(asked, task.origins ? { origins: task.origins } : {}),
    accept: deriveAcceptSync(task.head.key).accept
  });
  const { reaction, mistake } = judgement;
  if (reaction.type === 'open')
    return task.want === 'opens'
      ? { ...rightly([{ id: 'exercise.opens' }]), fields }
      : { outcome: 'not-refused', seen: [{ id: 'exercise.opens' }], says: [], rules: [], fields };
  const seen: Phrase[] = [{ id: 'exercise.fails' }];
  if (task.want !== 'opens' && status === task.want)
    return { ...rightly([{ id: 'exercise.refused', values: { status: String(status) } }]), fields };
  if (mistake)
    return {
      outcome: `mistake-${mistake}`,
      seen,
      says: [{ id: `mistake.${mistake}` }],
      rules: ['resp-accept-value'],
      fields
    };
  const rules = brokenRules(judgement);
  return {
    outcome: task.want === 'opens' ? (rules[0] ?? reaction.rule) : 'refused',
    seen,
    says: [],
    rules: rules.length ? rules : [reaction.rule],
    fields
  };
}

/** A field that the task names and the head does not have as it should. */
function missedField(task: BuildHead, fields: readonly FieldLine[]): Found | undefined {
  for (const [name, wanted] of Object.entries(task.fields ?? {})) {
    const is = valuesOf(fields, name).map(trimOws).join(', ');
    if (is !== wanted)
      return {
        outcome: 'field',
        seen: [],
        says: [
          { id: is ? 'exercise.wishField' : 'exercise.wishNoField', values: { name, is, wanted } }
        ],
        rules: []
      };
  }
  return undefined;
}

/** The verdict on the lines of a head; ends of lines and the empty line are added. Total. */
export function judgeHead(task: BuildHead, text: string): Verdict {
  if (text.trim() === '')
    return {
      right: false,
      outcome: 'empty',
      seen: [],
      says: [{ id: 'exercise.read-empty' }],
      rules: []
    };
  const bytes = headBytes(text);
  const { fields, ...found } =
    task.head.message === 'request'
      ? judgeWrittenRequest(task, bytes)
      : judgeWrittenResponse(task, bytes);
  const missed = found.outcome === 'right' ? missedField(task, fields) : undefined;
  return { right: found.outcome === 'right' && !missed, ...(missed ?? found) };
}

/** What the engine would write: the right head, or the refusal that is asked for. */
export const solutionHead = ({ head, want, fields = {} }: BuildHead): string => {
  if (want !== 'opens')
    return latin1Decode(encodeResponse(createRefusal(want)))
      .trimEnd()
      .replaceAll('\r', '');
  const own = Object.entries(fields).filter(([name]) => name.toLowerCase() !== 'origin');
  const origin = Object.entries(fields).find(([name]) => name.toLowerCase() === 'origin')?.[1];
  const recipe = origin === undefined ? head : { ...head, origin };
  return [...rightLines(recipe), ...own.map(([name, value]) => `${name}: ${value}`)].join('\n');
};
