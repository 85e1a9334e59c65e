/**
 * What an end should have done and did not, or did when it must not: judged with the order of all
 * bytes of both directions, so only where the connection is small and whole.
 */
import { RULES, type RuleId } from '#lib/protocol/rules.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import {
  judgeConversation,
  type ConversationEvent,
  type JudgedConversation
} from '#lib/protocol/websocket/judge-conversation.ts';
import { streamBytes } from '../../connection-bytes.ts';
import { pause } from '../../session/pause.ts';
import type { Check } from '../check.ts';
import { finding, MAX_EVIDENCE, type Finding } from '../finding.ts';
import { ROLES, senderOf, type Patient } from '../patient.ts';

const MAX_BYTES = 2 << 20;
/** Each frame is judged with its spans: that takes time. */
const MAX_FRAMES = 5000;
/** TCP may stay open for so long after the closing handshake. */
const LINGER = 3000;

/** Other checks say it, with more behind it. */
const SAID_ELSEWHERE: readonly RuleId[] = [
  'ping-answer',
  'close-reply',
  'text-utf8',
  'text-strict',
  'pmd-corrupt',
  'fail-too-big'
];

const AT_ONCE: readonly RuleId[] = ['close-then-tcp', 'close-server-first'];

const startOf = ({ upgrade }: Patient, role: Role): number => {
  const head = role === 'client' ? upgrade?.request : upgrade?.response;
  return head ? head.offset + head.headLength : 0;
};

function isWhole({ connection, incomplete, upgrade, budget, capture }: Patient): boolean {
  const { kind, directions, frames, handshakeSeen } = connection;
  const bytes = directions.client.bytes + directions.server.bytes;
  return (
    kind === 'websocket' &&
    upgrade?.response?.value.status === 101 &&
    handshakeSeen &&
    !incomplete &&
    !capture.facts.truncatedTail &&
    ROLES.every((role) => directions[role].resyncs.length === 0) &&
    frames.length <= MAX_FRAMES &&
    bytes <= Math.min(MAX_BYTES, budget.conduct)
  );
}

/** Bytes and ends of TCP in the order in which the file has them. */
async function eventsOf(patient: Patient): Promise<ConversationEvent[]> {
  const { connection, source } = patient;
  const placed: { order: number; event: ConversationEvent }[] = [];
  for (const from of ROLES) {
    const direction = connection.directions[from];
    const { pieces } = direction;
    const begin = startOf(patient, from);
    const last = pieces.length ? pieces.at(pieces.length - 1) : undefined;
    const end = last ? last.stream + last.length : 0;
    const { bytes } = await streamBytes(source, direction, begin, end);
    let order = 0;
    for (let row = pieces.find(begin); row < pieces.length; row++) {
      const { stream, length, packet } = pieces.at(row);
      // What came early is read when what was missing has come.
      order = Math.max(order, packet);
      const part = bytes.subarray(Math.max(0, stream - begin), stream + length - begin);
      placed.push({ order, event: { from, type: 'bytes', bytes: part } });
    }
    if (direction.fin || direction.reset) {
      const type = direction.reset ? ('reset' as const) : ('fin' as const);
      placed.push({ order: Math.max(order, direction.endPacket) + 0.5, event: { from, type } });
    }
  }
  return placed.toSorted((a, b) => a.order - b.order).map(({ event }) => event);
}

interface Fault {
  readonly rule: RuleId;
  readonly by: Role;
  /** Row of the frame that shows it; -1: none. */
  readonly row: number;
}

function faultsIn(patient: Patient, judged: JudgedConversation): Fault[] {
  const { connection } = patient;
  const { bits, offset } = connection.frames.columns;
  const rowAt = new Map<string, number>();
  for (let row = 0; row < connection.frames.length; row++)
    rowAt.set(`${senderOf(bits[row] as number)} ${offset[row]}`, row);
  const rowOf = (of: Role, bit: number): number => {
    const frame = judged[of].frames.findLast((one) => one.offset * 8 <= bit);
    return frame ? (rowAt.get(`${of} ${frame.offset + startOf(patient, of)}`) ?? -1) : -1;
  };
  const known = new Set(connection.frames.faulty.flatMap((row) => connection.frames.faultsOf(row)));
  const isNew = (rule: RuleId) => !known.has(rule) && !SAID_ELSEWHERE.includes(rule);
  const inStreams = ROLES.flatMap((by) =>
    judged[by].violations
      .filter(({ rule }) => isNew(rule))
      .map(({ rule, range }) => ({ rule, by, row: rowOf(by, range.from) }))
  );
  const conduct = judged.misconduct
    .filter(({ rule }) => isNew(rule))
    .map(({ rule, by, of, range }) => ({ rule, by, row: rowOf(of, range.from) }));
  return [...inStreams, ...conduct];
}

/** Some rules say "at once": what the file must show for that to have been broken. */
function isLate(rule: RuleId, { connection, ending }: Patient): boolean {
  const last = ending.closes.at(-1);
  if (!last) return false;
  const { client, server } = connection.directions;
  switch (rule) {
    case 'close-then-tcp':
      return connection.ends - connection.frames.at(last.row).time >= LINGER;
    // A capture near the client sees the server’s FIN later than the server sent it.
    case 'close-server-first':
      return !(server.endedAt - client.endedAt < LINGER);
    default:
      return true;
  }
}

async function find(patient: Patient): Promise<Finding[]> {
  if (!isWhole(patient)) return [];
  const { connection, budget } = patient;
  const { deflate = 'none', agreement } = connection.websocket ?? {};
  await pause();
  patient.signal?.throwIfAborted();
  budget.conduct -= connection.directions.client.bytes + connection.directions.server.bytes;
  const judged = judgeConversation(await eventsOf(patient), {
    deflate: deflate === 'unknown' ? 'none' : deflate,
    ...(agreement ? { agreement } : {})
  });
  const groups = new Map<string, Fault & { rows: number[] }>();
  for (const fault of faultsIn(patient, judged)) {
    if (AT_ONCE.includes(fault.rule) && !isLate(fault.rule, patient)) continue;
    const key = `${fault.rule} ${fault.by}`;
    const group = groups.get(key) ?? { ...fault, rows: [] };
    if (fault.row >= 0) group.rows.push(fault.row);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ rule, by, rows }) =>
    finding(
      'misconduct',
      connection.id,
      { rule, by, n: Math.max(1, rows.length) },
      { frames: rows.slice(0, MAX_EVIDENCE) },
      RULES[rule].consequence === 'fail' ? 'warning' : 'notice'
    )
  );
}

export const conduct: Check = { name: 'conduct', find };
