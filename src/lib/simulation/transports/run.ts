/** What a run of one transport leaves behind: bytes in time, and what became of each message. */
import type { Cost, Side } from '#lib/network/tcp.ts';
import type { Trace } from '#lib/trace/trace.ts';
import type { TransportId } from './settings.ts';

/** Kinds of bytes, those of the application first; they never overlap. */
export const BYTE_KINDS = [
  'payload',
  'framing',
  'heads',
  'chunking',
  'tls',
  'tcpIp',
  'acks'
] as const;
export type ByteKind = (typeof BYTE_KINDS)[number];
export type Bytes = Readonly<Record<ByteKind, number>>;

export const NO_BYTES: Bytes = {
  payload: 0,
  framing: 0,
  heads: 0,
  chunking: 0,
  tls: 0,
  tcpIp: 0,
  acks: 0
};

/** The application's bytes of one write, by kind; their sum is its length. */
export type Parts = Readonly<Partial<Pick<Bytes, 'payload' | 'framing' | 'heads' | 'chunking'>>>;

/** What left at an instant. */
export interface LedgerEntry extends Bytes {
  readonly at: number;
  readonly from: Side;
}

export type Fate = 'delivered' | 'pending' | 'lost';
/** What became of a message of the traffic. */
export interface Delivery {
  readonly id: number;
  readonly from: Side;
  /** When its program had it. */
  readonly at: number;
  /** When the other program got it; null where it did not. */
  readonly delivered: number | null;
  readonly fate: Fate;
}

/** What a flight is for: figures draw it, nothing is computed from it. */
export type FlightKind =
  | 'set-up'
  | 'request'
  | 'answer'
  | 'empty'
  | 'head'
  | 'push'
  | 'send'
  | 'sent'
  | 'ping'
  | 'pong'
  | 'close';
/** Something on its way, all its segments together. */
export interface Flight {
  readonly kind: FlightKind;
  readonly from: Side;
  readonly at: number;
  /** When all of it is there; null: not before the end. */
  readonly arrives: number | null;
  /** Messages that it carries. */
  readonly messages: readonly number[];
  /** Index of its first segment in the trace; undefined: nothing was sent for it. */
  readonly segment?: number;
}
/** A request that the server holds. */
export interface Hold {
  readonly from: number;
  readonly to: number;
}

export interface Counts {
  readonly requests: number;
  readonly connections: number;
  /** Answers to polls without a message. */
  readonly emptyAnswers: number;
  readonly answers: number;
  /** Frames or events of a stream, both directions. */
  readonly frames: number;
}

export interface TransportRun {
  readonly transport: TransportId;
  readonly trace: Trace;
  /** In the order of the traffic. */
  readonly deliveries: readonly Delivery[];
  readonly flights: readonly Flight[];
  readonly holds: readonly Hold[];
  /** In the order of `at`. */
  readonly ledger: readonly LedgerEntry[];
  readonly counts: Counts;
}

export const entryOf = (cost: Cost): LedgerEntry => ({ ...NO_BYTES, ...cost });
