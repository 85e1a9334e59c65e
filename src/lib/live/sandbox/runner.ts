/** What the sandbox drives, and what it gives: between the worker's runtime and a world. */
import type {
  CodeLine,
  Deed,
  Entry,
  Limit,
  Pane,
  Progress,
  RunSettings
} from '#lib/live/run/run.ts';

/** A world of virtual events. */
export interface Runner {
  /** Runs the next event of virtual time; false: nothing is due. */
  step(): boolean;
  deed(deed: Deed): void;
  progress(): Progress;
  /** Entries since the last call. */
  take(): Entry[];
  /** Virtual time of the next event; undefined: nothing is due. */
  readonly next: number | undefined;
  /** A limit was met: the run is over. */
  readonly limit: Limit | undefined;
  /** Real work that has to end before the next event: a Blob that is read. 0: none. */
  readonly pendingWork: number;
}

/** Virtual time as code reads it, in milliseconds since the start. */
export interface ReadableTime {
  readonly now: number;
  /** The time for a program; it creeps on when it is read again and again within one event. */
  read(): number;
}

export interface World extends Runner {
  readonly time: ReadableTime;
  /** Runs an action as an event of virtual time, without delay. */
  soon(action: () => void): void;
  /** An error that nobody caught, or a promise rejected that nobody handled. */
  uncaught(error: unknown, line: CodeLine | undefined): void;
}

/** What a world stands on. */
export interface Grounds {
  readonly settings: RunSettings;
  /** Where the reader's code is now: its innermost line on the stack. */
  lineOf(): CodeLine | undefined;
  /** The innermost line of the reader's code that an error passed, where known. */
  lineOfError(error: unknown): CodeLine | undefined;
  /**
   * Runs a pane's code from its beginning, with the values of its own globals by name (those of
   * PANE_GLOBALS). Rejects with what the code throws; may be called again.
   */
  start(pane: Pane, globals: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export type CreateWorld = (grounds: Grounds) => World;
