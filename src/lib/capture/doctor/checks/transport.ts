/** TCP below: segments that were sent again, and pauses while something was under way. */
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Check } from '../check.ts';
import { finding, MAX_EVIDENCE, type Finding } from '../finding.ts';
import { ROLES, senderOf, type Patient } from '../patient.ts';

/** So many segments, and such a share of all, are worth a word, or a warning. */
const AGAIN = { notice: { n: 3, share: 0.01 }, warning: { n: 10, share: 0.05 } } as const;
/** A pause inside a frame. */
const STALL = 1000;
const MAX_HEADER = 14;

function again({ connection }: Patient, by: Role): Finding[] {
  const { retransmissions: n, retransmitted, pieces } = connection.directions[by];
  const share = n / (n + pieces.length);
  const is = ({ n: least, share: part }: { readonly n: number; readonly share: number }) =>
    n >= least && share >= part;
  if (!is(AGAIN.notice)) return [];
  return [
    finding(
      'retransmissions',
      connection.id,
      { by, n, share },
      { packets: retransmitted.slice(0, MAX_EVIDENCE) },
      is(AGAIN.warning) ? 'warning' : 'notice'
    )
  ];
}

interface Stall {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** Pauses between the pieces of one frame. Frames of an end lie one behind the other. */
function stallsOf({ connection }: Patient, by: Role): Stall[] {
  const { bits, offset, length: payload, time: complete } = connection.frames.columns;
  const { pieces } = connection.directions[by];
  const { stream, length, time } = pieces.columns;
  const stalls: Stall[] = [];
  let at = 0;
  for (let row = 0; row < connection.frames.length; row++) {
    if (senderOf(bits[row] as number) !== by) continue;
    const begin = offset[row] as number;
    while (at < pieces.length && (stream[at] as number) + (length[at] as number) <= begin) at++;
    let before = at < pieces.length ? (time[at] as number) : NaN;
    let worst: Stall | undefined;
    const end = begin + MAX_HEADER + (payload[row] as number);
    for (let piece = at + 1; piece < pieces.length; piece++) {
      if ((stream[piece] as number) >= end || before >= (complete[row] as number)) break;
      const now = time[piece] as number;
      if (now - before >= STALL && !(worst && worst.to - worst.from >= now - before))
        worst = { row, from: before, to: now };
      before = Math.max(before, now);
    }
    if (worst) stalls.push(worst);
  }
  return stalls;
}

function stall(patient: Patient, by: Role): Finding[] {
  const stalls = stallsOf(patient, by);
  const worst = stalls.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (!worst) return [];
  const { row, from, to } = worst;
  const { retransmissions } = patient.connection.directions[by];
  return [
    finding(
      'stall',
      patient.connection.id,
      {
        by,
        n: stalls.length,
        frame: row + 1,
        pause: to - from,
        again: retransmissions > 0 ? 'yes' : 'no'
      },
      { frames: stalls.map((one) => one.row).slice(0, MAX_EVIDENCE), from, to }
    )
  ];
}

export const transport: Check = {
  name: 'transport',
  find: (patient) =>
    patient.connection.kind === 'websocket'
      ? ROLES.flatMap((by) => [...again(patient, by), ...stall(patient, by)])
      : []
};
