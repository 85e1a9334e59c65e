/**
 * A run in the page: its sandbox, what it has reported, and the instant that the reader looks at.
 * The worker runs ahead of nobody: it goes on when it is told to, and what it did stays.
 */
import { extendAxis, type Slot } from '#lib/figures/lanes/axis.ts';
import type {
  Command,
  Conditions,
  Deed,
  Fault,
  Limit,
  Pane,
  Program,
  Progress,
  Report,
  RunSettings
} from '#lib/live/run/run.ts';
import { Story } from '#lib/live/run/story.ts';
import type { SyntaxMistake } from '#lib/live/sandbox/complaint.ts';
import { mayCompress, runtimeText } from '#lib/live/sandbox/runtime-text.ts';
import type { Sandbox } from '#lib/live/sandbox/sandbox.ts';

/** How fast the reader watches: virtual milliseconds in a real one, and the longest wait. */
export const PACES = {
  short: { pace: 1, longest: 400 },
  real: { pace: 1 },
  slow: { pace: 0.1, longest: 2000 },
  once: { pace: null }
} as const satisfies Readonly<Record<string, { pace: number | null; longest?: number }>>;
export type Pace = keyof typeof PACES;

/** At once: so much virtual time at a go, since timers may go on for ever. */
const ONCE = 60_000;

export type Status = 'starting' | 'running' | 'waiting' | 'ended';
export type Why =
  | { readonly id: 'nothing-due' | 'asked' | 'there' | 'stopped' | 'mistakes' }
  /** Whose code it was, where known. */
  | { readonly id: 'hung'; readonly pane: Pane | undefined }
  | { readonly id: 'limit'; readonly limit: Limit }
  | { readonly id: 'broken'; readonly reason: string };

/** What is new is drawn so many milliseconds later, all at once. */
const FRAME = 16;

const NOWHERE: Progress = { now: 0, ran: 0, due: [] };

/** Fetches what a run needs: before the first one, so that it can be made offline too. */
export const bringSandbox = () =>
  Promise.all([
    import('#lib/live/sandbox/sandbox.ts'),
    import('#lib/live/sandbox/runtime.ts?bundled-text&given=pako')
  ]);

/** And what a program needs that may compress its messages. */
export const bringCompressor = async (program: Program): Promise<string | undefined> =>
  mayCompress(program)
    ? (await import('#lib/protocol/websocket/zlib.ts?bundled-text')).default
    : undefined;

export class LiveRun {
  readonly settings: RunSettings;
  readonly story = new Story();
  readonly slots: Slot[] = [];
  /** Goes up when the story has grown: it is too long to be made anew each time. */
  version = $state.raw(0);
  status = $state.raw<Status>('starting');
  why = $state.raw<Why | undefined>();
  /** As it is drawn. */
  progress = $state.raw<Progress>(NOWHERE);
  mistakes = $state.raw<readonly SyntaxMistake[]>([]);
  /** The event of the world that is looked at; undefined: the last. */
  at = $state.raw<number | undefined>();
  /** What was done to it from outside, as it took effect. */
  #deeds: Deed[] = [];
  #sent: Deed[] = [];
  #marks = 0;
  #sandbox: Sandbox | undefined;
  #first: Command;
  #isGone = false;
  /** As it was told last. */
  #told: Progress = NOWHERE;
  #why: Why | undefined;
  #drawn = 0;
  #drawing: ReturnType<typeof setTimeout> | undefined;
  #there: (() => void) | undefined;

  /** Begins at once; `first` is the first command. */
  constructor(settings: RunSettings, first: Command) {
    this.settings = settings;
    this.#deeds = [...settings.deeds];
    this.#first = first;
    void this.#open();
  }

  get step(): number {
    return this.at ?? this.progress.ran;
  }
  /** Virtual milliseconds at the instant that is looked at. */
  get time(): number {
    if (this.at === undefined) return this.progress.now;
    return this.slots.findLast(({ step }) => step <= (this.at ?? 0))?.at ?? 0;
  }
  get isAlive(): boolean {
    return this.status !== 'ended';
  }
  /** What a run from the seed has to be told to come to that event. */
  deedsUntil(step: number): Deed[] {
    return this.#deeds.filter(({ after }) => after <= step);
  }

  /** Called once, when it has come where its first command sends it. */
  whenThere(act: () => void): void {
    this.#there = act;
  }

  async #open(): Promise<void> {
    const [[{ Sandbox }, { default: runtime }], compressor] = await Promise.all([
      bringSandbox(),
      bringCompressor(this.settings.program)
    ]);
    if (this.#isGone) return;
    this.#sandbox = new Sandbox({
      settings: this.settings,
      runtime: runtimeText(runtime, compressor),
      place: document.body,
      on: {
        ready: () => this.#send(this.#first),
        report: (report) => this.#take(report),
        mistakes: (mistakes) => {
          this.mistakes = mistakes;
          this.#end({ id: 'mistakes' });
        },
        hung: () => this.#end({ id: 'hung', pane: this.#told.due[0]?.line?.pane }),
        broken: (reason) => this.#end({ id: 'broken', reason })
      }
    });
  }

  go(pace: Pace): void {
    const until = pace === 'once' ? { until: this.#told.now + ONCE } : {};
    this.#send({ type: 'go', ...PACES[pace], ...until });
  }

  pause(): void {
    // It has not begun: then it begins with a pause.
    if (this.status === 'starting') this.#first = { type: 'pause' };
    else this.#send({ type: 'pause' });
  }

  next(): void {
    this.#send({ type: 'step' });
  }

  change(conditions: Conditions): void {
    this.#do({ after: this.#told.ran, type: 'conditions', conditions });
  }

  fault(fault: Fault): void {
    this.#do({ after: this.#told.ran, type: 'fault', fault });
  }

  /** Of what is due, another event comes next. */
  prefer(place: number): void {
    this.#do({ after: this.#told.ran, type: 'next', place });
    this.next();
  }

  /** Nothing reaches the page afterwards. */
  stop(): void {
    this.#end({ id: 'stopped' });
  }

  #do(deed: Deed): void {
    if (this.status === 'ended') return;
    this.#sent.push(deed);
    this.#sandbox?.send({ type: 'deed', deed });
  }

  #send(command: Command): void {
    if (this.status === 'ended') return;
    this.at = undefined;
    this.#why = undefined;
    if (command.type !== 'pause') {
      this.status = 'running';
      this.why = undefined;
    }
    this.#sandbox?.send(command);
  }

  #take(report: Report): void {
    this.#told = report.progress;
    if (report.type === 'entries') {
      this.story.add(report.entries);
      extendAxis(
        this.slots,
        report.entries.map(({ step, event }) => ({ step, at: event.at }))
      );
      for (const { step, event } of report.entries)
        if (event.type === 'mark' && event.endpoint === 'network') this.#tookEffect(step);
    } else if (report.type === 'limit') return this.#end({ id: 'limit', limit: report.limit });
    else {
      this.#why = { id: report.why };
      const act = this.#there;
      this.#there = undefined;
      act?.();
    }
    this.#drawing ??= setTimeout(() => this.#draw(), FRAME);
  }

  /** In a task of its own, so that reading and drawing do not hold the page up together. */
  #draw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    this.progress = this.#told;
    if (this.story.entries.length > this.#drawn) this.version++;
    this.#drawn = this.story.entries.length;
    if (!this.#why) return;
    this.status = 'waiting';
    this.why = this.#why;
  }

  /** Deeds of the settings come first; then those that were sent, in order. */
  #tookEffect(after: number): void {
    if (++this.#marks <= this.settings.deeds.length) return;
    const sent = this.#sent.shift();
    if (sent) this.#deeds.push({ ...sent, after });
  }

  #end(why: Why): void {
    this.#isGone = true;
    this.#sandbox?.stop();
    if (this.status === 'ended') return;
    this.#draw();
    this.status = 'ended';
    this.why = why;
  }
}
