/** permessage-deflate: what it saves, what it would save, and where it is in vain (RFC 7692). */
import { concatBytes } from '#lib/bytes/bytes.ts';
import {
  contextOf,
  DEFAULT_AGREEMENT,
  deflateMessage
} from '#lib/protocol/websocket/permessage-deflate.ts';
import { messageBytes } from '../../connection-bytes.ts';
import { MESSAGE_BITS, troubleOf } from '../../message-table.ts';
import type { Check } from '../check.ts';
import { finding, MAX_EVIDENCE, type Finding } from '../finding.ts';
import type { Patient } from '../patient.ts';

/** Compression is in vain where so much is left of so many messages. */
const USELESS = { share: 0.95, messages: 20, bytes: 4096 } as const;
/** So much text is worth the effort; a sample must shrink to this share. */
const WORTH = { bytes: 1 << 20, share: 0.6 } as const;
const SAMPLE = 64 << 10;
const SAMPLES = 16;

interface Sums {
  compressed: number;
  wire: number;
  inflated: number;
  /** Messages that are longer on the wire than before. */
  readonly grown: number[];
  grownCount: number;
  text: number;
  /** Rows of text that went uncompressed, longest first come. */
  readonly plain: number[];
}

function sumsOf({ connection }: Patient): Sums {
  const { bits, wireLength, length } = connection.messages.columns;
  const sums: Sums = {
    compressed: 0,
    wire: 0,
    inflated: 0,
    grown: [],
    grownCount: 0,
    text: 0,
    plain: []
  };
  for (let row = 0; row < connection.messages.length; row++) {
    const word = bits[row] as number;
    if (troubleOf(word) !== 'none') continue;
    const wire = wireLength[row] as number;
    if (word & MESSAGE_BITS.COMPRESSED) {
      sums.compressed++;
      sums.wire += wire;
      sums.inflated += length[row] as number;
      if (wire <= (length[row] as number)) continue;
      sums.grownCount++;
      if (sums.grown.length < MAX_EVIDENCE) sums.grown.push(row);
    } else if (word & MESSAGE_BITS.TEXT) {
      sums.text += wire;
      if (wire >= 512 && sums.plain.length < SAMPLES) sums.plain.push(row);
    }
  }
  return sums;
}

/** What is left of a sample of the text, when it is compressed as one message after the other. */
async function shareOf({ connection, source }: Patient, rows: readonly number[]): Promise<number> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const row of rows) {
    if (length >= SAMPLE) break;
    const part = await messageBytes(source, connection, row, SAMPLE - length);
    parts.push(part);
    length += part.length;
  }
  if (length === 0) return 1;
  const context = contextOf(DEFAULT_AGREEMENT, 'server');
  return deflateMessage(context, concatBytes(...parts)).payload.length / length;
}

async function find(patient: Patient): Promise<Finding[]> {
  const { connection } = patient;
  const deflate = connection.websocket?.deflate;
  if (connection.kind !== 'websocket' || deflate === undefined) return [];
  const { compressed, wire, inflated, grown, grownCount, text, plain } = sumsOf(patient);
  if (
    compressed >= USELESS.messages &&
    inflated >= USELESS.bytes &&
    wire >= USELESS.share * inflated
  )
    return [
      finding(
        'deflate-useless',
        connection.id,
        { n: compressed, wire, inflated, ratio: wire / inflated, grown: grownCount },
        { messages: grown }
      )
    ];
  const isUnused = deflate === 'agreed' && compressed === 0;
  if ((deflate !== 'offered' && !isUnused) || text < WORTH.bytes) return [];
  const share = await shareOf(patient, plain);
  if (share > WORTH.share) return [];
  const params = { bytes: text, share };
  const id = isUnused ? 'deflate-unused' : 'deflate-declined';
  return [finding(id, connection.id, params, { messages: plain })];
}

export const compression: Check = { name: 'compression', find };
