/** The frames of a connection, a row each, in order of completion. */
import type { RuleId } from '#lib/protocol/rules.ts';
import type { FrameHeader, LengthForm } from '#lib/protocol/websocket/frame-header.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Opcode } from '#lib/protocol/websocket/opcode.ts';
import { Table } from './columns.ts';

/**
 * How much of a frame the file holds: all; its header and a part of its payload; the header alone.
 */
export type Captured = 'full' | 'partial' | 'header';
const CAPTURED: readonly Captured[] = ['full', 'partial', 'header'];

export interface FrameRow {
  readonly from: Role;
  readonly fin: boolean;
  /** RSV1, RSV2, RSV3 as one number: 4, 2, 1. */
  readonly rsv: number;
  readonly opcode: Opcode;
  readonly masked: boolean;
  /** The masking key as one number, the first byte the highest; 0 without one. */
  readonly key: number;
  /** Of the payload; above 2^53 the nearest number. */
  readonly length: number;
  readonly lengthForm: LengthForm;
  readonly lengthTopBit: boolean;
  readonly headerLength: number;
  /** Bytes from the start of the stream of its direction. */
  readonly offset: number;
  /** 1-based place in the file of the packet that completed it. */
  readonly packet: number;
  /** When it was complete: milliseconds since 1970. */
  readonly time: number;
  readonly captured: Captured;
  /** The stream ends inside it: so many bytes of the payload are there. */
  readonly have: number | undefined;
  /** Its boundary was searched for. */
  readonly inferred: boolean;
  /** Index of its message; -1 for control frames and strays. */
  readonly message: number;
  /** Of a Close: the code, 0 without one. Of Ping and Pong: a hash of the payload. */
  readonly extra: number;
}

const SHAPE = {
  bits: 'u32',
  key: 'u32',
  length: 'f64',
  offset: 'f64',
  packet: 'u32',
  time: 'f64',
  message: 'i32',
  extra: 'u32'
} as const;

const OPCODE = 0xf;
const RSV_SHIFT = 4;
const FIN = 1 << 7;
const MASKED = 1 << 8;
const SERVER = 1 << 9;
const FORM_SHIFT = 10;
const TOP_BIT = 1 << 12;
const CAPTURED_SHIFT = 13;
const INFERRED = 1 << 15;
const INCOMPLETE = 1 << 16;
const FORMS: readonly LengthForm[] = [7, 16, 64];

/** Bits of a frame's first column, for filters that look at a million rows. */
export const FRAME_BITS = { OPCODE, RSV_SHIFT, FIN, MASKED, SERVER, INFERRED, INCOMPLETE } as const;

export class FrameTable {
  readonly #table = new Table(SHAPE);
  /** Rules that a frame breaks: few have any. */
  readonly #faults = new Map<number, RuleId[]>();
  readonly #have = new Map<number, number>();

  get length(): number {
    return this.#table.length;
  }

  /** The columns as they are, for filters; shorter arrays take their place when rows are added. */
  get columns() {
    return this.#table.columns;
  }

  add(frame: Omit<FrameRow, 'headerLength'>): number {
    const { from, offset, packet, time, inferred, extra } = frame;
    // Field by field: to spread the row costs more than all the rest.
    const header: FrameHeader = {
      fin: frame.fin,
      rsv: frame.rsv,
      opcode: frame.opcode,
      masked: frame.masked,
      key: frame.key,
      lengthForm: frame.lengthForm,
      lengthTopBit: frame.lengthTopBit,
      payloadLength: frame.length,
      headerLength: 0
    };
    const row = this.push(header, from === 'server', offset, packet, time, inferred, extra);
    const { columns } = this.#table;
    columns.message[row] = frame.message;
    columns.bits[row] =
      (columns.bits[row] as number) |
      (CAPTURED.indexOf(frame.captured) << CAPTURED_SHIFT) |
      (frame.have === undefined ? 0 : INCOMPLETE);
    if (frame.have !== undefined) this.#have.set(row, frame.have);
    return row;
  }

  /** The same without an object, for a million frames that are wholly there. */
  push(
    header: FrameHeader,
    isServer: boolean,
    offset: number,
    packet: number,
    time: number,
    inferred: boolean,
    extra: number
  ): number {
    const row = this.#table.add();
    const { columns } = this.#table;
    const { lengthForm } = header;
    columns.bits[row] =
      header.opcode |
      (header.rsv << RSV_SHIFT) |
      (header.fin ? FIN : 0) |
      (header.masked ? MASKED : 0) |
      (isServer ? SERVER : 0) |
      ((lengthForm === 7 ? 0 : lengthForm === 16 ? 1 : 2) << FORM_SHIFT) |
      (header.lengthTopBit ? TOP_BIT : 0) |
      (inferred ? INFERRED : 0);
    columns.key[row] = header.key;
    columns.length[row] = header.payloadLength;
    columns.offset[row] = offset;
    columns.packet[row] = packet;
    columns.time[row] = time;
    columns.message[row] = -1;
    columns.extra[row] = extra;
    return row;
  }

  at(row: number): FrameRow {
    const { bits, key, length, offset, packet, time, message, extra } = this.#table.columns;
    const word = bits[row] as number;
    const lengthForm = FORMS[(word >> FORM_SHIFT) & 3] as LengthForm;
    const masked = (word & MASKED) !== 0;
    return {
      from: word & SERVER ? 'server' : 'client',
      fin: (word & FIN) !== 0,
      rsv: (word >> RSV_SHIFT) & 7,
      opcode: (word & OPCODE) as Opcode,
      masked,
      key: key[row] as number,
      length: length[row] as number,
      lengthForm,
      lengthTopBit: (word & TOP_BIT) !== 0,
      headerLength: 2 + (lengthForm === 7 ? 0 : lengthForm / 8) + (masked ? 4 : 0),
      offset: offset[row] as number,
      packet: packet[row] as number,
      time: time[row] as number,
      captured: CAPTURED[(word >> CAPTURED_SHIFT) & 3] as Captured,
      have: this.#have.get(row),
      inferred: (word & INFERRED) !== 0,
      message: message[row] as number,
      extra: extra[row] as number
    };
  }

  addFault(row: number, rule: RuleId): void {
    const faults = this.#faults.get(row);
    if (!faults) this.#faults.set(row, [rule]);
    else if (!faults.includes(rule)) faults.push(rule);
  }

  faultsOf(row: number): readonly RuleId[] {
    return this.#faults.get(row) ?? [];
  }

  /** Rows with faults, in order of rows. */
  get faulty(): readonly number[] {
    return [...this.#faults.keys()].sort((a, b) => a - b);
  }
}
