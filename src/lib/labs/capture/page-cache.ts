/** Pages of rows: those that have come, those that are asked for, those that are wanted next. */

/** Rows of a page. */
export const PAGE = 64;
/** Pages that are kept. */
const KEPT = 64;
/** Pages that are asked for at a time: a list may be dragged past thousands. */
const AT_ONCE = 2;
/** Pages that wait for their turn; older wishes are of what has been scrolled past. */
const WAITING = 4;

export class PageCache<T> {
  readonly #pages = new Map<number, readonly T[]>();
  /** Pages whose rows have changed since, or become more. */
  readonly #stale = new Set<number>();
  readonly #loading = new Set<number>();
  #wanted: number[] = [];

  get(page: number): readonly T[] | undefined {
    return this.#pages.get(page);
  }

  needs(page: number): boolean {
    return !this.#loading.has(page) && (!this.#pages.has(page) || this.#stale.has(page));
  }

  want(page: number): void {
    this.#wanted = [...this.#wanted.filter((one) => one !== page), page].slice(-WAITING);
  }

  /** The page to ask for now, the latest wish first; undefined: none, or enough are under way. */
  next(): number | undefined {
    if (this.#loading.size >= AT_ONCE) return undefined;
    const page = this.#wanted.pop();
    if (page === undefined) return undefined;
    this.#loading.add(page);
    this.#stale.delete(page);
    return page;
  }

  take(page: number, rows: readonly T[]): void {
    this.#loading.delete(page);
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    const oldest = this.#pages.keys().next();
    if (this.#pages.size > KEPT && !oldest.done) this.#pages.delete(oldest.value);
  }

  fail(page: number): void {
    this.#loading.delete(page);
  }

  /** What is there may have changed: it is asked for again, and stays until then. */
  spoil(page?: number): void {
    for (const one of page === undefined ? this.#pages.keys() : [page])
      if (this.#pages.has(one)) this.#stale.add(one);
  }
}
