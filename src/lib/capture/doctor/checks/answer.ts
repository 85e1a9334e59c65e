/** A 101 that a client must reject, or that a lenient end let pass (RFC 6455 §4.1, §4.2.1). */
import { RULES, type RuleId } from '#lib/protocol/rules.ts';
import { endsConnection, handshakeVerdict } from '../../handshake-verdict.ts';
import type { Check } from '../check.ts';
import { finding, type Finding } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { fieldsOfRules } from '../rule-fields.ts';

/** They only repeat what another rule says. */
const REPEATS: readonly RuleId[] = ['resp-conform', 'req-valid-http', 'srv-reject-malformed'];
const ABOUT_ACCEPT: readonly RuleId[] = ['resp-accept-value', 'resp-accept-string'];

function accept({ connection, upgrade }: Patient, mistake: string): Finding[] {
  const { accept: value } = connection.websocket ?? {};
  const response = upgrade?.response;
  if (!value || value.ok || !response) return [];
  const evidence = {
    packets: [response.packet],
    head: 'response',
    fields: ['Sec-WebSocket-Accept']
  } as const;
  const { got, accept: expected } = value;
  return got === undefined
    ? [finding('accept-missing', connection.id, { expected }, evidence)]
    : [finding('accept-wrong', connection.id, { got, expected, mistake }, evidence)];
}

function* rules({ connection, upgrade }: Patient): Generator<Finding> {
  if (!upgrade?.response) return;
  const { request, response, browser } = handshakeVerdict(upgrade);
  const { id } = connection;
  const packets = [upgrade.response.packet];
  const brokenBy = (violations: readonly { readonly rule: RuleId }[] | undefined) =>
    new Set(violations?.map(({ rule }) => rule).filter((rule) => !REPEATS.includes(rule)));
  for (const rule of brokenBy(response?.violations)) {
    if (ABOUT_ACCEPT.includes(rule)) continue;
    const evidence = { packets, head: 'response', fields: fieldsOfRules([rule]) } as const;
    if (!endsConnection(rule)) {
      if (RULES[rule].consequence === 'fail')
        yield finding('handshake-rule', id, { rule, by: 'server' }, evidence);
    } else if (RULES[rule].section.startsWith('WHATWG') && !browser)
      yield finding('browser-would-reject', id, { rule }, evidence);
    else yield finding('answer-rejected', id, { rule }, evidence);
  }
  for (const rule of brokenBy(request?.violations)) {
    const { consequence } = RULES[rule];
    if (consequence !== 'http-error' && consequence !== 'decline') continue;
    yield finding(
      'handshake-rule',
      id,
      { rule, by: 'client' },
      {
        packets: upgrade.request ? [upgrade.request.packet] : [],
        head: 'request',
        fields: fieldsOfRules([rule])
      }
    );
  }
}

export const answer: Check = {
  name: 'answer',
  find: (patient) => {
    const { upgrade } = patient;
    if (upgrade?.response?.value.status !== 101 || upgrade.response.captured !== 'full') return [];
    const { mistake = 'none' } = handshakeVerdict(upgrade).response ?? {};
    return [...accept(patient, mistake), ...rules(patient)];
  }
};
