/** Where the bytes of a stream lie in the file. */
import { Table } from './columns.ts';

const SHAPE = { stream: 'f64', file: 'f64', length: 'u32', packet: 'u32', time: 'f64' } as const;

/** A run of bytes of a stream that lies in one place of the file. */
export interface Piece {
  /** Offset in the stream. */
  readonly stream: number;
  /** Offset in the file, inflated where it is gzip. */
  readonly file: number;
  readonly length: number;
  /** 1-based place of the packet. */
  readonly packet: number;
  /** When it was seen: milliseconds since 1970. */
  readonly time: number;
}

/** Pieces in the order of the stream; what lies between two of them is a gap. */
export class PieceTable {
  readonly #table = new Table(SHAPE);

  get length(): number {
    return this.#table.length;
  }

  /** The columns as they are; shorter arrays take their place when rows are added. */
  get columns() {
    return this.#table.columns;
  }

  add(stream: number, file: number, length: number, packet: number, time: number): void {
    const row = this.#table.add();
    const { columns } = this.#table;
    columns.stream[row] = stream;
    columns.file[row] = file;
    columns.length[row] = length;
    columns.packet[row] = packet;
    columns.time[row] = time;
  }

  at(row: number): Piece {
    const { stream, file, length, packet, time } = this.#table.columns;
    return {
      stream: stream[row] as number,
      file: file[row] as number,
      length: length[row] as number,
      packet: packet[row] as number,
      time: time[row] as number
    };
  }

  /** The first piece that ends behind `offset`; the count of pieces when there is none. */
  find(offset: number): number {
    const { stream, length } = this.#table.columns;
    let low = 0;
    let high = this.#table.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((stream[middle] as number) + (length[middle] as number) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
