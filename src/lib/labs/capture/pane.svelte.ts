/** One connection that is looked at: its rows, and the one that is chosen. */
import { Cancelled, type CaptureClient } from '#lib/capture/session/capture-client.ts';
import type { Evidence } from '#lib/capture/doctor/finding.ts';
import type { LabState } from '#lib/capture/export/frame-states.ts';
import type { Filter } from '#lib/capture/session/filter.ts';
import type {
  ConnectionDetail,
  FrameDetail,
  Line,
  MessageDetail,
  RowKind,
  Rungs,
  Searching
} from '#lib/capture/session/protocol.ts';
import { PagedRows } from './paged-rows.svelte.ts';

/** So much of a frame, and of a message, is brought at first. */
export const FRAME_LIMIT = 4096;
export const MESSAGE_LIMIT = 64 * 1024;

export class Pane {
  readonly connection: number;
  readonly rows: PagedRows<Line>;
  detail = $state.raw<ConnectionDetail | undefined>();
  of = $state.raw<RowKind>('frames');
  searching = $state.raw<Searching | undefined>();
  /** The place in the list that is chosen. */
  place = $state.raw<number | undefined>();
  frame = $state.raw<FrameDetail | undefined>();
  message = $state.raw<MessageDetail | undefined>();
  ladder = $state.raw<Rungs | undefined>();
  /** Rows of frames that are evidence of a finding. */
  lit = $state.raw<readonly number[]>([]);
  /** What of the handshake is evidence. */
  litHead = $state.raw<Pick<Evidence, 'head' | 'fields'>>({});
  readonly #client: CaptureClient;
  readonly #failed: (error: unknown) => void;
  #filter: Filter;
  #search: AbortController | undefined;
  /** Of the latest thing that was asked to be looked at: an older answer comes too late. */
  #asked = 0;

  constructor(
    connection: number,
    client: CaptureClient,
    filter: Filter,
    failed: (error: unknown) => void
  ) {
    this.connection = connection;
    this.#client = client;
    this.#filter = filter;
    this.#failed = failed;
    this.rows = new PagedRows((view, from, to) => client.ask('lines', { view, from, to }), failed);
  }

  /** The frame that is looked at. */
  get row(): number | undefined {
    return this.frame?.row;
  }

  async open(row?: number): Promise<void> {
    try {
      this.detail = await this.#client.ask('connection', { connection: this.connection });
      const { frames, exchanges } = this.detail;
      if (frames === 0 && exchanges === 0) return;
      await this.list('frames', this.#filter);
      if (row === undefined) this.ladder = await this.#ladder(0);
      else await this.showFrame(row);
    } catch (error) {
      this.#failed(error);
    }
  }

  readonly #ladder = (row: number) =>
    this.#client.ask('ladder', { connection: this.connection, row });

  /** Shows frames or messages, those that match. */
  async list(of: RowKind, filter: Filter): Promise<void> {
    this.#search?.abort();
    const search = new AbortController();
    this.#search = search;
    this.#filter = filter;
    const { connection } = this;
    this.of = of;
    this.place = undefined;
    this.rows.clear();
    try {
      const { view, count } = await this.#client.ask(
        'rows',
        { connection, of, filter },
        {
          signal: search.signal,
          onProgress: (searching) => {
            this.searching = searching;
            this.rows.show(searching.view, searching.count);
          }
        }
      );
      this.rows.show(view, count);
    } finally {
      if (this.#search === search) this.searching = undefined;
    }
  }

  /** What has been found stays; the rest is not looked at. */
  stopSearch(): void {
    this.#search?.abort();
    this.searching = undefined;
  }

  switchTo(of: RowKind): void {
    if (of === this.of) return;
    const at = of === 'frames' ? this.message?.first : this.frame?.message;
    void this.list(of, this.#filter)
      .then(() => (at === undefined || at < 0 ? undefined : this.#goTo(at)))
      .catch(this.#failed);
  }

  filter(filter: Filter): void {
    void this.list(this.of, filter).catch(this.#failed);
  }

  /** The list comes to a row, or to the next one that it holds. */
  async #goTo(row: number): Promise<void> {
    const { view } = this.rows;
    if (view === undefined || this.rows.count === 0) return;
    const place = await this.#client.ask('place', { view, row });
    this.place = Math.min(place, this.rows.count - 1);
  }

  select(place: number): void {
    this.place = place;
    const line = this.rows.at(place);
    if (line) void this.#look(line).catch(this.#failed);
    else void this.#lookAt(place).catch(this.#failed);
  }

  async #lookAt(place: number): Promise<void> {
    const { view } = this.rows;
    if (view === undefined) return;
    const [line] = await this.#client.ask('lines', { view, from: place, to: place + 1 });
    if (line && this.place === place) await this.#look(line);
  }

  #look(line: Line): Promise<void> {
    return line.kind === 'frames'
      ? this.#lookAtFrame(line.row)
      : this.#lookAtFrame(line.first, line.row);
  }

  /** A frame, and the message that it belongs to. */
  async #lookAtFrame(row: number, message?: number): Promise<void> {
    const asked = ++this.#asked;
    const { connection } = this;
    const [frame, ladder] = await Promise.all([
      this.#client.ask('frame', { connection, row, limit: FRAME_LIMIT }),
      this.#ladder(row)
    ]);
    const of = message ?? (frame.message >= 0 ? frame.message : undefined);
    const whole =
      of === undefined
        ? undefined
        : await this.#client.ask('message', { connection, row: of, limit: MESSAGE_LIMIT });
    if (asked !== this.#asked) return;
    this.frame = frame;
    this.ladder = ladder;
    this.message = whole;
  }

  /** Rows of frames and fields of heads that are evidence; messages are lit by their frames. */
  async light({ frames = [], messages = [], head, fields }: Evidence): Promise<void> {
    this.litHead = { ...(head ? { head } : {}), ...(fields ? { fields } : {}) };
    this.lit = frames;
    const [message] = messages;
    if (frames.length > 0 || message === undefined) return;
    const { connection } = this;
    const { rows } = await this.#client.ask('message', { connection, row: message, limit: 0 });
    this.lit = rows;
    if (rows[0] !== undefined) await this.showFrame(rows[0]);
  }

  /** The states of the frame lab that show the frame that is looked at. */
  states(row: number): Promise<readonly LabState[]> {
    return this.#client.ask('states', { connection: this.connection, row });
  }

  /** A frame by its number, wherever it stands in the list. */
  async showFrame(row: number): Promise<void> {
    try {
      if (this.of !== 'frames') await this.list('frames', this.#filter);
      await Promise.all([this.#goTo(row), this.#lookAtFrame(row)]);
    } catch (error) {
      this.#failed(error);
    }
  }

  async moreOfFrame(limit: number): Promise<void> {
    const { connection, frame } = this;
    if (!frame) return;
    const more = await this.#client.ask('frame', { connection, row: frame.row, limit });
    if (this.frame?.row === frame.row) this.frame = more;
  }

  async moreOfMessage(limit: number): Promise<void> {
    const { connection, message } = this;
    if (!message) return;
    const more = await this.#client.ask('message', { connection, row: message.row, limit });
    if (this.message?.row === message.row) this.message = more;
  }

  end(): void {
    this.#search?.abort();
  }
}

/** What nobody waits for any more is no fault. */
export const isFault = (error: unknown): boolean => !(error instanceof Cancelled);
