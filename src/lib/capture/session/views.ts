/** Rows that were chosen: all of a list, or some, by number. */

export interface Chosen {
  readonly count: number;
  /** The row at a place. */
  at(place: number): number;
  /** The place of a row, or of the next one that was chosen. */
  placeOf(row: number): number;
}

export const allOf = (count: () => number): Chosen => ({
  get count() {
    return count();
  },
  at: (place) => place,
  placeOf: (row) => row
});

/** Rows in order, which may become more while they are searched for. */
export class SomeRows implements Chosen {
  #rows = new Uint32Array(64);
  count = 0;

  add(row: number): void {
    if (this.count === this.#rows.length) {
      const more = new Uint32Array(this.count * 2);
      more.set(this.#rows);
      this.#rows = more;
    }
    this.#rows[this.count++] = row;
  }

  at(place: number): number {
    return this.#rows[place] as number;
  }

  placeOf(row: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What a number stands for: a list of connections, or of one connection's rows. */
export type View =
  | { readonly of: 'connections'; readonly rows: Chosen }
  | { readonly of: 'frames' | 'messages'; readonly connection: number; readonly rows: Chosen };

/** The latest views; a page that asks for an older one has asked for another meanwhile. */
const KEPT = 32;

export class Views {
  readonly #views = new Map<number, View>();
  #next = 1;

  add(view: View): number {
    const number = this.#next++;
    this.#views.set(number, view);
    const oldest = this.#views.keys().next();
    if (this.#views.size > KEPT && !oldest.done) this.#views.delete(oldest.value);
    return number;
  }

  get(number: number): View | undefined {
    return this.#views.get(number);
  }
}
