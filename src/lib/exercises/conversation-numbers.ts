/** Numbers that are read off a simulated conversation. */
import { decodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { headerLengthOf } from '#lib/protocol/websocket/encode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { ConversationScenario } from '#lib/simulation/conversation-scenario.ts';
import { simulateConversation } from '#lib/simulation/conversation.ts';
import { simulateOpening, type OpeningScenario } from '#lib/simulation/opening.ts';
import { bufferedAmount } from '#lib/trace/buffered-amount.ts';
import { framesOf } from '#lib/trace/frames.ts';
import type { ApiEvent, Trace } from '#lib/trace/trace.ts';
import type { Finders } from './finder.ts';

type Conversation = Omit<ConversationScenario, 'id'>;
export interface ConversationQuestions {
  /** The code in the close event at an end. */
  readonly 'close-code': { readonly conversation: Conversation; readonly at: Role };
  /** Message events at an end. */
  readonly messages: { readonly conversation: Conversation; readonly at: Role };
  /** Control frames on the wire, both ways. */
  readonly 'control-frames': { readonly conversation: Conversation };
  /** `bufferedAmount` right behind the last call of send(). */
  readonly buffered: { readonly conversation: Conversation };
  /** Seconds from the cut of the cable until the server's heartbeat notices. */
  readonly noticed: { readonly conversation: Conversation };
  /** Milliseconds from the constructor to `open`. */
  readonly 'open-time': { readonly opening: Omit<OpeningScenario, 'id'> };
}

const run = (conversation: Conversation): Trace =>
  simulateConversation({ ...conversation, id: 'exercise' });
const inSeconds = (ms: number): number => Math.round(ms / 1000);

export const CONVERSATION_FINDERS: Finders<ConversationQuestions> = {
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
      ],
      given: frames.flatMap(({ from, code }) =>
        code === undefined ? [] : [{ id: `${from}-code`, value: code }]
      )
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
  'control-frames': ({ conversation }) => {
    const frames = framesOf(run(conversation));
    const count = (...opcodes: string[]) =>
      frames.filter(({ opcode }) => opcodes.includes(opcode)).length;
    return {
      answer: count('ping', 'pong', 'close'),
      near: [
        { id: 'no-pongs', value: count('ping', 'close') },
        { id: 'no-closes', value: count('ping', 'pong') },
        { id: 'one-close', value: count('ping', 'pong', 'close') - 1 },
        { id: 'all-frames', value: frames.length }
      ]
    };
  },
  buffered: ({ conversation }) => {
    const trace = run(conversation);
    const calls = trace.events.filter(
      (e): e is ApiEvent => e.type === 'api' && e.name === 'send()' && e.endpoint === 'client'
    );
    const last = calls.at(-1);
    if (!last) throw new Error('exercise: nothing is sent');
    const sizes = calls.map(({ detail }) => Number(detail['size']));
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    const texts = conversation.script.map((deed) => (deed.do === 'send' ? (deed.text ?? '') : ''));
    return {
      answer: bufferedAmount(trace, framesOf(trace), last),
      near: [
        { id: 'last-only', value: sizes.at(-1) ?? 0 },
        { id: 'length', value: texts.join('').length },
        { id: 'with-headers', value: sum(sizes.map((n) => headerLengthOf(n, true) + n)) }
      ]
    };
  },
  noticed: ({ conversation }) => {
    const { dark, heartbeat } = conversation;
    const { events } = run(conversation);
    const given = events.find((e) => e.type === 'mark' && e.id === 'no-pong');
    if (dark === undefined || !heartbeat || !given)
      throw new Error('exercise: nothing is there to be noticed');
    const { every, within } = heartbeat;
    return {
      answer: inSeconds(given.at - dark),
      near: [
        { id: 'ping-only', value: inSeconds(given.at - within - dark) },
        { id: 'patience-only', value: inSeconds(within) },
        { id: 'at-worst', value: inSeconds(every + within) },
        { id: 'since-open', value: inSeconds(given.at) }
      ],
      given: [
        { id: 'dark', value: inSeconds(dark) },
        { id: 'every', value: inSeconds(every) },
        { id: 'within', value: inSeconds(within) }
      ]
    };
  }
};
