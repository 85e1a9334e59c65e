/**
 * A run of the live lab: what it begins with, what is done to it while it runs, what it reports.
 * Settings and deeds say all: the same ones give the same entries, byte for byte.
 */
import type { TraceEvent } from '#lib/trace/trace.ts';

/** Whose code it is. */
export type Pane = 'client' | 'server';

/** The reader's code, in full. */
export type Program = Readonly<Record<Pane, string>>;

/** What the network between the ends is like. They hold for all connections, from now on. */
export interface Conditions {
  /** One way, in milliseconds. */
  readonly delay: number;
  /** Up to so many milliseconds are added at random. */
  readonly jitter: number;
  /** Bits per second in each direction; 0: sending takes no time. */
  readonly rate: number;
  /** Bytes in a TCP segment at most; 0: all of a write. */
  readonly segment: number;
  /** A proxy closes a connection that was silent for so many seconds; 0: there is none. */
  readonly idle: number;
  /** A proxy takes the fields Upgrade and Connection out of each request. */
  readonly strip: boolean;
}

/**
 * `cut`: nothing gets through any more, and nobody is told; `mend`: the cable is whole again;
 * `reset`: a middlebox resets all connections; `restart`: the server's process ends and begins anew.
 */
export type Fault = 'cut' | 'mend' | 'reset' | 'restart';

/** What somebody did from outside, behind the event of that number (0: before the first). */
export type Deed = { readonly after: number } & (
  | { readonly type: 'conditions'; readonly conditions: Conditions }
  | { readonly type: 'fault'; readonly fault: Fault }
  /** Of what is due, this comes next: its place in {@link Progress.due}. */
  | { readonly type: 'next'; readonly place: number }
);

/** What a lesson does from outside by itself, at a time in virtual milliseconds. */
export type TimedDeed = { readonly at: number } & (
  | { readonly type: 'conditions'; readonly conditions: Conditions }
  | { readonly type: 'fault'; readonly fault: Fault }
);

export interface RunSettings {
  readonly program: Program;
  readonly conditions: Conditions;
  /** A whole number; where all chance of the run comes from. */
  readonly seed: number;
  /** In the order of `after`. */
  readonly deeds: readonly Deed[];
  readonly timed?: readonly TimedDeed[];
}

/** A line of the reader's code, from 1. */
export interface CodeLine {
  readonly pane: Pane;
  readonly line: number;
}

export type Level = 'log' | 'info' | 'warn' | 'error' | 'debug';

/** What the code wrote to its console, or an error that it did not catch. */
export interface ConsoleEvent {
  readonly type: 'console';
  readonly at: number;
  readonly pane: Pane;
  readonly level: Level;
  readonly text: string;
  /** An error that nobody caught; the server's process ends with it, as Node's does. */
  readonly uncaught?: true;
}
/** What became of a segment that was under way: the entry of that number. It came, or it is lost. */
export interface ArrivalEvent {
  readonly type: 'arrival';
  readonly at: number;
  readonly segment: number;
  readonly lost?: true;
}

/** One thing that happened. */
export interface Entry {
  /** From 1, without a gap. */
  readonly n: number;
  /** The event of the world that it belongs to: {@link Progress.ran} behind it. */
  readonly step: number;
  /** From 1; 0: it belongs to no connection. */
  readonly connection: number;
  /** The code that caused it, where known. */
  readonly line?: CodeLine;
  readonly event: TraceEvent | ConsoleEvent | ArrivalEvent;
}

/** Something that is due: a timer, a segment that will arrive. */
export interface Due {
  readonly at: number;
  /** `again`: TCP sends once more what was lost. */
  readonly kind: 'timer' | 'segment' | 'again' | 'network' | 'task';
  readonly connection: number;
  readonly line?: CodeLine;
}

export interface Progress {
  /** Virtual milliseconds since the start. */
  readonly now: number;
  /** How many events of the world have been run. */
  readonly ran: number;
  /** What may come next, soonest first; ten at most. */
  readonly due: readonly Due[];
}

/** What the page tells a run. */
export type Command =
  | {
      readonly type: 'go';
      /** Virtual milliseconds in a real one; null: without waiting. */
      readonly pace: number | null;
      /** Real milliseconds that it waits for an event at most: idle time is cut short. */
      readonly longest?: number;
      /** Stops behind the event of this number, or when the next would be later than `until`. */
      readonly ran?: number;
      readonly until?: number;
    }
  | { readonly type: 'pause' }
  | { readonly type: 'step' }
  | { readonly type: 'deed'; readonly deed: Deed };

export const LIMITS = {
  /** Entries of a run. */
  entries: 20_000,
  /** Bytes on the wire, both directions. */
  bytes: 16 << 20,
  /** Characters in a line of the console, and lines. */
  characters: 10_000,
  lines: 2_000,
  /** Timers and segments that are due at a time. */
  due: 10_000
} as const;
export type Limit = keyof typeof LIMITS;

/** What a run tells the page. */
export type Report =
  | { readonly type: 'entries'; readonly entries: readonly Entry[]; readonly progress: Progress }
  /** It waits for a command: nothing is due any more, or it was told to stop here. */
  | {
      readonly type: 'waits';
      readonly why: 'nothing-due' | 'asked' | 'there';
      readonly progress: Progress;
    }
  /** A limit ended it. */
  | { readonly type: 'limit'; readonly limit: Limit; readonly progress: Progress };
