/** Runs fleets in a worker, one at a time: the latest wins. */
import type { FleetReport } from './fleet.worker.ts';
import type { FleetSettings } from './settings.ts';

/** The part of a Worker that is needed; a test hands in its own. */
export interface FleetThread {
  onmessage: ((event: MessageEvent<FleetReport>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(settings: FleetSettings): void;
  terminate(): void;
}

const thread = (): FleetThread =>
  new Worker(new URL('./fleet.worker.ts', import.meta.url), { type: 'module' });

export class FleetClient {
  #thread: FleetThread | undefined;

  constructor(readonly start: () => FleetThread = thread) {}

  /** Ends what runs, and runs this. `failed` is called where the worker itself could not work. */
  run(
    settings: FleetSettings,
    on: (report: FleetReport) => void,
    failed: (message: string) => void
  ): void {
    this.cancel();
    const running = this.start();
    this.#thread = running;
    running.onmessage = ({ data }) => {
      if (this.#thread !== running) return;
      if (data.type !== 'progress') this.cancel();
      on(data);
    };
    running.onerror = ({ message }) => {
      if (this.#thread !== running) return;
      this.cancel();
      failed(message);
    };
    running.postMessage(settings);
  }

  /** Nothing more is reported. */
  cancel(): void {
    this.#thread?.terminate();
    this.#thread = undefined;
  }
}
