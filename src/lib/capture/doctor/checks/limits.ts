/** What the capture does not hold: nothing else is sure where this is said. */
import { troubleOf } from '../../message-table.ts';
import type { Gap } from '../../capture.ts';
import type { Check } from '../check.ts';
import { finding, MAX_EVIDENCE, type Finding } from '../finding.ts';
import { ROLES, type Patient } from '../patient.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

function gaps({ connection }: Patient): Finding[] {
  return ROLES.flatMap((by) => {
    const of = (reason: Gap['reason']) =>
      connection.directions[by].gaps.filter((gap) => gap.reason === reason);
    return (['snaplen', 'not-captured'] as const).flatMap((reason) => {
      const found = of(reason);
      const bytes = sum(found.map(({ from, to }) => to - from));
      return found.length
        ? [finding('gap', connection.id, { by, reason, n: found.length, bytes }, {})]
        : [];
    });
  });
}

function messages({ connection }: Patient): Finding[] {
  const { bits } = connection.messages.columns;
  const rows: number[] = [];
  let n = 0;
  for (let row = 0; row < connection.messages.length; row++) {
    if (troubleOf(bits[row] as number) !== 'context') continue;
    n++;
    if (rows.length < MAX_EVIDENCE) rows.push(row);
  }
  return n ? [finding('context-lost', connection.id, { n }, { messages: rows })] : [];
}

function unread({ connection }: Patient): Finding[] {
  return ROLES.flatMap((by) => {
    const { unread: pairs } = connection.directions[by];
    const bytes = sum(pairs.map((at, i) => (i % 2 ? at : -at)));
    return bytes > 0 ? [finding('unread-bytes', connection.id, { by, bytes }, {})] : [];
  });
}

export const limits: Check = {
  name: 'limits',
  find: (patient) => {
    const { connection, capture } = patient;
    const { id, kind, midConnection, directions } = connection;
    const secrets = capture.facts.tlsSecrets ? 'yes' : 'no';
    if (kind === 'tls') return [finding('encrypted', id, { secrets }, {})];
    if (kind === 'http2') return [finding('http2', id, {}, {})];
    if (kind !== 'websocket' && !patient.upgrade) return [];
    const resyncs = sum(ROLES.map((role) => directions[role].resyncs.length));
    return [
      ...(midConnection ? [finding('mid-connection', id, {}, {})] : []),
      ...gaps(patient),
      ...(resyncs ? [finding('inferred', id, { n: resyncs }, {})] : []),
      ...messages(patient),
      ...unread(patient)
    ];
  }
};
