/** A connection in a line: what a list shows of it. */
import type { RuleId } from '#lib/protocol/rules.ts';
import type { Connection, ConnectionKind, Instant, EndpointAddress } from '../capture.ts';
import { endingOf, type Ending } from './ending.ts';
import { placeOf, type Place } from './place.ts';

export interface ConnectionSummary extends Place {
  readonly id: number;
  readonly kind: ConnectionKind;
  readonly client: EndpointAddress | null;
  readonly server: EndpointAddress | null;
  readonly rolesFrom: Connection['rolesFrom'];
  readonly begins: Instant;
  readonly ends: Instant;
  readonly packets: number;
  /** Of both directions, as captured. */
  readonly bytes: number;
  readonly frames: number;
  readonly messages: number;
  readonly exchanges: number;
  /** Of the upgrade, or of the first request. */
  readonly status: number | undefined;
  /** Frames that break a rule. */
  readonly faulty: number;
  readonly gaps: number;
  readonly inferred: boolean;
  readonly midConnection: boolean;
  readonly ending: Ending;
}

export function summaryOf(connection: Connection): ConnectionSummary {
  const { directions, frames, messages, exchanges, websocket } = connection;
  const { client, server } = directions;
  const asked = websocket?.exchange ?? exchanges.find(({ response }) => response);
  return {
    ...placeOf(connection),
    id: connection.id,
    kind: connection.kind,
    client: connection.client,
    server: connection.server,
    rolesFrom: connection.rolesFrom,
    begins: connection.begins,
    ends: connection.ends,
    packets: connection.packets,
    bytes: client.bytes + server.bytes,
    frames: frames.length,
    messages: messages.length,
    exchanges: exchanges.length,
    status: asked?.response?.value.status,
    faulty: frames.faulty.length,
    gaps: client.gaps.length + server.gaps.length,
    inferred: client.resyncs.length + server.resyncs.length > 0,
    midConnection: connection.midConnection,
    ending: endingOf(connection)
  };
}

/** Each rule that the frames of a connection break, with how many do. */
export function faultsOf({ frames }: Connection): { rule: RuleId; frames: number; row: number }[] {
  const counts = new Map<RuleId, { frames: number; row: number }>();
  for (const row of frames.faulty)
    for (const rule of frames.faultsOf(row)) {
      const known = counts.get(rule);
      if (known) known.frames++;
      else counts.set(rule, { frames: 1, row });
    }
  return [...counts].map(([rule, found]) => ({ rule, ...found }));
}
