/** Rules that frames and messages break: which, by whom, how often, and what the other end did. */
import { RULES, type RuleId } from '#lib/protocol/rules.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { MESSAGE_BITS, troubleOf } from '../../message-table.ts';
import type { Check } from '../check.ts';
import { finding, MAX_EVIDENCE, type Finding, type FindingId } from '../finding.ts';
import { otherRole, senderOf, type Patient } from '../patient.ts';

/** The code with which the other end closed behind a fault; `none`: it did not. */
function answered({ ending }: Patient, by: Role, row: number): string | number {
  const close = ending.closes.find(({ from, row: at }) => from === otherRole(by) && at > row);
  return close ? (close.code ?? 1005) : 'none';
}

function frames(patient: Patient): Finding[] {
  const { connection } = patient;
  const { bits } = connection.frames.columns;
  const groups = new Map<string, { rule: RuleId; by: Role; rows: number[] }>();
  for (const row of connection.frames.faulty) {
    const by = senderOf(bits[row] as number);
    for (const rule of connection.frames.faultsOf(row)) {
      const key = `${rule} ${by}`;
      const group = groups.get(key);
      if (group) group.rows.push(row);
      else groups.set(key, { rule, by, rows: [row] });
    }
  }
  return [...groups.values()].map(({ rule, by, rows }) =>
    finding(
      'broken-rule',
      connection.id,
      {
        rule,
        by,
        other: otherRole(by),
        n: rows.length,
        frame: (rows[0] as number) + 1,
        answer: answered(patient, by, rows[0] as number)
      },
      { frames: rows.slice(0, MAX_EVIDENCE) },
      RULES[rule].consequence === 'fail' ? 'error' : 'warning'
    )
  );
}

const RULE_OF = {
  'invalid-utf8': 'text-utf8',
  'corrupt-deflate': 'pmd-corrupt',
  'inflates-too-big': 'fail-too-big'
} as const satisfies Partial<Record<FindingId, RuleId>>;

function ofMessages(patient: Patient, id: keyof typeof RULE_OF, rows: readonly number[], by: Role) {
  const { connection } = patient;
  const [first] = rows;
  if (first === undefined) return [];
  const message = connection.messages.at(first);
  const params = {
    rule: RULE_OF[id],
    by,
    other: otherRole(by),
    n: rows.length,
    message: first + 1,
    at: message.invalidUtf8At ?? 0,
    answer: answered(patient, by, message.first)
  };
  const shown = rows.slice(0, MAX_EVIDENCE);
  const lasts = shown.map((row) => connection.messages.at(row).last);
  return [finding(id, connection.id, params, { messages: shown, frames: lasts })];
}

function messages(patient: Patient): Finding[] {
  const { messages: table } = patient.connection;
  const { bits } = table.columns;
  const senderAt = (row: number): Role =>
    (bits[row] as number) & MESSAGE_BITS.SERVER ? 'server' : 'client';
  const troubled = { corrupt: [] as number[], 'too-big': [] as number[] };
  for (let row = 0; row < table.length; row++) {
    const trouble = troubleOf(bits[row] as number);
    if (trouble === 'corrupt' || trouble === 'too-big') troubled[trouble].push(row);
  }
  const { invalid } = table;
  return (['client', 'server'] as const).flatMap((by) => {
    const of = (rows: readonly number[]) => rows.filter((row) => senderAt(row) === by);
    return [
      ...ofMessages(patient, 'invalid-utf8', of(invalid), by),
      ...ofMessages(patient, 'corrupt-deflate', of(troubled.corrupt), by),
      ...ofMessages(patient, 'inflates-too-big', of(troubled['too-big']), by)
    ];
  });
}

export const rules: Check = {
  name: 'rules',
  find: (patient) => [...frames(patient), ...messages(patient)]
};
