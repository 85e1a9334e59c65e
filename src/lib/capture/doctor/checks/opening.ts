/** TCP that does not come about, and an upgrade that nobody answers. */
import type { Check } from '../check.ts';
import { finding, type Finding } from '../finding.ts';
import type { Patient } from '../patient.ts';

/** An answer may take so long before its absence means something. */
const PATIENCE = 5000;

function tcp({ connection }: Patient): Finding[] {
  const { kind, directions, handshakeSeen, rolesFrom, server, id } = connection;
  const { client, server: answer } = directions;
  if (kind !== 'empty' || handshakeSeen || rolesFrom !== 'syn' || client.lastPacket === 0)
    return [];
  const evidence = { from: connection.begins, to: connection.ends };
  const address = server ?? '';
  if (answer.reset)
    return [finding('tcp-refused', id, { address }, { ...evidence, packets: [answer.lastPacket] })];
  if (answer.lastPacket > 0 || connection.packets < 2) return [];
  const waited = connection.ends - connection.begins;
  return [finding('tcp-no-answer', id, { address, n: connection.packets, waited }, evidence)];
}

function unanswered({ connection, upgrade, ending, incomplete, capture }: Patient): Finding[] {
  if (!upgrade?.request || upgrade.response || incomplete) return [];
  const { at, packet } = upgrade.request;
  const { tcp: end } = ending;
  const until = end ? connection.directions[end.from].endedAt : connection.ends;
  const waited = until - at;
  if (capture.facts.truncatedTail || (!end && !(waited >= PATIENCE))) return [];
  const params = { waited, how: end?.how ?? 'none', by: end?.from ?? 'server' };
  const evidence = { packets: [packet], from: at, to: until, head: 'request' } as const;
  return [finding('no-answer', connection.id, params, evidence)];
}

export const opening: Check = {
  name: 'opening',
  find: (patient) => [...tcp(patient), ...unanswered(patient)]
};
