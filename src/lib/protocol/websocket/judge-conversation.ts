/**
 * Both directions of a connection after its handshake, judged together: what each end sent, in the
 * order seen, and how TCP ended. Adds to the judgement of each stream the rules about answering:
 * pongs, the closing handshake, who closes TCP, what failing looks like.
 */
import { concatBytes, equalBytes } from '#lib/bytes/bytes.ts';
import type { BitRange } from '#lib/bytes/span.ts';
import type { RuleId } from '../rules.ts';
import type { Role } from './frame.ts';
import {
  judgeFrames,
  type JudgedFrame,
  type JudgedStream,
  type StreamContext
} from './judge-frames.ts';
import { CLOSE, isControl, PING, PONG } from './opcode.ts';

export type ConversationEvent =
  | { readonly from: Role; readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** The end that closes TCP: with a FIN, or a reset. */
  | { readonly from: Role; readonly type: 'fin' | 'reset' };

/** A rule that an end broke by what it did, or did not do. */
export interface Misconduct {
  readonly rule: RuleId;
  readonly by: Role;
  /** What it should have answered, or what it sent: bits of the stream of `of`. */
  readonly of: Role;
  readonly range: BitRange;
}

export interface JudgedConversation {
  readonly client: JudgedStream;
  readonly server: JudgedStream;
  readonly misconduct: readonly Misconduct[];
}

/** A frame with its place in the order of things: the event in which its last byte came. */
interface Placed {
  readonly frame: JudgedFrame;
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly event: number;
  readonly range: BitRange;
}

const other = (role: Role): Role => (role === 'client' ? 'server' : 'client');

/** Where each byte count of one direction was reached. */
function placeFrames(
  stream: JudgedStream,
  events: readonly ConversationEvent[],
  from: Role
): Placed[] {
  const ends: { event: number; bytes: number }[] = [];
  let bytes = 0;
  events.forEach((item, event) => {
    if (item.from === from && item.type === 'bytes')
      ends.push({ event, bytes: (bytes += item.bytes.length) });
  });
  return stream.frames.flatMap((frame) => {
    const { decoding, offset } = frame;
    if (!decoding.complete) return [];
    const end = offset + decoding.byteLength;
    const event = ends.find((part) => part.bytes >= end)?.event ?? events.length;
    const { opcode, payload } = decoding.value;
    return [{ frame, opcode, payload, event, range: { from: offset * 8, to: end * 8 } }];
  });
}

class Court {
  readonly misconduct: Misconduct[] = [];
  readonly #events: readonly ConversationEvent[];
  readonly #frames: Readonly<Record<Role, readonly Placed[]>>;
  readonly #streams: Readonly<Record<Role, JudgedStream>>;

  constructor(events: readonly ConversationEvent[], streams: Readonly<Record<Role, JudgedStream>>) {
    this.#events = events;
    this.#streams = streams;
    this.#frames = {
      client: placeFrames(streams.client, events, 'client'),
      server: placeFrames(streams.server, events, 'server')
    };
  }

  run(): void {
    for (const by of ['client', 'server'] as const) {
      this.#pongs(by);
      this.#closeReply(by);
      this.#failing(by);
    }
    this.#tcp();
  }

  #broke(rule: RuleId, by: Role, of: Role, range: BitRange): void {
    this.misconduct.push({ rule, by, of, range });
  }

  #close(role: Role): Placed | undefined {
    return this.#frames[role].find(({ opcode }) => opcode === CLOSE);
  }

  /** When an end closed TCP; the count of events when it did not. */
  #end(role: Role): number {
    const at = this.#events.findIndex(({ from, type }) => from === role && type !== 'bytes');
    return at < 0 ? this.#events.length : at;
  }

  /** Whether something went on long enough for an answer: the asked end acted later. */
  #actedAfter(role: Role, event: number): boolean {
    return this.#events.some(({ from }, i) => i > event && from === role);
  }

  #pongs(by: Role): void {
    const asker = other(by);
    const closed = Math.min(
      this.#close(asker)?.event ?? Infinity,
      this.#close(by)?.event ?? Infinity
    );
    const pings = this.#frames[asker].filter(
      ({ opcode, event }) => opcode === PING && event < closed
    );
    const pongs = this.#frames[by].filter(({ opcode }) => opcode === PONG);
    const answered = (ping: Placed) =>
      pongs.some((pong) => pong.event > ping.event && equalBytes(pong.payload, ping.payload));
    for (const pong of pongs) {
      const open = pings.filter((ping) => ping.event < pong.event);
      const matches = open.some((ping) => equalBytes(ping.payload, pong.payload));
      if (open.length && !matches && !open.every(answered))
        this.#broke('pong-same-data', by, by, pong.range);
    }
    // Of several pings only the newest need be answered (RFC 6455 §5.5.3).
    const newest = pings.at(-1);
    if (
      newest &&
      !pongs.some((pong) => pong.event > newest.event) &&
      this.#actedAfter(by, newest.event)
    )
      this.#broke('ping-answer', by, asker, newest.range);
  }

  #closeReply(by: Role): void {
    const asked = this.#close(other(by));
    const isFailed = this.#streams[other(by)].first !== undefined;
    if (asked && !isFailed && !this.#close(by) && this.#end(by) < this.#events.length)
      this.#broke('close-reply', by, other(by), asked.range);
  }

  #failing(by: Role): void {
    const peer = other(by);
    const fault = this.#streams[peer].first;
    if (!fault) return;
    const at = this.#frames[peer].find(({ range }) => range.to > fault.range.from)?.event;
    if (at === undefined) return;
    const end = this.#end(by);
    if (end < this.#events.length && end > at && !this.#close(by))
      this.#broke('fail-send-close', by, peer, fault.range);
    const goesOn = this.#frames[by].some(({ opcode, event }) => !isControl(opcode) && event > at);
    const isText = fault.rule === 'text-utf8' || fault.rule === 'text-strict';
    if (isText && goesOn) this.#broke('text-fail-fast', by, peer, fault.range);
  }

  #tcp(): void {
    const [client, server] = [this.#close('client'), this.#close('server')];
    const [clientEnd, serverEnd] = [this.#end('client'), this.#end('server')];
    const { length } = this.#events;
    if (client && server) {
      const last = client.event > server.event ? client : server;
      if (clientEnd === length && serverEnd === length)
        this.#broke('close-then-tcp', 'server', last === client ? 'client' : 'server', last.range);
      else if (clientEnd < serverEnd)
        this.#broke('close-server-first', 'server', 'client', client.range);
      return;
    }
    // TCP is lost without a Close: the client has to give up (RFC 6455 §7.2.1).
    const after = this.#frames.client.find(({ event }) => event > serverEnd);
    if (!server && after) this.#broke('fail-transport-lost', 'client', 'client', after.range);
  }
}

/** Judges what was sent both ways, from the first byte after the handshake. */
export function judgeConversation(
  events: readonly ConversationEvent[],
  context: Omit<StreamContext, 'from'> = {}
): JudgedConversation {
  const streamOf = (from: Role) =>
    judgeFrames(
      concatBytes(
        ...events.flatMap((event) =>
          event.from === from && event.type === 'bytes' ? [event.bytes] : []
        )
      ),
      { ...context, from }
    );
  const streams = { client: streamOf('client'), server: streamOf('server') };
  const court = new Court(events, streams);
  court.run();
  return { ...streams, misconduct: court.misconduct };
}
