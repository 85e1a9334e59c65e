/** Text messages that hold binary data: base64, hex digits, or characters that nobody reads. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { messageBytes } from '../../connection-bytes.ts';
import { MESSAGE_BITS, troubleOf } from '../../message-table.ts';
import type { Check } from '../check.ts';
import { finding, type Finding } from '../finding.ts';
import { ROLES, type Patient } from '../patient.ts';

/** Text of so many bytes is looked at: the first of each end, and so much of each. */
const LEAST = 200;
const SAMPLES = 40;
const LOOKED_AT = 4096;
/** So many of them are evidence, or one that is so long. */
const ENOUGH = { messages: 3, bytes: 4096 } as const;
const MAX_COMPRESSED_BEFORE = 2000;

type Binary = 'base64' | 'hex' | 'control';

/** The same few characters again and again: a filler, no data. */
function isRepetitive(text: string): boolean {
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) pairs.add(text.slice(i, i + 2));
  return pairs.size < Math.min(100, text.length * 0.4);
}

/** What text is, when it is no text. */
export function binaryIn(bytes: Uint8Array): Binary | undefined {
  let control = 0;
  for (const byte of bytes) if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) control++;
  if (control > bytes.length * 0.1) return 'control';
  const text = latin1Decode(bytes).trim();
  const data = text.replace(/^data:[\w./+-]*;base64,/, '').replace(/[\r\n]+/g, '');
  const letters = new Set(data).size;
  if (isRepetitive(data)) return undefined;
  if (/^[0-9a-f]+$/i.test(data) && letters >= 12 && !/^[0-9]+$/.test(data)) return 'hex';
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(data) || /^[\w-]+={0,2}$/.test(data);
  const isMixed = /[a-z]/.test(data) && /[A-Z]/.test(data) && /[0-9]/.test(data);
  return isBase64 && isMixed && letters >= 30 ? 'base64' : undefined;
}

/** Rows of text that is long enough, readable without much work before it. */
function candidates({ connection }: Patient, by: Role): number[] {
  const { bits, length } = connection.messages.columns;
  const rows: number[] = [];
  for (let row = 0; row < connection.messages.length && rows.length < SAMPLES; row++) {
    const word = bits[row] as number;
    const isTheirs = ((word & MESSAGE_BITS.SERVER) !== 0) === (by === 'server');
    if (!isTheirs || !(word & MESSAGE_BITS.TEXT) || troubleOf(word) !== 'none') continue;
    if (word & MESSAGE_BITS.COMPRESSED && row > MAX_COMPRESSED_BEFORE) break;
    if ((length[row] as number) >= LEAST) rows.push(row);
  }
  return rows;
}

async function of(patient: Patient, by: Role): Promise<Finding[]> {
  const { connection, source, budget } = patient;
  const found: { row: number; kind: Binary }[] = [];
  let looked = 0;
  for (const row of candidates(patient, by)) {
    if (budget.contents <= 0) break;
    patient.signal?.throwIfAborted();
    const { compressed } = connection.messages.at(row);
    const bytes = await messageBytes(source, connection, row, LOOKED_AT);
    budget.contents -= compressed ? LOOKED_AT * 4 : bytes.length;
    looked++;
    const kind = binaryIn(bytes);
    if (kind) found.push({ row, kind });
  }
  const [first] = found;
  if (!first) return [];
  const rows = found.filter(({ kind }) => kind === first.kind).map(({ row }) => row);
  const bytes = rows.reduce((sum, row) => sum + connection.messages.at(row).length, 0);
  if (rows.length < ENOUGH.messages && bytes < ENOUGH.bytes) return [];
  const params = { by, kind: first.kind, n: rows.length, of: looked, bytes };
  return [finding('text-is-binary', connection.id, params, { messages: rows })];
}

export const contents: Check = {
  name: 'contents',
  find: async (patient) => {
    if (patient.connection.kind !== 'websocket') return [];
    const found: Finding[] = [];
    for (const by of ROLES) found.push(...(await of(patient, by)));
    return found;
  }
};
