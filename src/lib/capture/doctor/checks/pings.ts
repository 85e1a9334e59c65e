/** Pings that get no Pong (RFC 6455 §5.5.2, §5.5.3). */
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { CLOSE, PING, PONG } from '#lib/protocol/websocket/opcode.ts';
import type { Check } from '../check.ts';
import { finding, MAX_EVIDENCE, type Finding } from '../finding.ts';
import { opcodeOf, otherRole, ROLES, senderOf, type Patient } from '../patient.ts';

/** A single Ping is waited for so long before its silence means something. */
const PATIENCE = 5000;

/**
 * Pings of each end since the last Pong of the other: the newest need be answered only. A Close of
 * either end ends the duty.
 */
function waiting({ connection }: Patient): Record<Role, number[]> {
  const { bits } = connection.frames.columns;
  const open: Record<Role, number[]> = { client: [], server: [] };
  for (let row = 0; row < connection.frames.length; row++) {
    const word = bits[row] as number;
    const opcode = opcodeOf(word);
    if (opcode < CLOSE) continue;
    if (opcode === CLOSE) break;
    if (opcode === PING) open[senderOf(word)].push(row);
    else if (opcode === PONG) open[otherRole(senderOf(word))].length = 0;
  }
  return open;
}

function unanswered(patient: Patient, of: Role, rows: readonly number[]): Finding[] {
  const { connection, ending } = patient;
  const by = otherRole(of);
  const [first] = rows;
  if (first === undefined || connection.directions[by].gaps.length > 0) return [];
  const { bits, time } = connection.frames.columns;
  const from = time[first] as number;
  const to = connection.ends;
  const close = ending.closes[0];
  const until = close ? (time[close.row] as number) : to;
  if (rows.length < 2 && !(until - from >= PATIENCE)) return [];
  // Frames of the one who owes the Pong, sent in the meantime: it lives, and does not answer.
  let others = 0;
  for (let row = first + 1; row < connection.frames.length; row++)
    if (senderOf(bits[row] as number) === by) others++;
  return [
    finding(
      'no-pong',
      connection.id,
      { by, of, n: rows.length, waited: until - from, alive: others > 0 ? 'yes' : 'no' },
      { frames: rows.slice(0, MAX_EVIDENCE), from, to: until }
    )
  ];
}

export const pings: Check = {
  name: 'pings',
  find: (patient) => {
    const open = waiting(patient);
    return ROLES.flatMap((of) => unanswered(patient, of, open[of]));
  }
};
