/** Which rows a reader wants to see. Filters look at columns: a million rows take milliseconds. */
import { RULE_IDS, type RuleId } from '#lib/protocol/rules.ts';
import { CLOSE, isReserved, OPCODES, type OpcodeEntry } from '#lib/protocol/websocket/opcode.ts';
import type { Connection } from '../capture.ts';
import { FRAME_BITS } from '../frame-table.ts';
import { placeOf } from './place.ts';

export interface Filter {
  /** Part of the host or of an address, in any case. */
  readonly host: string;
  /** Part of the path. */
  readonly path: string;
  /** Part of a text, after unmasking and inflating, in any case. */
  readonly text: string;
  readonly opcode: OpcodeEntry['id'] | '';
  /** Of a Close frame. */
  readonly code: number | undefined;
  /** Bytes of the payload at least. */
  readonly size: number | undefined;
  /** A broken rule; `any`: whichever. */
  readonly rule: RuleId | 'any' | '';
}

export const NO_FILTER: Filter = {
  host: '',
  path: '',
  text: '',
  opcode: '',
  code: undefined,
  size: undefined,
  rule: ''
};

export const isRule = (value: string): value is RuleId =>
  (RULE_IDS as readonly string[]).includes(value);

/** Whether rows of a connection are chosen by more than their text. */
export const choosesRows = ({ opcode, code, size, rule }: Filter): boolean =>
  opcode !== '' || code !== undefined || size !== undefined || rule !== '';

export const isEmpty = (filter: Filter): boolean =>
  !choosesRows(filter) && filter.host === '' && filter.path === '' && filter.text === '';

/** Whether host and path are those of a connection. */
export function matchesPlace(connection: Connection, { host, path }: Filter): boolean {
  if (host === '' && path === '') return true;
  const place = placeOf(connection);
  const hosts = [place.host, connection.client, connection.server].join(' ').toLowerCase();
  return hosts.includes(host.toLowerCase()) && (place.path ?? '').includes(path);
}

const isFaultyBy = (faults: readonly RuleId[], rule: Filter['rule']): boolean =>
  rule === 'any' ? faults.length > 0 : rule === '' || faults.includes(rule);

/** Whether a frame is chosen, its text left aside. */
export function frameChooser({ frames }: Connection, filter: Filter): (row: number) => boolean {
  const { opcode, code, size, rule } = filter;
  const { bits, length, extra } = frames.columns;
  const wanted = OPCODES.find(({ id }) => id === opcode)?.opcode;
  return (row) => {
    const number = (bits[row] as number) & FRAME_BITS.OPCODE;
    if (opcode === 'reserved' ? !isReserved(number) : wanted !== undefined && number !== wanted)
      return false;
    if (code !== undefined && (number !== CLOSE || extra[row] !== code)) return false;
    if (size !== undefined && (length[row] as number) < size) return false;
    return rule === '' || isFaultyBy(frames.faultsOf(row), rule);
  };
}

/** Whether a message is chosen, its text left aside: by what it is, or by one of its frames. */
export function messageChooser(connection: Connection, filter: Filter): (row: number) => boolean {
  const { opcode, code, size, rule } = filter;
  const { frames, messages } = connection;
  const faulty =
    rule === ''
      ? undefined
      : new Set(
          frames.faulty
            .filter((row) => isFaultyBy(frames.faultsOf(row), rule))
            .map((row) => frames.at(row).message)
        );
  return (row) => {
    if (code !== undefined || faulty?.has(row) === false) return false;
    if (opcode === '' && size === undefined) return true;
    const message = messages.at(row);
    const length = Number.isNaN(message.length) ? message.wireLength : message.length;
    if (size !== undefined && length < size) return false;
    if (opcode === 'continuation') return message.frames > 1;
    return opcode === '' || message.type === opcode;
  };
}

/** Whether a connection has a row that is chosen, text left aside. */
export function matchesRows(connection: Connection, filter: Filter): boolean {
  if (!choosesRows(filter)) return true;
  const isChosen = frameChooser(connection, filter);
  for (let row = 0; row < connection.frames.length; row++) if (isChosen(row)) return true;
  return false;
}
