/** Connections that end without the closing handshake: what went before, and what script saw. */
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Check } from '../check.ts';
import { finding, MAX_EVIDENCE, type Finding } from '../finding.ts';
import { whoseDefault } from '../known-timeouts.ts';
import { otherRole, ROLES, type Patient } from '../patient.ts';

/** So much silence before the end, and it is the silence that ended it. */
const IDLE = 10_000;
/** One end goes on so long while nothing at all comes from the other. */
const ALONE = 3000;

/** What script is told, as far as it is told of an end. */
const script = ({ ending }: Patient) => {
  const { script: sees } = ending;
  return sees.event === 'close'
    ? { event: 'close', code: sees.code, clean: String(sees.clean) }
    : { event: sees.event, code: 0, clean: 'false' };
};

/** The other end vanished: what is sent is sent again and again, and not even an ACK comes. */
function halfOpen(patient: Patient, silent: Role): Finding[] {
  const { connection } = patient;
  const gone = connection.directions[silent];
  const speaks = connection.directions[otherRole(silent)];
  if (gone.fin || gone.reset || gone.lastPacket === 0) return [];
  const waited = speaks.lastAt - gone.lastAt;
  if (!(waited >= ALONE)) return [];
  const again = speaks.retransmitted.filter((packet) => packet > gone.lastPacket);
  const { pieces } = speaks;
  const last = pieces.length ? pieces.at(pieces.length - 1) : undefined;
  const isSending = again.length > 0 || (last !== undefined && last.packet > gone.lastPacket);
  if (!isSending || (again.length === 0 && !(waited >= IDLE))) return [];
  return [
    finding(
      'half-open',
      connection.id,
      {
        by: silent,
        other: otherRole(silent),
        waited,
        n: again.length,
        end: speaks.reset ? 'reset' : speaks.fin ? 'fin' : 'none',
        ...script(patient)
      },
      { packets: again.slice(0, MAX_EVIDENCE), from: gone.lastAt, to: speaks.lastAt }
    )
  ];
}

function noClose(patient: Patient): Finding[] {
  const { connection, ending, lastData } = patient;
  const { tcp } = ending;
  if (!tcp || ending.closes.length > 0) return [];
  const to = connection.directions[tcp.from].endedAt;
  const silence = to - lastData;
  const row = connection.frames.length - 1;
  // Frames that the end cuts off are the last that were added, one of each direction at most.
  const cut = [row - 1, row].some((at) => at >= 0 && connection.frames.at(at).have !== undefined);
  const common = { by: tcp.from, how: tcp.how, ...script(patient) };
  const evidence = { ...(row >= 0 ? { frames: [row] } : {}), from: lastData, to };
  if (silence >= IDLE) {
    const known = whoseDefault(silence);
    const params = { ...common, silence, known, fits: known ? 'yes' : 'no' };
    return [finding('idle-cut', connection.id, params, evidence)];
  }
  const params = { ...common, silence: silence || 0, cut: cut ? 'yes' : 'no' };
  return [finding('abnormal-end', connection.id, params, evidence)];
}

/** One Close, and TCP ended before the other. Whoever fails a connection need not be answered. */
function oneClose(patient: Patient): Finding[] {
  const { connection, ending } = patient;
  const [close, second] = ending.closes;
  if (!close || second || !ending.tcp) return [];
  const { code = 1005, from, row } = close;
  const failed = code >= 1002 && code <= 1015 && code !== 1005;
  if (failed || connection.frames.faulty.length > 0) return [];
  const params = {
    by: otherRole(from),
    other: from,
    how: ending.tcp.how,
    who: ending.tcp.from,
    sent: code,
    ...script(patient)
  };
  return [finding('close-unanswered', connection.id, params, { frames: [row] })];
}

export const ending: Check = {
  name: 'ending',
  find: (patient) => {
    if (patient.connection.kind !== 'websocket') return [];
    const alone = ROLES.flatMap((role) => halfOpen(patient, role));
    if (alone.length > 0) return alone;
    // Where the client gave up by right, the end is a consequence.
    const { script: sees } = patient.ending;
    if (sees.event === 'close' && sees.error) return [];
    return [...noClose(patient), ...oneClose(patient)];
  }
};
