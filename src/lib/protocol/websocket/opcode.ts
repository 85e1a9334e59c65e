/** The opcodes of RFC 6455 §5.2 and §11.8, four bits. */
export type Opcode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15;

export const CONTINUATION = 0x0;
export const TEXT = 0x1;
export const BINARY = 0x2;
export const CLOSE = 0x8;
export const PING = 0x9;
export const PONG = 0xa;

export interface OpcodeEntry {
  readonly opcode: Opcode;
  readonly id: 'continuation' | 'text' | 'binary' | 'close' | 'ping' | 'pong' | 'reserved';
  readonly kind: 'data' | 'control';
  readonly section: string;
}

const entry = (opcode: Opcode, id: OpcodeEntry['id'], section = 'RFC 6455 §5.2'): OpcodeEntry => ({
  opcode,
  id,
  kind: opcode >= 8 ? 'control' : 'data',
  section
});

/** By number, 0 to 15. */
export const OPCODES: readonly OpcodeEntry[] = [
  entry(0, 'continuation', 'RFC 6455 §5.4'),
  entry(1, 'text', 'RFC 6455 §5.6'),
  entry(2, 'binary', 'RFC 6455 §5.6'),
  entry(3, 'reserved'),
  entry(4, 'reserved'),
  entry(5, 'reserved'),
  entry(6, 'reserved'),
  entry(7, 'reserved'),
  entry(8, 'close', 'RFC 6455 §5.5.1'),
  entry(9, 'ping', 'RFC 6455 §5.5.2'),
  entry(10, 'pong', 'RFC 6455 §5.5.3'),
  entry(11, 'reserved'),
  entry(12, 'reserved'),
  entry(13, 'reserved'),
  entry(14, 'reserved'),
  entry(15, 'reserved')
];

/** Opcodes 8 to 15 (RFC 6455 §5.5). */
export const isControl = (opcode: number): boolean => opcode >= 8;

/** Opcodes 3 to 7 and 11 to 15 (RFC 6455 §5.2). */
export const isReserved = (opcode: number): boolean => (opcode & 7) > 2;
