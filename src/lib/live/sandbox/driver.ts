/**
 * Runs a world as the page commands: one event of virtual time in a task of its own, so that
 * promises settle between events, and the port is heard.
 */
import type { Command, Deed, Entry, Limit, Progress, Report } from '#lib/live/run/run.ts';
import { Outbox } from './outbox.ts';

/** What is driven: a world of virtual events. */
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
  /** Real work that has to end before the next event: Blobs that are read. 0: none. */
  readonly pendingWork: number;
}

/** The machine under the driver: real time, and tasks of the event loop. */
export interface Machine {
  /** Real milliseconds. */
  now(): number;
  /** Ends when a new task has begun. */
  nextTask(): Promise<void>;
  /** Ends after so many real milliseconds at most, or when it is woken. */
  sleep(milliseconds: number): Promise<void>;
  wake(): void;
  report(report: Report): void;
  /** The world itself threw: nothing goes on. */
  failed(error: unknown): void;
}

type Go = Extract<Command, { type: 'go' }>;
type Why = Extract<Report, { type: 'waits' }>['why'];

/** So long, in real milliseconds, entries are gathered before they are sent. */
const GATHERING = 20;
/** So long the driver sleeps at a time, and looks for work that ended. */
const NAP = 50;

export class Driver {
  readonly #runner: Runner;
  readonly #machine: Machine;
  readonly #outbox: Outbox;
  readonly #deeds: Deed[];
  #go: Go | undefined;
  /** An instant in both times: what is due is reckoned from it. */
  #base = { real: 0, virtual: 0 };
  #steps = 0;
  /** Events that have been run; asking the world for its progress takes longer. */
  #ran = 0;
  /** Whoever gave the last command is told where it ended. */
  #asked = false;
  #isLooping = false;
  #isOver = false;

  /** `deeds`: those of the settings, which are done behind their events. */
  constructor(runner: Runner, deeds: readonly Deed[], machine: Machine) {
    this.#runner = runner;
    this.#deeds = [...deeds];
    this.#machine = machine;
    this.#outbox = new Outbox(runner, (report) => machine.report(report));
  }

  command(command: Command): void {
    if (this.#isOver) return;
    if (command.type === 'deed') {
      this.#runner.deed(command.deed);
      if (!this.#asked) this.#outbox.flush();
    } else {
      this.#asked = true;
      this.#steps = command.type === 'step' ? this.#steps + 1 : 0;
      this.#go = command.type === 'go' ? command : undefined;
      this.#rebase();
    }
    this.#machine.wake();
    void this.#loop();
  }

  /** The page took the last batch. */
  taken(): void {
    this.#outbox.taken();
    this.#machine.wake();
  }

  async #loop(): Promise<void> {
    if (this.#isLooping) return;
    this.#isLooping = true;
    try {
      while (this.#asked && !this.#isOver) {
        const why = this.#stops();
        if (why) await this.#rest(why);
        else await this.#turn();
      }
    } catch (error) {
      this.#isOver = true;
      this.#machine.failed(error);
    }
    this.#isLooping = false;
  }

  /** Why it goes no further. */
  #stops(): Why | 'limit' | undefined {
    const { limit, next, pendingWork } = this.#runner;
    if (limit) return 'limit';
    const go = this.#go;
    if (!go && this.#steps === 0) return 'asked';
    if (pendingWork > 0 || this.#isDeedDue) return undefined;
    if (next === undefined) return 'nothing-due';
    if (go?.until !== undefined && next > go.until) return 'there';
    if (go?.ran !== undefined && this.#ran >= go.ran) return 'there';
    return undefined;
  }

  /** Sends what there is, then says that it waits, unless there is another command by then. */
  async #rest(why: Why | 'limit'): Promise<void> {
    if (!this.#outbox.flush()) return this.#machine.sleep(NAP);
    const progress = this.#runner.progress();
    this.#asked = false;
    this.#go = undefined;
    this.#steps = 0;
    if (why === 'limit') this.#isOver = true;
    this.#machine.report(
      why === 'limit'
        ? { type: 'limit', limit: this.#runner.limit ?? 'entries', progress }
        : { type: 'waits', why, progress }
    );
  }

  async #turn(): Promise<void> {
    const machine = this.#machine;
    if (this.#runner.pendingWork > 0) return machine.sleep(1);
    if (this.#isDeedDue) {
      const deed = this.#deeds.shift();
      if (deed) this.#runner.deed(deed);
      return;
    }
    const early = this.#early();
    if (early > 0 || this.#outbox.isFull) {
      this.#outbox.flush();
      return machine.sleep(Math.min(early || NAP, NAP));
    }
    if (this.#steps > 0) this.#steps--;
    if (this.#runner.step()) this.#ran++;
    // Where idle time was cut short, both times begin anew.
    if (this.#go?.longest !== undefined) this.#rebase();
    // A rejection that nobody handles is told in a task of its own, which is before the second.
    await machine.nextTask();
    await machine.nextTask();
    this.#outbox.gather(machine.now(), GATHERING);
  }

  get #isDeedDue(): boolean {
    const [deed] = this.#deeds;
    return deed !== undefined && deed.after <= this.#ran;
  }

  #rebase(): void {
    this.#base = { real: this.#machine.now(), virtual: this.#runner.progress().now };
  }

  /** Real milliseconds until the next event is to be run, at the pace that was asked for. */
  #early(): number {
    const { next = 0 } = this.#runner;
    if (!this.#go || this.#go.pace === null) return 0;
    const { pace, longest = Infinity } = this.#go;
    const { real, virtual } = this.#base;
    return real + Math.min((next - virtual) / pace, longest) - this.#machine.now();
  }
}
