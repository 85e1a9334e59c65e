/** Frames that a socket of ws sends: any opcode, in one piece or in several, compressed or not. */
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import type { Opcode } from '#lib/protocol/websocket/opcode.ts';
import { concatBytes } from '#lib/bytes/bytes.ts';
import {
  contextOf,
  deflateMessage,
  TAIL,
  type DeflateAgreement,
  type DeflateContext
} from '#lib/protocol/websocket/permessage-deflate.ts';

/** As ws has them. */
export interface SendOptions {
  readonly binary: boolean;
  readonly mask: boolean;
  readonly compress: boolean;
  readonly fin: boolean;
}

export interface SenderOptions {
  readonly agreement: DeflateAgreement | undefined;
  /** Shorter messages stay as they are, where no context is taken over. */
  readonly threshold: number;
  readonly maskingKey: () => Uint8Array;
}

export class FrameSender {
  readonly #options: SenderOptions;
  #context: DeflateContext | undefined;
  #isFirst = true;
  #compresses = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#context = options.agreement && contextOf(options.agreement, 'server');
  }

  /** A frame of a message: the first, or one that goes on with it. */
  data(payload: Uint8Array, options: SendOptions): Uint8Array {
    const isFirst = this.#isFirst;
    if (isFirst) this.#compresses = options.compress && this.#isWorth(payload.length);
    this.#isFirst = options.fin;
    return encodeFrame({
      fin: options.fin,
      rsv1: isFirst && this.#compresses,
      opcode: isFirst ? (options.binary ? 2 : 1) : 0,
      payload: this.#compresses ? this.#deflate(payload, options.fin) : payload,
      ...this.#masking(options.mask)
    });
  }

  control(opcode: Opcode, payload: Uint8Array, mask = false): Uint8Array {
    return encodeFrame({ opcode, payload, ...this.#masking(mask) });
  }

  #masking(mask: boolean): { maskingKey?: Uint8Array } {
    return mask ? { maskingKey: this.#options.maskingKey() } : {};
  }

  #isWorth(length: number): boolean {
    const { agreement, threshold } = this.#options;
    return (
      agreement !== undefined && (!agreement.server_no_context_takeover || length >= threshold)
    );
  }

  /** Within a message what went before may always be looked back at (RFC 7692 §7.2.1). */
  #deflate(payload: Uint8Array, fin: boolean): Uint8Array {
    const context = this.#context;
    if (!context) return payload;
    const deflated = deflateMessage({ ...context, takeover: true }, payload);
    const forgets = fin && this.#options.agreement?.server_no_context_takeover === true;
    const history = forgets ? new Uint8Array() : deflated.context.history;
    this.#context = { ...context, history };
    return fin ? deflated.payload : concatBytes(deflated.payload, TAIL);
  }
}
