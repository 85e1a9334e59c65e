import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Instant } from '../capture.ts';

/** Bytes that stand together in a text: a packet, a dump, an array. */
export interface TextBlock {
  readonly bytes: Uint8Array;
  /** The character with which it begins. */
  readonly at: number;
  /** Which of two peers sent it, where the text says so; the first is the client as a rule. */
  readonly peer?: 0 | 1;
  /** Who sent it, where the text says so. */
  readonly from?: Role;
  /** NaN where the text has none. */
  readonly time: Instant;
  /** The number of its packet in the capture that the text was made of. */
  readonly packet?: number;
  /** Which of the connections of the text, from 0; where it says nothing, 0. */
  readonly connection: number;
}

/** What a reader has to say about a text, to be told to whoever opened it. */
export interface TextNote {
  readonly type:
    /** Words of a dump were read as little-endian, as hexdump and od print on most machines. */
    | 'little-endian-words'
    /** Words of a dump were read as big-endian: only so the bytes make sense. */
    | 'big-endian-words'
    /** Rows that a * stands for were filled in. */
    | 'repeated-rows'
    /** Lines that are no part of the dump were passed over. */
    | 'passed-over'
    /** Bytes that Wireshark put together itself, such as an unmasked payload, were passed over. */
    | 'derived-bytes'
    /** Who sent a line is known only by what is in it. */
    | 'directions-by-content'
    /** The first peer of the text is the server: so say its bytes. */
    | 'peers-exchanged';
  /** The character where it happened first. */
  readonly at: number;
}

/** What all readers of text return. */
export interface BlockReading {
  /** The form, by the name of the command that writes it. */
  readonly encoding: string;
  readonly blocks: readonly TextBlock[];
  readonly notes: readonly TextNote[];
  /** The addresses that the text names, by connection: client (peer 0) and server (peer 1). */
  readonly peers?: readonly (readonly [string | undefined, string | undefined])[];
  /** What the times count: seconds of a day without a date, or a date without a time zone. */
  readonly clock?: 'epoch' | 'time-of-day' | 'local';
}
