/**
 * The page's side: starts a run of the reader's code where it can reach nothing, watches that it
 * answers, and believes nothing of what it says.
 */
import type { Command, Report, RunSettings } from '#lib/live/run/run.ts';
import {
  isParsed,
  lineCounts,
  mistakeOf,
  readComplaint,
  type Complaint,
  type SyntaxMistake
} from './complaint.ts';
import { addFrame, type Frame } from './frame.ts';
import type { ToWorker } from './messages.ts';
import { Malformed } from './reading.ts';
import { ReportReader } from './report-reader.ts';
import { checkScript, runScript, type Script } from './script.ts';
import { Watchdog } from './watchdog.ts';

/** What happens to a run; after `mistakes`, `hung`, `broken` or `stop` nothing follows. */
export interface SandboxEvents {
  /** It is there, at its beginning, and waits for a command. */
  ready(): void;
  report(report: Report): void;
  /** One for each pane that is wrong. Nothing was run. */
  mistakes(mistakes: readonly SyntaxMistake[]): void;
  /** It answered no more, and was ended. */
  hung(): void;
  /** It said what no run says, or could not work; `reason` is for those who mend it. */
  broken(reason: string): void;
}

export interface SandboxOptions {
  readonly settings: RunSettings;
  /** Of runtime-text.ts. */
  readonly runtime: string;
  /** Where the hidden frame is added: the body. */
  readonly place: Element;
  readonly on: SandboxEvents;
}

const RUN = 2;

export class Sandbox {
  readonly #options: SandboxOptions;
  readonly #checks: readonly Script[];
  readonly #script: Script;
  readonly #reader: ReportReader;
  readonly #mistakes: SyntaxMistake[] = [];
  #checked = 0;
  #frame: Frame | undefined;
  #port: MessagePort | undefined;
  #watchdog: Watchdog | undefined;
  #isOver = false;

  constructor(options: SandboxOptions) {
    const { settings, runtime } = options;
    const { program } = settings;
    this.#options = options;
    this.#checks = [checkScript('client', program.client), checkScript('server', program.server)];
    this.#script = runScript(runtime, program);
    this.#reader = new ReportReader(lineCounts(program));
    void this.#open();
  }

  send(command: Command): void {
    this.#tell({ type: 'command', command });
  }

  /** Ends it at once: nothing is reported any more. */
  stop(): void {
    this.#isOver = true;
    this.#watchdog?.stop();
    if (this.#port) this.#port.onmessage = null;
    this.#port?.close();
    this.#frame?.remove();
  }

  /** Both panes are parsed first, each alone, and not run. */
  async #open(): Promise<void> {
    const frame = await addFrame(this.#options.place);
    this.#frame = frame;
    if (this.#isOver) return frame.remove();
    frame.oncomplaint = (value) => this.#guard(() => this.#hear(readComplaint(value)));
    for (const [id, { text }] of this.#checks.entries()) frame.start(id, text);
  }

  #hear(complaint: Complaint): void {
    const check = this.#checks[complaint.id];
    const mistake = isParsed(complaint)
      ? undefined
      : mistakeOf(complaint, (check ?? this.#script).lines);
    if (!check) return mistake ? this.#end((on) => on.mistakes([mistake])) : this.#break(complaint);
    if (mistake) this.#mistakes.push(mistake);
    if (++this.#checked < this.#checks.length) return;
    if (this.#mistakes.length > 0) this.#end((on) => on.mistakes(this.#mistakes));
    else this.#run();
  }

  #run(): void {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#guard(() => this.#receive(data));
    port1.onmessageerror = () => this.#end((on) => on.broken('a message that cannot be read'));
    this.#frame?.start(RUN, this.#script.text, port2);
    this.#tell({ type: 'start', settings: this.#options.settings });
  }

  #receive(data: unknown): void {
    const message = this.#reader.read(data);
    if (message.type === 'failed') return this.#end((on) => on.broken(message.reason));
    if (message.type === 'pong') return this.#watchdog?.answered();
    if (message.type === 'report') {
      this.#options.on.report(message.report);
      if (message.report.type === 'entries') this.#tell({ type: 'taken' });
      return;
    }
    this.#watchdog ??= new Watchdog(
      () => {
        this.#reader.beat();
        this.#tell({ type: 'ping' });
      },
      () => this.#end((on) => on.hung())
    );
    this.#options.on.ready();
  }

  #tell(message: ToWorker): void {
    this.#port?.postMessage(message);
  }

  #break({ message }: Complaint): void {
    this.#end((on) => on.broken(message));
  }

  /** What is not as it has to be ends the run. */
  #guard(act: () => void): void {
    if (this.#isOver) return;
    try {
      act();
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#end((on) => on.broken(error.message));
    }
  }

  #end(tell: (on: SandboxEvents) => void): void {
    if (this.#isOver) return;
    this.stop();
    tell(this.#options.on);
  }
}
