/** What a socket has written down about it: what code calls and hears, states, messages. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import type { Violation } from '#lib/protocol/decoding.ts';
import type { Message } from '#lib/protocol/websocket/message.ts';
import type { ApiEvent, ConnectionState } from '#lib/trace/trace.ts';
import type { Witness } from './environment.ts';

export type ReadyState = ApiEvent['readyState'];
type Detail = ApiEvent['detail'];

const STATES: Readonly<Record<ReadyState, ConnectionState>> = {
  0: 'connecting',
  1: 'open',
  2: 'closing',
  3: 'closed'
};

export class SocketRecord {
  readonly #witness: Witness;
  /** A message of which not all frames were sent. */
  #begun: Message | undefined;

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  api(name: ApiEvent['name'], readyState: ReadyState, detail: Detail = {}): void {
    this.#witness.api({ name, detail, readyState });
  }

  moved(from: ReadyState, to: ReadyState): void {
    if (from !== to) this.#witness.state(STATES[from], STATES[to]);
  }

  failed(violation: Violation | undefined): void {
    if (violation) this.#witness.failed(violation);
  }

  /** A copy: the program may change what it was given. */
  received({ type, payload }: Message): void {
    this.#witness.message('received', { type, payload: payload.slice() });
  }

  /** Frames of a message are written down as one, once it is whole. */
  sent({ type, payload }: Message, isWhole: boolean): void {
    const before = this.#begun ?? { type, payload: new Uint8Array() };
    const message = { type: before.type, payload: concatBytes(before.payload, payload) };
    this.#begun = isWhole ? undefined : message;
    if (isWhole) this.#witness.message('sent', message);
  }
}

/** What of a message stands in a list of events. */
export const detailOf = ({ type, payload }: Message): Detail =>
  type === 'text' ? { data: utf8Decode(payload) ?? '' } : { bytes: payload.length };

/** The reason of a Close, as text. */
export const reasonText = (data: string | Uint8Array | undefined): string =>
  typeof data === 'string' ? data : data ? (utf8Decode(data) ?? '') : '';
