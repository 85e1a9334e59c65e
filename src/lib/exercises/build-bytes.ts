/**
 * Judges bytes that a reader typed for frames: read as the capture lab reads them, decoded as a
 * receiver decodes them, and measured by the rules first and by the task then. Any right answer is
 * accepted: any masking key, any cut.
 */
import { concatBytes, equalBytes, toHex } from '#lib/bytes/bytes.ts';
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';
import { CaptureError } from '#lib/capture/capture-error.ts';
import { readBytes } from '#lib/capture/hex.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import { judgeFrames, type JudgedFrame } from '#lib/protocol/websocket/judge-frames.ts';
import { isControl, OPCODES } from '#lib/protocol/websocket/opcode.ts';
import { builtFrame, codeOf } from './built.ts';
import type { BuildBytes, FrameWish, Phrase, Verdict } from './exercise.ts';
import { opcodeOf, payloadOf } from './frames.ts';

/** Outcomes that a chapter may say more of, beside the rules that can be broken. */
export const BYTES_OUTCOMES = [
  'right',
  'unreadable',
  'incomplete',
  'too-few',
  'too-many',
  'opcode',
  'fin',
  'payload',
  'message',
  'not-xored',
  'code-order',
  'code-text'
] as const;
type Outcome = (typeof BYTES_OUTCOMES)[number];

type Finding = Omit<Verdict, 'seen'>;
const finding = (
  outcome: Outcome | RuleId,
  says: readonly Phrase[],
  rules: RuleId[] = []
): Finding => ({
  right: outcome === 'right',
  outcome,
  says,
  rules
});

const MAX_TYPED = 4096;

/** A payload as a reader recognises it: its text, or its bytes. */
export function shownPayload(payload: Uint8Array): Phrase {
  const text = utf8Decode(payload);
  const isText = text !== undefined && !/\p{C}/u.test(text);
  if (payload.length === 0) return { id: 'exercise.nothing' };
  if (isText && payload.length < 200) return { id: 'exercise.quoted', values: { text } };
  return {
    id: 'exercise.plainText',
    values: { text: toHex(payload.slice(0, 12), ' ') + (payload.length > 12 ? ' …' : '') }
  };
}

function unreadable(text: string, error: CaptureError): Verdict {
  const { reason, offset } = error;
  const found = /^(\w{1,8}|.)/u.exec(text.slice(offset))?.[0] ?? '';
  const shown = reason === 'range' ? found : (found[0] ?? '');
  const isPlace = !['empty', 'unknown', 'too-long'].includes(reason);
  return {
    ...finding('unreadable', [
      ...(isPlace ? [{ id: 'exercise.atCharacter', values: { n: offset + 1 } } as const] : []),
      { id: `exercise.read-${reason}` as Phrase['id'], values: { found: shown } }
    ]),
    seen: [],
    ...(isPlace ? { place: [offset, offset + Math.max(1, shown.length)] as const } : {})
  };
}

/** Mistakes that show in the bytes, and that a rule alone would not explain. */
function knownMistake(frame: JudgedFrame | undefined, wish: FrameWish): Finding | undefined {
  if (!frame?.decoding.complete) return undefined;
  const { payload, maskingKey, opcode } = frame.decoding.value;
  const wanted = payloadOf(wish);
  if (opcode !== opcodeOf(wish.opcode) || !wanted) return undefined;
  const onWire = payload.map((byte, i) => byte ^ (maskingKey?.[i % 4] ?? 0));
  if (maskingKey && !equalBytes(payload, wanted) && equalBytes(onWire, wanted))
    return finding('not-xored', [{ id: 'exercise.notXored' }]);
  if (wish.code === undefined || payload.length < 2) return undefined;
  if (
    payload[0] === (wish.code & 0xff) &&
    payload[1] === wish.code >> 8 &&
    payload[0] !== payload[1]
  )
    return finding('code-order', [
      { id: 'exercise.codeOrder', values: { code: String(codeOf(payload)) } }
    ]);
  return utf8Decode(payload)?.startsWith(String(wish.code))
    ? finding('code-text', [{ id: 'exercise.codeText' }])
    : undefined;
}

const kindOf = (opcode: number): Phrase => ({
  id: `exercise.kind-${OPCODES[opcode]?.id ?? 'reserved'}`
});

/** What the task asked of a frame and did not get. */
function missedWish(
  { decoding }: JudgedFrame,
  wish: FrameWish,
  isSecret: boolean
): Finding | undefined {
  if (!decoding.complete) return undefined;
  const { opcode, fin, payload } = decoding.value;
  if (opcode !== opcodeOf(wish.opcode))
    return finding('opcode', [
      {
        id: 'exercise.wishOpcode',
        values: { is: kindOf(opcode), wanted: kindOf(opcodeOf(wish.opcode)) }
      }
    ]);
  if (fin !== (wish.fin ?? true))
    return finding('fin', [{ id: fin ? 'exercise.wishOpen' : 'exercise.wishFinal' }]);
  const wanted = payloadOf(wish);
  if (wanted && !equalBytes(payload, wanted))
    return finding('payload', [
      {
        id: isSecret ? 'exercise.carries' : 'exercise.wishPayload',
        values: { is: shownPayload(payload), wanted: shownPayload(wanted) }
      }
    ]);
  return undefined;
}

function missedMessage(frames: readonly JudgedFrame[], message: string): Finding | undefined {
  const carried = concatBytes(
    ...frames.map(({ decoding }) =>
      decoding.complete && !isControl(decoding.value.opcode)
        ? decoding.value.payload
        : new Uint8Array()
    )
  );
  const wanted = utf8Encode(message);
  if (equalBytes(carried, wanted)) return undefined;
  return finding('message', [
    {
      id: 'exercise.wishMessage',
      values: { is: shownPayload(carried), wanted: shownPayload(wanted) }
    }
  ]);
}

function judge(task: BuildBytes, frames: readonly JudgedFrame[], rules: RuleId[]): Finding {
  const wishes = task.frames;
  for (const [i, wish] of wishes.entries()) {
    const mistake = knownMistake(frames[i], wish);
    if (mistake) return mistake;
  }
  const [broken] = rules;
  if (broken) return finding(broken, [], rules);
  const last = frames.at(-1)?.decoding;
  if (last && !last.complete)
    return finding('incomplete', [{ id: 'exercise.incomplete', values: { n: last.missing } }]);
  for (const [i, wish] of wishes.entries()) {
    const missed = frames[i] && missedWish(frames[i], wish, task.shows !== undefined);
    if (missed) return missed;
  }
  const numbers = { n: frames.length, wanted: wishes.length };
  if (frames.length !== wishes.length)
    return finding(frames.length < wishes.length ? 'too-few' : 'too-many', [
      { id: 'exercise.wishCount', values: numbers }
    ]);
  return (
    (task.message === undefined ? undefined : missedMessage(frames, task.message)) ??
    finding('right', [])
  );
}

/** The verdict on a text that stands for bytes. Total: a text that cannot be read is an answer too. */
export function judgeBytes(task: BuildBytes, text: string): Verdict {
  let bytes: Uint8Array;
  try {
    ({ bytes } = readBytes(text, { limit: MAX_TYPED }));
  } catch (error) {
    if (error instanceof CaptureError) return unreadable(text, error);
    throw error;
  }
  const { frames, violations } = judgeFrames(bytes, { from: task.from });
  const rules = [...new Set(violations.map(({ rule }) => rule))];
  const seen = frames.flatMap(({ decoding, offset }, i): Phrase[] => [
    ...(i === 0 ? [] : [{ id: 'exercise.nextFrame' } as const]),
    ...builtFrame(decoding, bytes.length - offset)
  ]);
  return { ...judge(task, frames, rules), seen };
}
