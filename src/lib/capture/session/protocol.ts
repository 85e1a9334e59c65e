/** What a page asks of the capture that a Worker holds, and what it is answered. */
import type { RuleId } from '#lib/protocol/rules.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { DeflateAgreement } from '#lib/protocol/websocket/permessage-deflate.ts';
import type {
  CaptureFormat,
  CaptureInterface,
  Exchange,
  Gap,
  Instant,
  ReadingProgress
} from '../capture.ts';
import type { CaptureReason } from '../capture-error.ts';
import type { CheckName } from '../doctor/check.ts';
import type { Finding } from '../doctor/finding.ts';
import type { LabState } from '../export/frame-states.ts';
import type { Openness } from '../export/redact.ts';
import type { FrameRow } from '../frame-table.ts';
import type { HarLoss } from '../har.ts';
import type { MessageRow } from '../message-table.ts';
import type { TextNote } from '../text/text-block.ts';
import type { Filter } from './filter.ts';
import type { ConnectionSummary } from './summary.ts';

/** What a file is, as a whole. */
export interface CaptureSummary {
  readonly format: CaptureFormat;
  readonly encoding: string | undefined;
  readonly gzip: boolean;
  readonly endian: 'little' | 'big' | undefined;
  readonly nano: boolean;
  readonly snaplen: number | undefined;
  readonly interfaces: readonly CaptureInterface[];
  readonly comments: readonly string[];
  readonly tlsSecrets: boolean;
  readonly truncatedTail: boolean;
  /** Where a record cannot be what it says, in bytes; nothing behind it was read. */
  readonly damagedAt: number | undefined;
  /** Packets that are not TCP: what they are, and how many. */
  readonly others: readonly (readonly [string, number])[];
  readonly size: number;
  /** What there is to say about how a text was read. */
  readonly notes: readonly TextNote['type'][];
  readonly har:
    | {
        readonly creator: string;
        readonly lost: readonly HarLoss[];
        /** Places that are not as they should be, and were passed over. */
        readonly faults: number;
      }
    | undefined;
  readonly packets: number;
  readonly frames: number;
  readonly messages: number;
  readonly connections: number;
  readonly websockets: number;
  readonly encrypted: number;
}

/** Rows that were chosen; the Worker keeps which they are. */
export interface View {
  readonly view: number;
  readonly count: number;
}

export interface Searching extends View {
  readonly done: number;
  readonly of: number;
}

export type RowKind = 'frames' | 'messages';

/** A row of either list: what stands in its cells. */
export interface FrameLine extends FrameRow {
  readonly kind: 'frames';
  readonly row: number;
  readonly faults: readonly RuleId[];
  /** The beginning of its payload, where that is text by itself. */
  readonly preview: string | undefined;
}
export interface MessageLine extends MessageRow {
  readonly kind: 'messages';
  readonly row: number;
  /** When its last frame was complete. */
  readonly time: Instant;
  /** Since the message before it, of either end; NaN for the first. */
  readonly since: number;
  readonly faults: readonly RuleId[];
  readonly preview: string | undefined;
}
export type Line = FrameLine | MessageLine;

/** A Ping and the Pong that answers it. */
export interface RoundTrip {
  readonly ping: number;
  readonly pong: number;
  readonly milliseconds: number;
}

export interface ConnectionDetail extends ConnectionSummary {
  readonly exchangeList: readonly Exchange[];
  readonly upgrade: Exchange | undefined;
  readonly accept: { readonly expected: string; readonly got: string | undefined } | undefined;
  readonly extensions: readonly string[];
  readonly subprotocol: string | undefined;
  readonly deflate: 'agreed' | 'offered' | 'none' | 'unknown';
  readonly handshakeSeen: boolean;
  readonly tunnel: string | undefined;
  readonly gapList: Readonly<Record<Role, readonly Gap[]>>;
  /** Bytes of which nothing could be made. */
  readonly unread: Readonly<Record<Role, number>>;
  readonly retransmissions: Readonly<Record<Role, number>>;
  readonly reason: Readonly<Partial<Record<Role, string>>>;
  readonly broken: readonly { readonly rule: RuleId; readonly frames: number; row: number }[];
  readonly roundTrips: readonly RoundTrip[];
  /** Bytes of messages, before and after inflating. */
  readonly carried: { readonly wire: number; readonly inflated: number };
}

export interface FrameDetail extends FrameLine {
  /** Header and payload as on the wire, as many as asked for; a HAR has none. */
  readonly bytes: Uint8Array;
  /** Bytes that the file holds of it. */
  readonly present: number;
  readonly deflate: 'agreed' | 'offered' | 'none';
  readonly agreement: DeflateAgreement | undefined;
  readonly compressed: boolean;
  readonly since: number;
  readonly roundTrip: RoundTrip | undefined;
}

export interface MessageDetail extends MessageLine {
  /** Unmasked and inflated, as much as asked for; undefined where that cannot be done. */
  readonly payload: Uint8Array | undefined;
  /** The rows of its frames, the first hundreds of them. */
  readonly rows: readonly number[];
}

/** What stands on a rung of the ladder. */
export type Rung =
  | {
      readonly type: 'tcp';
      readonly from: Role;
      readonly at: Instant;
      readonly flag: 'SYN' | 'SYN-ACK' | 'FIN' | 'RST';
    }
  | {
      readonly type: 'head';
      readonly from: Role;
      readonly at: Instant;
      readonly exchange: number;
      readonly line: string;
    }
  | {
      readonly type: 'frame';
      readonly from: Role;
      readonly at: Instant;
      readonly line: FrameLine;
    };

/** Rungs of a connection around a row, and how many frames lie before and behind them. */
export interface Rungs {
  readonly rungs: readonly Rung[];
  readonly before: number;
  readonly after: number;
}

/** Words of the page, as data: a Worker has no other. */
export interface WordData {
  /** src/content/doctor, in the language of the page. */
  readonly dictionary: object;
  /** src/content/rules. */
  readonly rules: Readonly<Record<string, string>>;
  readonly language: string;
}

export interface Saving {
  readonly what: 'text' | 'json' | 'har' | 'report';
  /** Only these; all, if absent. */
  readonly connections?: readonly number[];
  readonly open: Openness;
  /** Of the file that is open. */
  readonly name: string;
  /** Of this site. */
  readonly version: string;
  readonly words: WordData;
}

/** What the doctor has found, and what was looked at. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckName[];
}

interface OfConnection {
  readonly connection: number;
}
interface Window {
  readonly view: number;
  readonly from: number;
  readonly to: number;
}

/** How far a file has been read; once, the first connections of it, so that nobody need ask. */
export interface Reading extends ReadingProgress {
  readonly begun?: View & { readonly first: readonly ConnectionSummary[] };
}

/** Everything that can be asked: the question, the answer, and what is told in between. */
export interface Asks {
  open: { ask: { readonly blob: Blob }; answer: CaptureSummary; progress: Reading };
  /** Connections that match; places and rows at once, text by and by. */
  connections: { ask: { readonly filter: Filter }; answer: View; progress: Searching };
  summaries: { ask: Window; answer: readonly ConnectionSummary[]; progress: never };
  connection: { ask: OfConnection; answer: ConnectionDetail; progress: never };
  rows: {
    ask: OfConnection & { readonly of: RowKind; readonly filter: Filter };
    answer: View;
    progress: Searching;
  };
  lines: { ask: Window; answer: readonly Line[]; progress: never };
  /** Where a row stands in a view: its place, or that of the next one. */
  place: {
    ask: { readonly view: number; readonly row: number };
    answer: number;
    progress: never;
  };
  frame: {
    ask: OfConnection & { readonly row: number; readonly limit: number };
    answer: FrameDetail;
    progress: never;
  };
  message: {
    ask: OfConnection & { readonly row: number; readonly limit: number };
    answer: MessageDetail;
    progress: never;
  };
  /** States of the frame lab that show a frame, the longest first. */
  states: {
    ask: OfConnection & { readonly row: number };
    answer: readonly LabState[];
    progress: never;
  };
  diagnosis: {
    ask: Readonly<Record<string, never>>;
    answer: Diagnosis;
    progress: { readonly done: number; readonly of: number };
  };
  save: { ask: Saving; answer: Blob; progress: never };
  ladder: { ask: OfConnection & { readonly row: number }; answer: Rungs; progress: never };
}

export type AskName = keyof Asks;

/** What goes to the Worker. */
export type Question =
  | {
      readonly [K in AskName]: { readonly id: number; readonly type: K; ask: Asks[K]['ask'] };
    }[AskName]
  | { readonly id: number; readonly type: 'cancel' };

/** A fault of the file, at its place; or of ours. */
export type Fault =
  | {
      readonly type: 'capture';
      readonly format: string;
      readonly offset: number;
      readonly reason: CaptureReason;
      readonly detail: string | undefined;
    }
  | { readonly type: 'cancelled' }
  | { readonly type: 'broken'; readonly message: string };

/** What comes back. */
export type Reply =
  | { readonly id: number; readonly type: 'progress'; readonly progress: unknown }
  | { readonly id: number; readonly type: 'answer'; readonly answer: unknown }
  | { readonly id: number; readonly type: 'fault'; readonly fault: Fault };
