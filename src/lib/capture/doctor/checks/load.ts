/** How the traffic is cut: floods of tiny frames, and messages that hold up all others. */
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { MESSAGE_BITS } from '../../message-table.ts';
import { FRAME_BITS } from '../../frame-table.ts';
import type { Check } from '../check.ts';
import { finding, MAX_EVIDENCE, type Finding } from '../finding.ts';
import { opcodeOf, ROLES, senderOf, type Patient } from '../patient.ts';

/** So many data frames, so short on average, so many a second. */
const FLOOD = { frames: 500, payload: 32, perSecond: 100 } as const;
/** Or so many pieces of one message. */
const SHREDDED = { frames: 200, payload: 32 } as const;
/** A message so long that takes so many milliseconds; what comes so soon behind it has waited. */
const HUGE = { bytes: 64 << 10, takes: 200, behind: 20 } as const;
const FIRST_LENGTH_16 = 126;
const FIRST_LENGTH_64 = 65_536;

function flood({ connection }: Patient, by: Role): Finding[] {
  const { bits, length, time } = connection.frames.columns;
  let n = 0;
  let payload = 0;
  let header = 0;
  let from = NaN;
  let to = NaN;
  const rows: number[] = [];
  for (let row = 0; row < connection.frames.length; row++) {
    const word = bits[row] as number;
    if (senderOf(word) !== by || opcodeOf(word) >= 8) continue;
    const size = length[row] as number;
    n++;
    payload += size;
    header +=
      2 +
      (word & FRAME_BITS.MASKED ? 4 : 0) +
      (size < FIRST_LENGTH_16 ? 0 : size < FIRST_LENGTH_64 ? 2 : 8);
    if (n === 1) from = time[row] as number;
    to = time[row] as number;
    if (rows.length < MAX_EVIDENCE) rows.push(row);
  }
  const perSecond = n / Math.max((to - from) / 1000, 0.001);
  if (n < FLOOD.frames || payload > n * FLOOD.payload || !(perSecond >= FLOOD.perSecond)) return [];
  const params = {
    by,
    n,
    mean: payload / n,
    perSecond,
    overhead: header / (header + payload),
    how: 'many'
  };
  return [finding('tiny-frames', connection.id, params, { frames: rows, from, to })];
}

function shredded({ connection }: Patient, by: Role): Finding[] {
  const { bits, frames, wireLength, first, last } = connection.messages.columns;
  const found: number[] = [];
  for (let row = 0; row < connection.messages.length; row++) {
    const isTheirs = (((bits[row] as number) & MESSAGE_BITS.SERVER) !== 0) === (by === 'server');
    const pieces = frames[row] as number;
    if (
      isTheirs &&
      pieces >= SHREDDED.frames &&
      (wireLength[row] as number) <= pieces * SHREDDED.payload
    )
      found.push(row);
  }
  const [row] = found;
  if (row === undefined) return [];
  const n = frames[row] as number;
  const payload = wireLength[row] as number;
  const header = n * (by === 'client' ? 6 : 2);
  const { time } = connection.frames.columns;
  const took = (time[last[row] as number] as number) - (time[first[row] as number] as number);
  const params = {
    by,
    n,
    mean: payload / n,
    perSecond: n / Math.max(took / 1000, 0.001) || 0,
    overhead: header / (header + payload),
    how: 'shredded'
  };
  const evidence = { messages: found.slice(0, MAX_EVIDENCE), frames: [first[row] as number] };
  return [finding('tiny-frames', connection.id, params, evidence)];
}

/** How many frames of the same end were complete at once behind a row. */
function waitedBehind({ connection }: Patient, row: number, by: Role): number[] {
  const { bits, time } = connection.frames.columns;
  const until = (time[row] as number) + HUGE.behind;
  const rows: number[] = [];
  for (let at = row + 1; at < connection.frames.length && (time[at] as number) <= until; at++)
    if (senderOf(bits[at] as number) === by) rows.push(at);
  return rows;
}

function huge(patient: Patient, by: Role): Finding[] {
  const { connection } = patient;
  const { bits, wireLength, first, last } = connection.messages.columns;
  const { offset, time } = connection.frames.columns;
  const { pieces } = connection.directions[by];
  const found: { row: number; took: number; waited: number[] }[] = [];
  for (let row = 0; row < connection.messages.length; row++) {
    if ((wireLength[row] as number) < HUGE.bytes) continue;
    if ((((bits[row] as number) & MESSAGE_BITS.SERVER) !== 0) !== (by === 'server')) continue;
    const at = pieces.find(offset[first[row] as number] as number);
    if (at >= pieces.length) continue;
    const end = last[row] as number;
    const took = (time[end] as number) - pieces.at(at).time;
    if (!(took >= HUGE.takes)) continue;
    const waited = waitedBehind(patient, end, by);
    if (waited.length) found.push({ row, took, waited });
  }
  const worst = found.toSorted((a, b) => b.took - a.took)[0];
  if (!worst) return [];
  const to = time[last[worst.row] as number] as number;
  return [
    finding(
      'huge-message',
      connection.id,
      {
        by,
        n: found.length,
        message: worst.row + 1,
        bytes: wireLength[worst.row] as number,
        took: worst.took,
        waited: worst.waited.length
      },
      {
        messages: found.map(({ row }) => row).slice(0, MAX_EVIDENCE),
        frames: worst.waited.slice(0, MAX_EVIDENCE),
        from: to - worst.took,
        to
      }
    )
  ];
}

export const load: Check = {
  name: 'load',
  find: (patient) =>
    ROLES.flatMap((by) => {
      const many = flood(patient, by);
      return [...(many.length ? many : shredded(patient, by)), ...huge(patient, by)];
    })
};
