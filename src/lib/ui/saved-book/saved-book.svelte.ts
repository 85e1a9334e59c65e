import { bytesOf, type BookFile, type BookList } from './book-list.ts';
import {
  canKeep,
  deleteCopies,
  finishCopy,
  keepFile,
  latestList,
  missingOf,
  savedList
} from './copies.ts';

/** Why saving has ended early. */
export type SavingFault = 'network' | 'full' | 'changed' | 'other';

/** Requests at once: as many as browsers make to one host. */
const AT_ONCE = 6;

/** The copy of the whole book: what is here, and what saves it. It outlives the page that shows it. */
export class SavedBook {
  phase = $state.raw<'looking' | 'unavailable' | 'ready' | 'saving'>('looking');
  /** What the host has; undefined without a network. */
  latest = $state.raw<BookList | undefined>();
  /** What was saved as a whole. */
  saved = $state.raw<BookList | undefined>();
  /** Files of the latest list that are not here. */
  missing = $state.raw<readonly BookFile[]>([]);
  /** Bytes of the missing that have come since saving began. */
  come = $state.raw(0);
  fault = $state.raw<SavingFault | undefined>();
  reason = $state.raw('');
  notice = $state.raw<'stopped' | 'deleted' | undefined>();
  #stop = new AbortController();

  get isCurrent(): boolean {
    return this.saved !== undefined && this.saved.version === (this.latest ?? this.saved).version;
  }

  /** Looks what is here, and what the host has. */
  async look(): Promise<void> {
    if (this.phase === 'saving') return;
    if (!canKeep()) {
      this.phase = 'unavailable';
      return;
    }
    try {
      this.saved = await savedList();
      this.latest = navigator.onLine ? await latestList().catch(() => undefined) : undefined;
      this.missing = this.latest ? await missingOf(this.latest) : [];
      this.phase = 'ready';
    } catch {
      this.phase = 'unavailable';
    }
  }

  async save(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    this.phase = 'saving';
    this.come = 0;
    this.fault = this.notice = undefined;
    // So that the browser does not clear it when room gets scarce; it may say no.
    void navigator.storage?.persist?.().catch(() => false);
    let list = this.latest;
    try {
      list = this.latest = await latestList();
      this.missing = await missingOf(list);
      await this.#keepAll(this.missing, list.version, stop.signal);
      if ((await latestList()).version !== list.version) throw new Error('changed');
      await finishCopy(list);
    } catch (error) {
      if (stop.signal.aborted) this.notice = 'stopped';
      else {
        stop.abort();
        await this.#explain(error, list);
      }
    }
    this.phase = 'ready';
    await this.look();
  }

  async #keepAll(files: readonly BookFile[], version: string, signal: AbortSignal): Promise<void> {
    const queue = files.values();
    const lane = async () => {
      for (const [path, bytes] of queue) {
        await keepFile(path, version, signal);
        signal.throwIfAborted();
        this.come += bytes;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  async #explain(error: unknown, list: BookList | undefined): Promise<void> {
    this.reason = error instanceof Error ? error.message : String(error);
    const now = await latestList().catch(() => undefined);
    if (error instanceof DOMException && error.name === 'QuotaExceededError') this.fault = 'full';
    else if (now && list && now.version !== list.version) this.fault = 'changed';
    else this.fault = error instanceof TypeError ? 'network' : 'other';
  }

  /** Ends saving; what has come stays. */
  stop(): void {
    this.#stop.abort();
  }

  async delete(): Promise<void> {
    this.stop();
    await deleteCopies();
    this.fault = undefined;
    this.notice = 'deleted';
    await this.look();
  }

  get total(): number {
    return bytesOf((this.latest ?? this.saved)?.files ?? []);
  }

  get missingBytes(): number {
    return bytesOf(this.missing);
  }
}

/** The one copy of this browser. */
export const savedBook = new SavedBook();
