/**
 * A connection, sans I/O, for both roles (RFC 6455 §4 to §7, RFC 7692). A `Connection` is a value;
 * `step` takes it and an input, and gives the next one and what is to be done, in wire order.
 *
 * Reading stops behind every message: `connection.hasUnread` says that more may follow, and
 * `{ type: 'read' }` goes on. So whoever answers a message answers it before a fault that comes
 * later in the same bytes closes the connection.
 *
 * Time, sockets and chance are the caller's: masking keys come from `keys`.
 */
import { UTF8_START, utf8Advance } from '#lib/bytes/utf8.ts';
import type { Violation } from '../decoding.ts';
import { encodeResponse, type HttpRequest, type HttpResponse } from '../http/message.ts';
import { RULES, type Rule, type RuleId } from '../rules.ts';
import { decodeClose, encodeClose, type Close } from './close-frame.ts';
import { DEFLATE } from './deflate-parameters.ts';
import type { Extension } from './extensions.ts';
import { encodeFrame } from './encode-frame.ts';
import type { Role } from './frame.ts';
import type { FrameContext } from './header-faults.ts';
import type { RequestJudgement } from './judge-request.ts';
import { encodeMessage, fragmentEnds, type Message } from './message.ts';
import { DEFAULT_LIMITS, type MessageLimits } from './message-limits.ts';
import { MessageReader, type ReadItem } from './message-reader.ts';
import { startReading, type Reading } from './reading.ts';
import { CLOSE, PING, PONG, TEXT, type Opcode } from './opcode.ts';
import {
  clientReceives,
  openServer,
  serverReceives,
  type ClientOpening,
  type ServerOpening
} from './opening.ts';
import {
  agreementOf,
  contextOf,
  deflateMessage,
  inflateMessage,
  type DeflateAgreement,
  type DeflateContext
} from './permessage-deflate.ts';
import { nextState, type ConnectionState, type TransitionEvent } from './transitions.ts';

export interface ConnectionOptions extends MessageLimits {
  /** Messages shorter than this many bytes are sent uncompressed. */
  readonly deflateThreshold: number;
  /** Sends header and payload as two outputs where that saves a copy: for sockets that cork. */
  readonly inPieces: boolean;
}

export const DEFAULT_OPTIONS: ConnectionOptions = {
  ...DEFAULT_LIMITS,
  deflateThreshold: 0,
  inPieces: false
};

export interface Connection {
  readonly role: Role;
  readonly state: ConnectionState;
  readonly options: ConnectionOptions;
  /** Bytes have come that are not yet read: a step with `read` goes on. */
  readonly hasUnread: boolean;
  readonly protocol: string;
  readonly extensions: readonly Extension[];
  readonly opening: ClientOpening | ServerOpening | undefined;
  readonly reading: Reading;
  /** permessage-deflate, one context for each direction; undefined: not agreed. */
  readonly deflate:
    { readonly sends: DeflateContext; readonly receives: DeflateContext } | undefined;
  readonly closeSent: Close | undefined;
  readonly closeReceived: Close | undefined;
  readonly failure: Violation | undefined;
}

export type Input =
  /** From TCP. The bytes must not change afterwards. */
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** Go on with bytes that came before. */
  | { readonly type: 'read' }
  /** TCP has ended, in whatever way. */
  | { readonly type: 'tcp-closed' }
  /** The server’s answer to a `request`; with status 101 it opens. */
  | {
      readonly type: 'respond';
      readonly response: HttpResponse;
      readonly protocol?: string;
      readonly agreement?: DeflateAgreement;
    }
  | {
      readonly type: 'send';
      readonly message: Message;
      /** Bytes of payload in a frame at most; undefined: one frame. */
      readonly fragmentSize?: number;
      /** False: as it is, even where compression is agreed. */
      readonly compress?: boolean;
    }
  | { readonly type: 'ping' | 'pong'; readonly payload?: Uint8Array }
  | { readonly type: 'close'; readonly code?: number; readonly reason?: string };

export type Output =
  /** To be written to TCP. */
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'state'; readonly from: ConnectionState; readonly to: ConnectionState }
  /** A whole request has come: answer it with `respond`. */
  | {
      readonly type: 'request';
      readonly request: HttpRequest;
      readonly judgement: RequestJudgement;
      readonly key: string;
    }
  | { readonly type: 'open'; readonly protocol: string; readonly extensions: readonly Extension[] }
  | { readonly type: 'message'; readonly message: Message; readonly frames: number }
  | { readonly type: 'ping' | 'pong'; readonly payload: Uint8Array }
  | { readonly type: 'close'; readonly close: Close }
  /** The peer broke a rule, or a limit; `code` is what the Close frame says, if one is sent. */
  | {
      readonly type: 'failed';
      readonly violation: Violation | undefined;
      readonly code: number;
      readonly limit?: keyof MessageLimits;
    }
  /** Close TCP now. */
  | { readonly type: 'close-tcp' }
  /** It is over: what the API reports (RFC 6455 §7.1.5, §7.1.6). */
  | {
      readonly type: 'closed';
      readonly code: number;
      readonly reason: string;
      readonly wasClean: boolean;
    };

export interface Step {
  readonly connection: Connection;
  readonly outputs: readonly Output[];
}

/** A source of masking keys, four bytes each, unpredictable (RFC 6455 §5.3, §10.3). */
export type Keys = () => Uint8Array;

const connection = (role: Role, options: Partial<ConnectionOptions>): Connection => ({
  role,
  state: 'connecting',
  options: { ...DEFAULT_OPTIONS, ...options },
  hasUnread: false,
  protocol: '',
  extensions: [],
  opening: undefined,
  reading: startReading(),
  deflate: undefined,
  closeSent: undefined,
  closeReceived: undefined,
  failure: undefined
});

/** A client that has sent its request: see `openClient`. */
export const clientConnection = (
  opening: ClientOpening,
  options: Partial<ConnectionOptions> = {}
): Connection => ({ ...connection('client', options), opening });

/** A server that waits for a request. */
export const serverConnection = (
  opening: ServerOpening = openServer(),
  options: Partial<ConnectionOptions> = {}
): Connection => ({ ...connection('server', options), opening });

/** A connection that is open already: the handshake was somebody else’s. */
export const openConnection = (
  role: Role,
  agreement?: DeflateAgreement,
  options: Partial<ConnectionOptions> = {}
): Connection => ({
  ...connection(role, options),
  state: 'open',
  deflate: agreement && deflateOf(role, agreement)
});

const deflateOf = (role: Role, agreement: DeflateAgreement) => ({
  sends: contextOf(agreement, role),
  receives: contextOf(agreement, role === 'client' ? 'server' : 'client')
});

/** One input, and what follows from it (RFC 6455 §5 to §7). */
export function step(connection: Connection, input: Input, keys?: Keys): Step {
  const run = new Run(connection, keys);
  run.take(input);
  return { connection: run.connection, outputs: run.outputs };
}

const NOTHING = new Uint8Array();

/** One step: gathers outputs while the connection moves on. */
class Run {
  connection: Connection;
  readonly outputs: Output[] = [];
  readonly #keys: Keys | undefined;

  constructor(connection: Connection, keys: Keys | undefined) {
    this.connection = connection;
    this.#keys = keys;
  }

  take(input: Input): void {
    switch (input.type) {
      case 'bytes':
        return this.#receive(input.bytes);
      case 'read':
        return this.#receive(NOTHING);
      case 'tcp-closed':
        return this.#tcpClosed();
      case 'respond':
        return this.#respond(input);
      case 'send':
        return this.#send(input);
      case 'ping':
      case 'pong':
        return this.#sendControl(input.type === 'ping' ? PING : PONG, input.payload ?? NOTHING);
      case 'close':
        return this.#close(input.code, input.reason);
      default:
        input satisfies never;
    }
  }

  #set(change: Partial<Connection>): void {
    this.connection = { ...this.connection, ...change };
  }

  #out(output: Output): void {
    this.outputs.push(output);
  }

  #move(event: TransitionEvent): void {
    const { state: from } = this.connection;
    const to = nextState(from, event);
    if (to === undefined || to === from) return;
    this.#set({ state: to });
    this.#out({ type: 'state', from, to });
  }

  // ---- the opening handshake ----

  #receive(bytes: Uint8Array): void {
    const { state, role, opening } = this.connection;
    if (state === 'connecting' && opening)
      return role === 'client'
        ? this.#clientReceives(opening as ClientOpening, bytes)
        : this.#serverReceives(opening as ServerOpening, bytes);
    this.#read(bytes);
  }

  #clientReceives(opening: ClientOpening, input: Uint8Array | 'end'): void {
    const outcome = clientReceives(opening, input);
    if (outcome.type === 'waiting') return this.#set({ opening: outcome.opening });
    this.#set({ opening: undefined });
    if (outcome.type === 'failed') {
      this.#set({ failure: outcome.violation });
      this.#out({ type: 'failed', violation: outcome.violation, code: 1006 });
      this.#move('refused');
      this.#out({ type: 'close-tcp' });
      return this.#out({ type: 'closed', code: 1006, reason: '', wasClean: false });
    }
    const { protocol, extensions, rest } = outcome;
    const response = extensions.find(({ name }) => name === DEFLATE);
    const deflate = response && deflateOf('client', agreementOf(response));
    this.#open(protocol, extensions, deflate, rest);
  }

  #serverReceives(opening: ServerOpening, input: Uint8Array | 'end'): void {
    const outcome = serverReceives(opening, input);
    if (outcome.type === 'waiting') return this.#set({ opening: outcome.opening });
    this.#set({ opening: undefined });
    if (outcome.type === 'refused') {
      this.#out({ type: 'bytes', bytes: outcome.bytes });
      this.#move('refused');
      return this.#out({ type: 'close-tcp' });
    }
    const { request, judgement, key, rest } = outcome;
    this.#set({ reading: { ...startReading(), unread: rest } });
    this.#out({ type: 'request', request, judgement, key });
  }

  #respond({ response, protocol = '', agreement }: Extract<Input, { type: 'respond' }>): void {
    if (this.connection.state !== 'connecting') return;
    this.#out({ type: 'bytes', bytes: encodeResponse(response) });
    if (response.status !== 101) {
      this.#move('refused');
      return this.#out({ type: 'close-tcp' });
    }
    const deflate = agreement && deflateOf('server', agreement);
    this.#open(protocol, [], deflate, this.connection.reading.unread);
  }

  #open(
    protocol: string,
    extensions: readonly Extension[],
    deflate: Connection['deflate'],
    unread: Uint8Array
  ): void {
    this.#set({
      protocol,
      extensions,
      deflate,
      reading: { ...startReading(), unread },
      hasUnread: unread.length > 0
    });
    this.#move('opened');
    this.#out({ type: 'open', protocol, extensions });
  }

  // ---- frames come ----

  #read(bytes: Uint8Array): void {
    const { state, closeReceived, failure } = this.connection;
    // What comes after a Close, or after failing, is not looked at (RFC 6455 §5.5.1, §7.1.7).
    if ((state !== 'open' && state !== 'closing') || closeReceived || failure)
      return this.#set({ hasUnread: false });
    const context: FrameContext = {
      from: this.connection.role === 'client' ? 'server' : 'client',
      deflate: this.connection.deflate ? 'agreed' : 'none'
    };
    const reader = new MessageReader(
      this.connection.reading,
      bytes,
      context,
      this.connection.options
    );
    for (;;) {
      const item = reader.next();
      if (!item) break;
      if (item.type === 'fault') return this.#fail(item.rule, item.range, item.limit);
      const stops = item.type === 'control' ? this.#control(item) : this.#message(item);
      if (stops) {
        const { reading } = reader;
        return this.#set({ reading, hasUnread: reading.unread.length > 0 });
      }
    }
    this.#set({ reading: reader.reading, hasUnread: false });
  }

  /** True when reading stops here. */
  #control({ opcode, payload, to }: Extract<ReadItem, { type: 'control' }>): boolean {
    if (opcode === CLOSE) {
      this.#closeReceived(payload, to * 8 - payload.length * 8);
      return true;
    }
    this.#out({ type: opcode === PING ? 'ping' : 'pong', payload });
    // Once Close is sent nothing follows it (RFC 6455 §5.5.1).
    if (opcode === PING && !this.connection.closeSent) this.#sendFrame(PONG, payload);
    return false;
  }

  #message(item: Extract<ReadItem, { type: 'message' }>): boolean {
    const payload = item.compressed ? this.#inflate(item) : item.payload;
    if (!payload) return true;
    if (this.connection.closeSent) return false;
    const type = item.opcode === TEXT ? 'text' : 'binary';
    this.#out({ type: 'message', message: { type, payload }, frames: item.frames });
    return true;
  }

  #inflate({ opcode, payload, from, to }: Extract<ReadItem, { type: 'message' }>) {
    const { deflate, options } = this.connection;
    if (!deflate) throw new Error('a compressed message without an agreement');
    const range = { from: from * 8, to: to * 8 };
    const inflated = inflateMessage(deflate.receives, payload, options.maxMessageSize);
    if (!inflated.ok) {
      if (inflated.reason === 'corrupt') this.#fail('pmd-corrupt', range);
      else this.#fail('fail-too-big', range, 'maxMessageSize');
      return undefined;
    }
    this.#set({ deflate: { ...deflate, receives: inflated.context } });
    if (opcode === TEXT && utf8Advance(UTF8_START, inflated.message) !== UTF8_START) {
      this.#fail('text-utf8', range);
      return undefined;
    }
    return inflated.message;
  }

  #closeReceived(payload: Uint8Array, bit: number): void {
    const { close, faults } = decodeClose(payload);
    const [fault] = faults;
    if (fault)
      return this.#fail(fault.rule, { from: bit + fault.range.from, to: bit + fault.range.to });
    this.#set({ closeReceived: close });
    this.#out({ type: 'close', close });
    this.#move('close-received');
    if (!this.connection.closeSent) this.#sendClose(payload, close);
    // The server closes TCP first, so that TIME_WAIT stays on its side (RFC 6455 §7.1.1).
    if (this.connection.role === 'server') this.#out({ type: 'close-tcp' });
  }

  /** Fails the connection: a Close that says why, as far as one may be sent (RFC 6455 §7.1.7). */
  #fail(rule: RuleId, range: Violation['range'], limit?: keyof MessageLimits): void {
    const { closeCode = 1002 }: Rule = RULES[rule];
    const violation = { rule, range };
    const code = rule === 'fail-too-big' && limit === 'maxFragments' ? 1008 : closeCode;
    this.#set({ failure: violation, hasUnread: false });
    if (!this.connection.closeSent) this.#sendClose(encodeClose(code), { code, reason: '' });
    this.#out({ type: 'failed', violation, code, ...(limit ? { limit } : {}) });
    this.#move('failed');
    this.#out({ type: 'close-tcp' });
  }

  #tcpClosed(): void {
    const { state, role, opening, closeReceived, closeSent, failure } = this.connection;
    if (state === 'closed') return;
    if (state === 'connecting' && opening && role === 'client')
      return this.#clientReceives(opening as ClientOpening, 'end');
    this.#move('tcp-closed');
    const wasClean = closeReceived !== undefined && closeSent !== undefined && !failure;
    this.#out({
      type: 'closed',
      code: wasClean ? (closeReceived.code ?? 1005) : 1006,
      reason: wasClean ? closeReceived.reason : '',
      wasClean
    });
  }

  // ---- frames go ----

  get #mayWrite(): boolean {
    const { state, closeSent } = this.connection;
    return (state === 'open' || state === 'closing') && !closeSent;
  }

  #sendFrame(opcode: Opcode, payload: Uint8Array): void {
    const maskingKey = this.#nextKey()?.();
    const bytes = encodeFrame({ opcode, payload, ...(maskingKey ? { maskingKey } : {}) });
    this.#out({ type: 'bytes', bytes });
  }

  #nextKey(): Keys | undefined {
    if (this.connection.role === 'server') return undefined;
    if (!this.#keys) throw new Error('a client needs masking keys');
    return this.#keys;
  }

  /** Does nothing once a Close is sent or the connection is not open (RFC 6455 §6.1). */
  #send({ message, fragmentSize, compress = true }: Extract<Input, { type: 'send' }>): void {
    const { deflate, options, state } = this.connection;
    if (!this.#mayWrite || state !== 'open') return;
    let { payload } = message;
    const compressed =
      deflate !== undefined && compress && payload.length >= options.deflateThreshold;
    if (compressed) {
      const deflated = deflateMessage(deflate.sends, payload);
      payload = deflated.payload;
      this.#set({ deflate: { ...deflate, sends: deflated.context } });
    }
    const nextKey = this.#nextKey();
    const frames = encodeMessage(payload, {
      type: message.type,
      compressed,
      ends: fragmentEnds(payload.length, fragmentSize),
      inPieces: options.inPieces,
      ...(nextKey ? { nextKey } : {})
    });
    for (const bytes of frames) this.#out({ type: 'bytes', bytes });
  }

  /** Throws a RangeError on more than 125 bytes (RFC 6455 §5.5). */
  #sendControl(opcode: typeof PING | typeof PONG, payload: Uint8Array): void {
    if (payload.length > 125) throw new RangeError(`a control frame of ${payload.length} bytes`);
    if (this.#mayWrite) this.#sendFrame(opcode, payload);
  }

  #close(code: number | undefined, reason = ''): void {
    const payload = encodeClose(code, reason);
    if (!this.#mayWrite) return;
    this.#sendClose(payload, { code, reason });
  }

  #sendClose(payload: Uint8Array, close: Close): void {
    this.#sendFrame(CLOSE, payload);
    this.#set({ closeSent: close });
    this.#move('close-sent');
  }
}
