/**
 * permessage-deflate (RFC 7692): negotiation of the four parameters on both sides, and messages in
 * and out. The window that lives on between messages is data, the last bytes of what went before,
 * so that a connection stays a value. DEFLATE itself is pako's (zlib).
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { DEFLATE, readDeflateParameters, type DeflateParameters } from './deflate-parameters.ts';
import type { Extension, ExtensionParam } from './extensions.ts';
import type { Role } from './frame.ts';
import * as pako from './zlib.ts';

/** What both ends have agreed on (RFC 7692 §7.1). */
export interface DeflateAgreement {
  readonly server_no_context_takeover: boolean;
  readonly client_no_context_takeover: boolean;
  /** 8 to 15: the window of what the server sends is 2^bits bytes. */
  readonly server_max_window_bits: number;
  readonly client_max_window_bits: number;
}

/** What is agreed on where neither end names a parameter. */
export const DEFAULT_AGREEMENT: DeflateAgreement = {
  server_no_context_takeover: false,
  client_no_context_takeover: false,
  server_max_window_bits: 15,
  client_max_window_bits: 15
};

/** What an endpoint wishes, beyond what the other asks for. */
export interface DeflatePolicy {
  readonly server_no_context_takeover?: boolean;
  readonly client_no_context_takeover?: boolean;
  readonly server_max_window_bits?: number;
  readonly client_max_window_bits?: number;
}

const param = (name: string, value?: number): ExtensionParam =>
  value === undefined ? { name } : { name, value: String(value) };

/** The offer of a client; a browser's is `client_max_window_bits` alone (RFC 7692 §7.1). */
export function offerDeflate(policy: DeflatePolicy = {}): Extension {
  const params: ExtensionParam[] = [];
  if (policy.server_no_context_takeover) params.push(param('server_no_context_takeover'));
  if (policy.client_no_context_takeover) params.push(param('client_no_context_takeover'));
  if (policy.server_max_window_bits !== undefined)
    params.push(param('server_max_window_bits', policy.server_max_window_bits));
  params.push(param('client_max_window_bits', policy.client_max_window_bits));
  return { name: DEFLATE, params };
}

/**
 * The first offer that can be taken, and the answer to it; undefined: all are declined, which
 * leaves the connection uncompressed (RFC 7692 §5, §7.1).
 */
export function acceptDeflate(
  offers: readonly Extension[],
  policy: DeflatePolicy = {}
): { readonly response: Extension; readonly agreement: DeflateAgreement } | undefined {
  for (const offer of offers) {
    if (offer.name !== DEFLATE) continue;
    const { parameters, faults } = readDeflateParameters(offer, 'offer');
    if (faults.length) continue;
    return answer(parameters, policy);
  }
  return undefined;
}

function answer(offer: DeflateParameters, policy: DeflatePolicy) {
  const params: ExtensionParam[] = [];
  const serverNct = offer.server_no_context_takeover ?? policy.server_no_context_takeover ?? false;
  const clientNct = offer.client_no_context_takeover ?? policy.client_no_context_takeover ?? false;
  const asked = offer.server_max_window_bits ?? 15;
  const serverBits = Math.min(asked, policy.server_max_window_bits ?? 15);
  const hint = offer.client_max_window_bits;
  // The client's window may be limited only where its offer says that it can (RFC 7692 §7.1.2.2).
  const clientBits =
    hint === undefined
      ? 15
      : Math.min(hint === true ? 15 : hint, policy.client_max_window_bits ?? 15);
  if (serverNct) params.push(param('server_no_context_takeover'));
  if (clientNct) params.push(param('client_no_context_takeover'));
  if (serverBits < 15 || offer.server_max_window_bits !== undefined)
    params.push(param('server_max_window_bits', serverBits));
  if (hint !== undefined && clientBits < 15)
    params.push(param('client_max_window_bits', clientBits));
  const agreement: DeflateAgreement = {
    server_no_context_takeover: serverNct,
    client_no_context_takeover: clientNct,
    server_max_window_bits: serverBits,
    client_max_window_bits: clientBits
  };
  return { response: { name: DEFLATE, params }, agreement };
}

/** What a response that has been judged means (RFC 7692 §7.1). */
export function agreementOf(response: Extension): DeflateAgreement {
  const { parameters } = readDeflateParameters(response, 'response');
  const { client_max_window_bits: clientBits } = parameters;
  return {
    server_no_context_takeover: parameters.server_no_context_takeover ?? false,
    client_no_context_takeover: parameters.client_no_context_takeover ?? false,
    server_max_window_bits: parameters.server_max_window_bits ?? 15,
    client_max_window_bits: typeof clientBits === 'number' ? clientBits : 15
  };
}

/** One direction of a connection: how far back its compressor may look, and what lies there. */
export interface DeflateContext {
  /** 8 to 15. */
  readonly windowBits: number;
  readonly takeover: boolean;
  /** The last 2^windowBits bytes of what went before; empty without takeover. */
  readonly history: Uint8Array;
}

const NOTHING = new Uint8Array();

/** The context in which an end sends, before the first message. */
export const contextOf = (agreement: DeflateAgreement, sender: Role): DeflateContext =>
  sender === 'client'
    ? {
        windowBits: agreement.client_max_window_bits,
        takeover: !agreement.client_no_context_takeover,
        history: NOTHING
      }
    : {
        windowBits: agreement.server_max_window_bits,
        takeover: !agreement.server_no_context_takeover,
        history: NOTHING
      };

/** After a message: the window has moved on (RFC 7692 §7.2.1). */
export function nextContext(context: DeflateContext, message: Uint8Array): DeflateContext {
  if (!context.takeover) return context;
  const size = 2 ** context.windowBits;
  const history =
    message.length >= size
      ? message.slice(message.length - size)
      : concatBytes(
          context.history.subarray(Math.max(0, context.history.length + message.length - size)),
          message
        );
  return { ...context, history };
}

/** What an end of a sync flush always is, and what is cut off (RFC 7692 §7.2.1). */
export const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff);

const CHUNK = 16_384;
const LEVEL = 6;
/** zlib’s only method. */
const DEFLATED = 8;
const MEMORY = 8;

/** A message compressed: DEFLATE blocks to a byte border, without the tail (RFC 7692 §7.2.1). */
export function deflateMessage(
  context: DeflateContext,
  message: Uint8Array
): { readonly payload: Uint8Array; readonly context: DeflateContext } {
  // zlib makes no window of 256 bytes; looking back one byte at most keeps within it.
  const { windowBits } = context;
  const strategy = windowBits === 8 ? pako.Z_RLE : pako.Z_DEFAULT_STRATEGY;
  const stream = new pako.ZStream();
  pako.zlibDeflateInit2(stream, LEVEL, DEFLATED, -Math.max(windowBits, 9), MEMORY, strategy);
  if (context.history.length && windowBits > 8)
    pako.zlibDeflateSetDictionary(stream, context.history);
  if (message.length === 0) return { payload: Uint8Array.of(0), context };
  stream.input = message;
  stream.next_in = 0;
  stream.avail_in = message.length;
  const pieces: Uint8Array[] = [];
  do {
    stream.output = new Uint8Array(CHUNK);
    stream.next_out = 0;
    stream.avail_out = CHUNK;
    pako.zlibDeflate(stream, pako.Z_SYNC_FLUSH);
    pieces.push(stream.output.subarray(0, stream.next_out));
  } while (stream.avail_out === 0);
  const whole = concatBytes(...pieces);
  const payload = whole.subarray(0, whole.length - TAIL.length);
  return { payload, context: nextContext(context, message) };
}

export type Inflated =
  | { readonly ok: true; readonly message: Uint8Array; readonly context: DeflateContext }
  /** It does not inflate (rule pmd-corrupt), or it grows beyond the limit (fail-too-big). */
  | { readonly ok: false; readonly reason: 'corrupt' | 'too-big' };

/** A compressed payload as the message that it was (RFC 7692 §7.2.2); at most `limit` bytes. */
export function inflateMessage(
  context: DeflateContext,
  payload: Uint8Array,
  limit: number
): Inflated {
  const pieces: Uint8Array[] = [];
  const stream = inflater(context.history);
  stream.input = concatBytes(payload, TAIL);
  stream.avail_in = stream.input.length;
  for (;;) {
    stream.output = new Uint8Array(CHUNK);
    stream.next_out = 0;
    stream.avail_out = CHUNK;
    const status = inflateInto(stream);
    pieces.push(stream.output.subarray(0, stream.next_out));
    if (pieces.length * CHUNK - stream.avail_out > limit) return { ok: false, reason: 'too-big' };
    if (status === pako.Z_OK && stream.avail_out === 0) continue;
    return (status === pako.Z_STREAM_END || stream.avail_in === 0) && !stream.msg
      ? done(context, pieces)
      : { ok: false, reason: 'corrupt' };
  }
}

/** Fills the output as far as the input goes. */
function inflateInto(stream: pako.ZStream): number {
  for (;;) {
    const status = pako.zlibInflate(stream, pako.Z_SYNC_FLUSH);
    if (status !== pako.Z_STREAM_END || stream.avail_in === 0) return status;
    // A block with BFINAL=1: what follows begins anew, with the same window (RFC 7692 §7.2.3.4).
    pako.zlibInflateResetKeep(stream);
    if (stream.avail_out === 0) return pako.Z_OK;
  }
}

const done = (context: DeflateContext, pieces: readonly Uint8Array[]): Inflated => {
  const message = concatBytes(...pieces);
  return { ok: true, message, context: nextContext(context, message) };
};

/**
 * zlib would refuse a distance beyond the window only now and then, by where its output ends. So it
 * always gets the widest; how far back a message may look into others is what `history` holds.
 */
function inflater(history: Uint8Array): pako.ZStream {
  const stream = new pako.ZStream();
  pako.zlibInflateInit2(stream, -15);
  if (history.length) pako.zlibInflateSetDictionary(stream, history);
  return stream;
}
