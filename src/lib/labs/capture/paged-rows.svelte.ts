/** Rows of a list that is held elsewhere: those that are seen, and those seen lately. */
import { PAGE, PageCache } from './page-cache.ts';

export type LoadPage<T> = (view: number, from: number, to: number) => Promise<readonly T[]>;

export class PagedRows<T> {
  count = $state.raw(0);
  view = $state.raw<number | undefined>();
  /** Another one: what is shown is read again. */
  #version = $state.raw(0);
  #cache = new PageCache<T>();
  readonly #load: LoadPage<T>;
  readonly #failed: (error: unknown) => void;

  constructor(load: LoadPage<T>, failed: (error: unknown) => void) {
    this.#load = load;
    this.#failed = failed;
  }

  /** Other rows, or more of the same; the first of them, where they are known. */
  show(view: number, count: number, first: readonly T[] = []): void {
    if (view !== this.view) {
      this.#cache = new PageCache();
      this.view = view;
      if (first.length > 0) this.#cache.take(0, first);
    } else this.#cache.spoil(Math.floor(Math.max(0, this.count - 1) / PAGE));
    this.count = count;
    this.#version++;
  }

  /** What is shown may have changed. */
  refresh(): void {
    this.#cache.spoil();
    this.#version++;
  }

  clear(): void {
    this.#cache = new PageCache();
    this.view = undefined;
    this.count = 0;
    this.#version++;
  }

  /** The row at a place; undefined until it has come. */
  at(place: number): T | undefined {
    void this.#version;
    const page = Math.floor(place / PAGE);
    if (this.view !== undefined && this.#cache.needs(page)) {
      this.#cache.want(page);
      queueMicrotask(() => this.#pump());
    }
    return this.#cache.get(page)?.[place % PAGE];
  }

  #pump(): void {
    const cache = this.#cache;
    const { view } = this;
    if (view === undefined) return;
    for (let page = cache.next(); page !== undefined; page = cache.next()) {
      const asked = page;
      void this.#load(view, asked * PAGE, (asked + 1) * PAGE).then(
        (rows) => {
          cache.take(asked, rows);
          if (cache !== this.#cache) return;
          this.#version++;
          this.#pump();
        },
        (error: unknown) => {
          cache.fail(asked);
          this.#failed(error);
        }
      );
    }
  }
}
