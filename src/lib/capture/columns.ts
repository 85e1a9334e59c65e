/** Columns of numbers that grow: one row a frame, a message or a piece, without an object for each. */

type Column = Float64Array | Uint32Array | Int32Array | Uint8Array;
type ColumnType = 'f64' | 'u32' | 'i32' | 'u8';

const make = (type: ColumnType, rows: number): Column => {
  switch (type) {
    case 'f64':
      return new Float64Array(rows);
    case 'u32':
      return new Uint32Array(rows);
    case 'i32':
      return new Int32Array(rows);
    case 'u8':
      return new Uint8Array(rows);
  }
};

const FIRST_ROWS = 8;

/** A table of columns that grow together: twice as long while small, by half when large. */
export class Table<Shape extends Record<string, ColumnType>> {
  readonly #shape: Shape;
  #rows = 0;
  columns: { [Name in keyof Shape]: ColumnOf<Shape[Name]> };

  constructor(shape: Shape) {
    this.#shape = shape;
    this.columns = {} as typeof this.columns;
    this.#resize(FIRST_ROWS);
  }

  get length(): number {
    return this.#rows;
  }

  #capacity = 0;

  #resize(capacity: number): void {
    const columns = {} as Record<string, Column>;
    for (const [name, type] of Object.entries(this.#shape)) {
      const column = make(type, capacity);
      const before = (this.columns as Record<string, Column>)[name];
      if (before) column.set(before);
      columns[name] = column;
    }
    this.#capacity = capacity;
    this.columns = columns as typeof this.columns;
  }

  /** A new row, all zeros: its index. Read `columns` again behind it: they may have grown. */
  add(): number {
    if (this.#rows === this.#capacity)
      this.#resize(this.#capacity < 4096 ? this.#capacity * 2 : Math.ceil(this.#capacity * 1.5));
    return this.#rows++;
  }
}

export type ColumnOf<Type extends ColumnType> = Type extends 'f64'
  ? Float64Array
  : Type extends 'u32'
    ? Uint32Array
    : Type extends 'i32'
      ? Int32Array
      : Uint8Array;
