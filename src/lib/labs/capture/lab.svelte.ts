/** The capture lab: a file that is open, its connections, and those that are looked at. */
import type { ReadingProgress } from '#lib/capture/capture.ts';
import { CaptureError } from '#lib/capture/capture-error.ts';
import { CaptureClient, type CaptureThread } from '#lib/capture/session/capture-client.ts';
import { isEmpty, NO_FILTER, type Filter } from '#lib/capture/session/filter.ts';
import type { Finding } from '#lib/capture/doctor/finding.ts';
import type {
  CaptureSummary,
  Diagnosis,
  Saving,
  Searching,
  Reading
} from '#lib/capture/session/protocol.ts';
import type { ConnectionSummary } from '#lib/capture/session/summary.ts';
import { PagedRows } from './paged-rows.svelte.ts';
import { isFault, Pane } from './pane.svelte.ts';
import type { SampleId } from './samples.ts';

export interface OpenFile {
  /** Of the files that this page has opened: for the browser's Back. */
  readonly n: number;
  readonly name: string;
  readonly blob: Blob;
  readonly sample: SampleId | undefined;
  /** It was pasted. */
  readonly text: string | undefined;
}

export interface OpenFault {
  readonly file: OpenFile;
  readonly error: CaptureError;
}

/** So many connections are looked through for the first one to show. */
const FIRST = 256;

const thread = (): CaptureThread =>
  new Worker(new URL('./capture.worker.ts', import.meta.url), { type: 'module' });

export class CaptureLab {
  phase = $state.raw<'empty' | 'reading' | 'open'>('empty');
  file = $state.raw<OpenFile | undefined>();
  progress = $state.raw<ReadingProgress | undefined>();
  summary = $state.raw<CaptureSummary | undefined>();
  /** The file cannot be read: what is wrong, and where. */
  fault = $state.raw<OpenFault | undefined>();
  /** Something of ours is broken. */
  broken = $state.raw<string | undefined>();
  filter = $state.raw<Filter>(NO_FILTER);
  searching = $state.raw<Searching | undefined>();
  /** What the doctor says; undefined until it has looked at everything. */
  diagnosis = $state.raw<Diagnosis | undefined>();
  diagnosing = $state.raw<{ readonly done: number; readonly of: number } | undefined>();
  panes = $state.raw<readonly Pane[]>([]);
  /** The next connection that is chosen goes beside the first. */
  comparing = $state.raw(false);
  readonly connections: PagedRows<ConnectionSummary>;
  readonly #client: CaptureClient;
  readonly #files: OpenFile[] = [];
  #search: AbortController | undefined;

  constructor(client = new CaptureClient(thread)) {
    this.#client = client;
    this.connections = new PagedRows(
      (view, from, to) => client.ask('summaries', { view, from, to }),
      this.failed
    );
  }

  readonly failed = (error: unknown): void => {
    if (!isFault(error)) return;
    this.broken = error instanceof Error ? error.message : String(error);
  };

  fileOf = (n: number): OpenFile | undefined => this.#files[n];

  /** Opens a file; resolves with it once it is read, or with nothing when it was not. */
  async open(source: Omit<OpenFile, 'n'> | OpenFile): Promise<OpenFile | undefined> {
    if (this.phase === 'reading') this.#client.restart();
    const file = 'n' in source ? source : { ...source, n: this.#files.length };
    this.#files[file.n] = file;
    this.close();
    this.file = file;
    this.phase = 'reading';
    try {
      const summary = await this.#client.ask(
        'open',
        { blob: file.blob },
        { onProgress: (progress) => this.#grow(file, progress) }
      );
      if (this.file !== file) return undefined;
      this.summary = summary;
      this.phase = 'open';
      await this.#showConnections();
      void this.#diagnose(file);
      return file;
    } catch (error) {
      if (this.file !== file) return undefined;
      this.close();
      if (error instanceof CaptureError) this.fault = { file, error };
      else this.failed(error);
      return undefined;
    }
  }

  /** The first connections are seen while the rest is being read. */
  #grow(file: OpenFile, progress: Reading): void {
    if (this.file !== file) return;
    this.progress = progress;
    const { begun } = progress;
    const { view } = this.connections;
    if (begun) this.connections.show(begun.view, begun.count, begun.first);
    else if (view !== undefined && isEmpty(this.filter)) {
      this.connections.show(view, progress.connections);
      this.connections.refresh();
    }
  }

  async #diagnose(file: OpenFile): Promise<void> {
    try {
      const diagnosis = await this.#client.ask(
        'diagnosis',
        {},
        { onProgress: (diagnosing) => this.file === file && (this.diagnosing = diagnosing) }
      );
      if (this.file === file) this.diagnosis = diagnosis;
    } catch (error) {
      this.failed(error);
    }
  }

  /** Looks at what shows a finding: its rows are lit. */
  async show({ connection, evidence }: Finding): Promise<Pane | undefined> {
    if (connection === null) return undefined;
    const frames = evidence.frames ?? [];
    const pane = await this.look(connection, frames[0]);
    await pane.light(evidence);
    return pane;
  }

  save(saving: Saving): Promise<Blob> {
    return this.#client.ask('save', saving);
  }

  /** Ends reading; nothing is open then. */
  cancel(): void {
    this.#client.restart();
    this.close();
  }

  close(): void {
    this.#search?.abort();
    for (const pane of this.panes) pane.end();
    this.panes = [];
    this.connections.clear();
    this.file = undefined;
    this.phase = 'empty';
    this.progress = undefined;
    this.summary = undefined;
    this.diagnosis = undefined;
    this.diagnosing = undefined;
    this.fault = undefined;
    this.broken = undefined;
    this.comparing = false;
    this.filter = NO_FILTER;
  }

  async #showConnections(): Promise<void> {
    this.#search?.abort();
    const search = new AbortController();
    this.#search = search;
    const { filter } = this;
    try {
      const { view, count } = await this.#client.ask(
        'connections',
        { filter },
        {
          signal: search.signal,
          onProgress: (searching) => {
            this.searching = searching;
            this.connections.show(searching.view, searching.count);
          }
        }
      );
      this.connections.show(view, count);
      this.connections.refresh();
    } finally {
      if (this.#search === search) this.searching = undefined;
    }
  }

  /** What to look at first: the first WebSocket, or the first connection. */
  async first(): Promise<number | undefined> {
    const { view } = this.connections;
    if (view === undefined) return undefined;
    const some = await this.#client.ask('summaries', { view, from: 0, to: FIRST });
    return (some.find(({ kind }) => kind === 'websocket') ?? some[0])?.id;
  }

  setFilter(filter: Filter): void {
    this.filter = filter;
    void this.#showConnections().catch(this.failed);
    for (const pane of this.panes) pane.filter(filter);
  }

  stopSearch(): void {
    this.#search?.abort();
    this.searching = undefined;
  }

  /** Looks at a connection: alone, or beside the first. */
  async look(connection: number, row?: number): Promise<Pane> {
    const known = this.panes.find((pane) => pane.connection === connection);
    if (known) {
      if (row !== undefined) await known.showFrame(row);
      return known;
    }
    const pane = new Pane(connection, this.#client, this.filter, this.failed);
    const [first] = this.panes;
    for (const other of this.panes.slice(this.comparing ? 1 : 0)) other.end();
    this.panes = this.comparing && first ? [first, pane] : [pane];
    await pane.open(row);
    return pane;
  }

  drop(pane: Pane): void {
    pane.end();
    this.panes = this.panes.filter((other) => other !== pane);
    this.comparing = false;
  }

  end(): void {
    this.#search?.abort();
    this.#client.end();
  }
}
