/**
 * One direction of a connection, from bytes in order to what they are: heads and bodies of HTTP,
 * frames, TLS, or bytes of which nothing is known. What stays unclear until the other direction
 * answers is held back and read again.
 */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import { decodeRequest, decodeResponse } from '#lib/protocol/http/message.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Connection, Direction, Gap, Head } from './capture.ts';
import { FrameScanner, type FrameTerms } from './frame-scanner.ts';
import { BodyReader, framingOf } from './http-body.ts';
import { findFrameStart } from './resync.ts';
import { beginsHead, beginsHttp2, beginsTls, proxyHeaderLength } from './stream-start.ts';
import type { Arrival, StreamSink } from './tcp-direction.ts';

/** What a direction tells its connection. */
export interface StreamEvents {
  request(head: Head<HttpRequest>): void;
  response(head: Head<HttpResponse>): void;
  kind(kind: 'tls' | 'http2'): void;
  /** Frames were found where no handshake was seen; `masked`: they are. */
  foundFrames(masked: boolean): void;
}

type Mode =
  /** What comes is not known yet. */
  | 'start'
  | 'head'
  | 'body'
  | 'frames'
  /** Held back: the other end has to answer first. */
  | 'wait'
  /** Frames are searched for. */
  | 'search'
  /** Not ours: encrypted, or unknown. */
  | 'raw';

interface Held extends Arrival {
  readonly offset: number;
  /** No bytes, but so many that are missing. */
  readonly gap?: { readonly length: number; readonly reason: Gap['reason'] };
}

const MAX_HEAD = 256 << 10;
/** Bytes in which frames are searched for, before the oldest are given up. */
const MAX_SEARCH = 128 << 10;
/** Bytes without any frame, after which the search ends. */
const GIVE_UP = 1 << 20;
const NOTHING = new Uint8Array();

export class StreamReader implements StreamSink {
  readonly #events: StreamEvents;
  #mode: Mode = 'start';
  /** Bytes that were read so far: where in the stream reading stands. */
  #offset = 0;
  /** A head that is not whole yet. */
  #unread: Uint8Array = NOTHING;
  #held: Held[] = [];
  #heldBytes = 0;
  #searchedAt = 0;
  #given = 0;
  #body: BodyReader | undefined;
  #bodyOf: { body?: unknown } | undefined;
  #frames: FrameScanner | undefined;
  #frameTerms: FrameTerms | undefined;
  #ended = false;
  /** Bytes of the head are missing: where it ends is not known. */
  #uncertain = false;
  /** Which end sends it, as far as known. */
  role: Role | undefined;
  readonly #direction: () => Direction;
  readonly #connection: Connection;

  constructor(connection: Connection, direction: () => Direction, events: StreamEvents) {
    this.#connection = connection;
    this.#direction = direction;
    this.#events = events;
  }

  get mode(): Mode {
    return this.#mode;
  }
  get waits(): boolean {
    return this.#mode === 'wait';
  }

  data(arrival: Readonly<Arrival>): void {
    const offset = this.#offset;
    this.#offset += arrival.to - arrival.from;
    if (this.#mode === 'frames') this.#frames?.data(arrival, offset);
    else this.#read({ ...arrival, offset });
  }

  #read(held: Held): void {
    let next: Held | undefined = held;
    while (next) {
      switch (this.#mode) {
        case 'wait':
          this.#hold(next);
          return;
        case 'search':
          this.#hold(next);
          this.#search(false);
          return;
        case 'raw':
          next = this.#mayBeHead(next);
          break;
        case 'frames':
          this.#frames?.data(next, next.offset);
          return;
        case 'body':
          next = this.#readBody(next);
          break;
        case 'start':
        case 'head':
          next = this.#readHead(next);
          break;
      }
    }
  }

  /** What is behind `used` bytes. */
  #behind(held: Held, used: number): Held | undefined {
    const from = held.from + used;
    return from < held.to
      ? { ...held, from, offset: held.offset + used, opens: held.opens && used === 0 }
      : undefined;
  }

  #hold(held: Held): void {
    // Chunks of the file would be kept alive by a view.
    const bytes = held.bytes.slice(held.from, held.to);
    this.#held.push({ ...held, bytes, from: 0, to: bytes.length });
    this.#heldBytes += bytes.length;
  }

  /** Reads again what was held back. */
  #release(): void {
    for (const part of this.#takeHeld())
      if (part.gap) this.#gap(part.offset, part.gap.length, part.gap.reason);
      else this.#read(part);
  }

  #takeHeld(): Held[] {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    this.#searchedAt = 0;
    return held;
  }

  #readHead(held: Held): Held | undefined {
    const before = this.#unread.length;
    const bytes = before
      ? joined(this.#unread, held.bytes.subarray(held.from, held.to))
      : held.bytes.subarray(held.from, held.to);
    const offset = held.offset - before;
    if (this.#mode === 'start') {
      const proxy = proxyHeaderLength(bytes);
      if (proxy > 0 && proxy >= before) {
        this.#unread = NOTHING;
        return this.#behind(held, proxy - before);
      }
      const tls = beginsTls(bytes);
      const http2 = beginsHttp2(bytes);
      const head = http2 === 'maybe' && bytes.length > 4 ? 'maybe' : beginsHead(bytes);
      if (tls === 'yes' || http2 === 'yes') {
        this.#events.kind(tls === 'yes' ? 'tls' : 'http2');
        this.#unread = NOTHING;
        this.#mode = 'raw';
        return held;
      }
      if (head === 'no' && http2 === 'no' && tls === 'no' && proxy === 0) {
        this.#unread = NOTHING;
        this.#mode = 'search';
        const opens = held.opens || before > 0;
        return { ...held, bytes, from: 0, to: bytes.length, offset, opens };
      }
      if (head !== 'yes') {
        this.#unread = bytes.slice();
        return undefined;
      }
      this.#mode = 'head';
    }
    return this.#wholeHead(held, bytes, offset, before);
  }

  #wholeHead(held: Held, bytes: Uint8Array, offset: number, before: number): Held | undefined {
    const isResponse = bytes[0] === 0x48 && latin1Decode(bytes.subarray(0, 5)) === 'HTTP/';
    const decoding = isResponse ? decodeResponse(bytes) : decodeRequest(bytes);
    if (!decoding.complete) {
      if (bytes.length > MAX_HEAD) {
        this.#unread = NOTHING;
        this.#giveUp(offset, offset + bytes.length);
        return undefined;
      }
      this.#unread = before && bytes.length === before ? this.#unread : bytes.slice();
      return undefined;
    }
    this.#unread = NOTHING;
    this.#head(decoding, isResponse, offset, held, 'full');
    return this.#behind(held, decoding.byteLength - before);
  }

  #head(
    decoding: {
      readonly value: HttpRequest | HttpResponse;
      readonly byteLength: number;
      readonly violations: readonly { readonly rule: Head<unknown>['violations'][number] }[];
    },
    isResponse: boolean,
    offset: number,
    held: Pick<Held, 'packet' | 'time'>,
    captured: 'full' | 'partial'
  ): void {
    const common = {
      offset,
      headLength: decoding.byteLength,
      captured,
      at: held.time,
      packet: held.packet,
      violations: [...new Set(decoding.violations.map(({ rule }) => rule))]
    };
    this.#mode = 'start';
    if (isResponse) this.#events.response({ ...common, value: decoding.value as HttpResponse });
    else this.#events.request({ ...common, value: decoding.value as HttpRequest });
  }

  /** A body follows: of this head. */
  expectBody(head: Head<HttpRequest | HttpResponse>, isResponse: boolean): void {
    const framing = framingOf(head.value.fields, isResponse);
    if (!framing) return;
    const body = new BodyReader(framing.framing, framing.length);
    head.body = body.body;
    if (body.done) return;
    this.#body = body;
    this.#bodyOf = head;
    this.#mode = 'body';
  }

  #readBody(held: Held): Held | undefined {
    const body = this.#body as BodyReader;
    const used = body.data(held.bytes, held.from, held.to, held.offset);
    if (body.done) this.#endBody();
    return this.#behind(held, used);
  }

  #endBody(): void {
    const body = this.#body as BodyReader;
    if (this.#bodyOf) this.#bodyOf.body = body.body;
    this.#mode = body.broken ? 'search' : 'start';
    this.#body = undefined;
    this.#bodyOf = undefined;
  }

  /** The other end has to answer before it is known what these bytes are. */
  wait(): void {
    this.#mode = 'wait';
  }

  /** The answer does not change the protocol. */
  goOn(): void {
    if (this.#mode !== 'wait') return;
    this.#mode = 'start';
    this.#release();
  }

  /** Frames follow, where reading stands. */
  readFrames(terms: FrameTerms): void {
    this.#frameTerms = terms;
    if (this.#mode === 'raw' || this.#frames) return;
    // A head that is not whole, or bytes that are searched: frames begin somewhere behind.
    if (this.#uncertain || this.#mode === 'search' || this.#mode === 'head') {
      const isHeld = this.#mode === 'wait';
      this.#mode = 'search';
      if (isHeld) this.#release();
      this.#search(this.#ended);
      return;
    }
    const isStart = this.#mode === 'start' && this.#unread.length > 0;
    this.#frames = new FrameScanner(this.#connection, terms, false);
    this.#mode = 'frames';
    if (isStart) {
      const bytes = this.#unread;
      this.#unread = NOTHING;
      this.#hold({ ...NO_ARRIVAL, bytes, to: bytes.length, offset: this.#offset - bytes.length });
    }
    this.#release();
    if (this.#ended) this.#frames.end();
  }

  /** Not HTTP and not frames: what comes is only counted. */
  ignore(): void {
    this.#mode = 'raw';
    this.#takeHeld();
    this.#unread = NOTHING;
  }

  #mayBeHead(held: Held): Held | undefined {
    // A new request may begin with any packet; encrypted bytes never look like one.
    if (this.#connection.kind !== 'unknown' || !held.opens) return undefined;
    const bytes = held.bytes.subarray(held.from, held.to);
    if (beginsHead(bytes) !== 'yes') {
      this.#giveUp(held.offset, held.offset + bytes.length);
      return undefined;
    }
    this.#mode = 'head';
    return held;
  }

  #giveUp(from: number, to: number): void {
    const { unread } = this.#direction();
    if (unread.length && unread[unread.length - 1] === from) unread[unread.length - 1] = to;
    else unread.push(from, to);
    this.#given += to - from;
    this.#mode = this.#given > GIVE_UP ? 'raw' : 'search';
  }

  #search(ended: boolean): void {
    const [first] = this.#held;
    if (!first) return;
    // A head may begin with a packet; those before were looked at when they came.
    const last = this.#held[this.#held.length - 1] as Held;
    if (
      !this.#frameTerms &&
      last.opens &&
      beginsHead(last.bytes.subarray(last.from, last.to)) === 'yes'
    ) {
      this.#resume(last.offset, 'start');
      return;
    }
    // Looked at again when there is half as much more: the work stays linear.
    if (!ended && this.#heldBytes < this.#searchedAt * 1.5) return;
    this.#searchedAt = this.#heldBytes;
    const bytes = new Uint8Array(this.#heldBytes);
    const borders = new Set<number>();
    let at = 0;
    for (const part of this.#held) {
      if (part.opens) borders.add(at);
      bytes.set(part.bytes.subarray(part.from, part.to), at);
      at += part.to - part.from;
      if (part.closes) borders.add(at);
    }
    const masked = this.role === undefined ? undefined : this.role === 'client';
    const found =
      findFrameStart(bytes, borders, masked, ended) ??
      // An end that breaks the rules of masking is still an end.
      (ended && masked !== undefined ? findFrameStart(bytes, borders, !masked, ended) : undefined);
    if (found) {
      if (!this.#frameTerms) this.#events.foundFrames(found.masked);
      this.#resume(first.offset + found.at, 'frames');
    } else if (ended) {
      this.#giveUp(first.offset, first.offset + this.#heldBytes);
      this.#takeHeld();
    }
    if (!found && !ended && this.#heldBytes > MAX_SEARCH) this.#forget();
  }

  /** The oldest half is given up. */
  #forget(): void {
    while (this.#heldBytes > MAX_SEARCH / 2) {
      const part = this.#held.shift();
      if (!part) return;
      this.#heldBytes -= part.to - part.from;
      this.#giveUp(part.offset, part.offset + part.to - part.from);
    }
    if ((this.#mode as Mode) === 'raw') this.ignore();
    this.#searchedAt = this.#heldBytes;
  }

  /** Reading goes on at `offset`, which lies in what is held. */
  #resume(offset: number, mode: 'start' | 'frames'): void {
    const held = this.#held.flatMap((part) => {
      const skip = Math.min(Math.max(offset - part.offset, 0), part.to - part.from);
      if (skip > 0) this.#giveUp(part.offset, part.offset + skip);
      return this.#behind(part, skip) ?? [];
    });
    if (mode === 'frames') {
      this.#direction().resyncs.push(offset);
      if (this.#frames) this.#frames.inferred = true;
      else this.#frames = new FrameScanner(this.#connection, this.#frameTerms as FrameTerms, true);
    }
    this.#mode = mode;
    this.#held = held;
    this.#release();
  }

  gap(length: number, reason: Gap['reason']): void {
    const at = this.#offset;
    this.#offset += length;
    this.#gap(at, length, reason);
  }

  /** Bytes are missing from `at` on. */
  #gap(at: number, length: number, reason: Gap['reason']): void {
    switch (this.#mode) {
      case 'search':
        this.#search(true);
        if ((this.#mode as Mode) !== 'frames') return;
        this.#framesGap(length);
        return;
      case 'frames':
        this.#framesGap(length);
        return;
      case 'body':
        if (!this.#body?.gap(length) || this.#body.done) this.#endBody();
        return;
      case 'head':
      case 'start':
        this.#partialHead(at);
        return;
      case 'wait':
        this.#held.push({ ...NO_ARRIVAL, offset: at, gap: { length, reason } });
        return;
      case 'raw':
        return;
    }
  }

  #framesGap(length: number): void {
    if ((this.#frames?.gap(length) ?? 0) > 0) this.#mode = 'search';
  }

  /** Bytes are missing from `at` on, or there are no more: what is there of a head. */
  #partialHead(at: number): void {
    const bytes = this.#unread;
    const offset = at - bytes.length;
    this.#unread = NOTHING;
    this.#uncertain = true;
    this.#mode = 'start';
    if (bytes.length === 0) {
      if (this.#frameTerms) this.#mode = 'search';
      return;
    }
    // Only whole lines: the last may be cut anywhere.
    const lines = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
    const isResponse = latin1Decode(bytes.subarray(0, 5)) === 'HTTP/';
    const options = { ended: true };
    const decoding = isResponse ? decodeResponse(lines, options) : decodeRequest(lines, options);
    if (beginsHead(bytes) !== 'yes' || !decoding.complete || lines.length === 0) {
      this.#hold({ ...NO_ARRIVAL, bytes, to: bytes.length, offset });
      this.#mode = 'search';
      this.#search(true);
      return;
    }
    const { pieces } = this.#direction();
    const { packet, time } = pieces.at(
      Math.max(0, Math.min(pieces.length - 1, pieces.find(offset)))
    );
    this.#head(
      { value: decoding.value, byteLength: bytes.length, violations: [] },
      isResponse,
      offset,
      { packet, time },
      'partial'
    );
    // Where its body ends is not known.
    if ((this.#mode as Mode) === 'body') this.#endBody();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#mode === 'wait') {
      // The answer is not in the file: what the bytes look like decides.
      this.#mode = 'search';
      this.#release();
    }
    if (this.#mode === 'body') {
      this.#body?.end();
      this.#endBody();
    } else if (this.#mode === 'start' || this.#mode === 'head') {
      if (this.#unread.length) this.#partialHead(this.#offset);
    }
    if (this.#mode === 'search') this.#search(true);
    this.#frames?.end();
  }
}

const NO_ARRIVAL = {
  bytes: NOTHING,
  from: 0,
  to: 0,
  order: 0,
  packet: 0,
  time: NaN,
  opens: true,
  closes: true
} as const;

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
