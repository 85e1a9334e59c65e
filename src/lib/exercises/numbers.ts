/**
 * Numbers to predict, each found by running the engine at build time, with those that a known
 * mistake would lead to. A new kind of number is a new entry of the table.
 */
import { base64Encode } from '#lib/bytes/base64.ts';
import { toHex } from '#lib/bytes/bytes.ts';
import { decodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { headerLengthOf } from '#lib/protocol/websocket/encode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { ConversationScenario } from '#lib/simulation/conversation-scenario.ts';
import { simulateConversation } from '#lib/simulation/conversation.ts';
import { simulateOpening, type OpeningScenario } from '#lib/simulation/opening.ts';
import { framesOf } from '#lib/trace/frames.ts';
import type { Trace } from '#lib/trace/trace.ts';
import type { FrameRecipe, PredictNumber } from './exercise.ts';
import { payloadOf, recipeBytes } from './frames.ts';

type Conversation = Omit<ConversationScenario, 'id'>;
interface Questions {
  /** Bytes of a frame on the wire. */
  readonly 'frame-bytes': { readonly from: Role; readonly frame: FrameRecipe };
  /** The code in the close event at an end. */
  readonly 'close-code': { readonly conversation: Conversation; readonly at: Role };
  /** Message events at an end. */
  readonly messages: { readonly conversation: Conversation; readonly at: Role };
  /** Milliseconds from the constructor to `open`. */
  readonly 'open-time': { readonly opening: Omit<OpeningScenario, 'id'> };
  /** Characters of so many bytes as base64. */
  readonly base64: { readonly bytes: number };
}
export type NumberQuestion = {
  [Of in keyof Questions]: { readonly of: Of } & Questions[Of];
}[keyof Questions];

type Found = Omit<PredictNumber, 'kind'>;

const run = (conversation: Conversation): Trace =>
  simulateConversation({ ...conversation, id: 'exercise' });

const FINDERS: { readonly [Of in keyof Questions]: (question: Questions[Of]) => Found } = {
  'frame-bytes': ({ from, frame }) => {
    const payload = payloadOf(frame) ?? new Uint8Array();
    const masked = from === 'client';
    return {
      answer: recipeBytes(from, frame).length,
      near: [
        { id: 'payload-only', value: payload.length },
        { id: 'characters', value: (frame.text ?? '').length * (frame.times ?? 1) },
        { id: 'key-forgotten', value: headerLengthOf(payload.length, false) + payload.length },
        { id: 'key-added', value: headerLengthOf(payload.length, true) + payload.length },
        { id: 'short-length', value: headerLengthOf(0, masked) + payload.length },
        { id: 'two-bytes-of-header', value: headerLengthOf(0, false) + payload.length }
      ]
    };
  },
  'close-code': ({ conversation, at }) => {
    const trace = run(conversation);
    const event = trace.events.find(
      (e) => e.type === 'api' && e.endpoint === at && e.name === 'close'
    );
    if (event?.type !== 'api') throw new Error('exercise: the conversation is not closed');
    const frames = framesOf(trace).filter(({ opcode }) => opcode === 'close');
    const codeFrom = (own: boolean) =>
      frames
        .filter(({ from }) => (from === at) === own)
        .map(({ payload }) => decodeClose(payload).close.code ?? 1005);
    return {
      answer: Number(event.detail['code']),
      near: [
        ...codeFrom(true).map((value) => ({ id: 'own-close', value })),
        ...codeFrom(false).map((value) => ({ id: 'other-close', value })),
        { id: 'normal', value: 1000 },
        { id: 'no-code', value: 1005 },
        { id: 'abnormal', value: 1006 }
      ]
    };
  },
  messages: ({ conversation, at }) => {
    const trace = run(conversation);
    const frames = framesOf(trace).filter(({ from }) => from !== at);
    const data = frames.filter(({ opcode }) => ['text', 'binary', 'continuation'].includes(opcode));
    const heard = trace.events.filter(
      (e) => e.type === 'api' && e.endpoint === at && e.name === 'message'
    );
    return {
      answer: heard.length,
      near: [
        { id: 'data-frames', value: data.length },
        { id: 'all-frames', value: frames.length }
      ]
    };
  },
  'open-time': ({ opening }) => {
    const { events } = simulateOpening({ ...opening, id: 'exercise' });
    const open = events.find((e) => e.type === 'api' && e.name === 'open');
    if (!open) throw new Error('exercise: the handshake does not open');
    const roundTrip = 2 * opening.link.delay;
    return {
      answer: Math.round(open.at),
      near: [
        { id: 'one-way', value: opening.link.delay },
        { id: 'one-round-trip', value: roundTrip },
        { id: 'with-tls', value: 3 * roundTrip }
      ]
    };
  },
  base64: ({ bytes }) => {
    const text = base64Encode(new Uint8Array(bytes));
    return {
      answer: text.length,
      near: [
        { id: 'bytes', value: bytes },
        { id: 'no-padding', value: text.replace(/=+$/, '').length },
        { id: 'hex', value: toHex(new Uint8Array(bytes)).length }
      ]
    };
  }
};

/** The task with its answer; of near misses only those that are none of the others. */
export function predictNumber(question: NumberQuestion): PredictNumber {
  const find = FINDERS[question.of] as (question: NumberQuestion) => Found;
  const { answer, near } = find(question);
  const known = new Set([answer, 0]);
  return {
    kind: 'predict-number',
    answer,
    near: near.filter(({ value }) => !known.has(value) && known.add(value))
  };
}
