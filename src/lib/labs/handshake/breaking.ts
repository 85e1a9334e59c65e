/**
 * For each rule of the handshake a pair of heads in which it is broken, made from the example. What
 * the judges say of it is written nowhere; tests hold the two against each other.
 */
import type { RuleId } from '#lib/protocol/rules.ts';
import { INITIAL, readState, type LabState } from './model.ts';
import { firstLine, sabotaged, SABOTAGES, twice, withField, type Edit } from './sabotages.ts';

type Breaking = () => LabState;

const onRequest =
  (edit: Edit, more: Partial<LabState> = {}): Breaking =>
  () => ({ ...INITIAL, ...more, request: edit(INITIAL.request) });

/** Edits the answer that the server gives by itself to an edited request. */
const onResponse =
  (edit: Edit, asked: Edit = (source) => source): Breaking =>
  () => {
    const state = { ...INITIAL, request: asked(INITIAL.request) };
    return { ...state, response: edit(readState(state).ownAnswer) };
  };

const start = (line: string): Edit => firstLine(() => line);
const inStart = (from: string, to: string): Edit => firstLine((line) => line.replace(from, to));
const replaced =
  (from: string, to: string): Edit =>
  (source) =>
    source.replace(from, to);
const behind =
  (text: string): Edit =>
  (source) =>
    source + text;
const PROTOCOL = 'Sec-WebSocket-Protocol';
const EXTENSIONS = 'Sec-WebSocket-Extensions';
const protocol = (value: string): Edit => withField(PROTOCOL, value);
const extensions = (value: string): Edit => withField(EXTENSIONS, value);
const deflate = (parameters = ''): Edit => extensions(`permessage-deflate${parameters}`);
/** The server answers as it would have answered the example, although it should have refused. */
const opened = (id: string): LabState => ({
  ...sabotaged(id),
  response: readState(INITIAL).ownAnswer
});

/** What no sabotage of the lab breaks, or not alone. */
const OTHERS: Partial<Record<RuleId, Breaking>> = {
  'http-request-line': onRequest(start('GET  /demo  HTTP/1.1')),
  'http-method': onRequest(inStart('GET', 'G@T')),
  'http-request-target': onRequest(inStart('/demo', '/de␉mo')),
  'http-status-line': onResponse(start('HTTP/1.1 101')),
  'http-status-code': onResponse(inStart('101', '1O1')),
  'http-version': onRequest(inStart('HTTP/1.1', 'HTTP/one')),
  'http-field-line': onRequest(replaced('Host: ', 'Host ')),
  'http-field-name': onRequest(replaced('Host:', 'Ho(st:')),
  'http-field-value': onRequest(replaced('Host: ', 'Host: ␀')),
  'http-obs-fold': onRequest(replaced('Connection: Upgrade', 'Connection:\n Upgrade')),
  'http-leading-whitespace': onRequest(replaced('Host:', ' Host:')),
  'http-bare-cr': onRequest(replaced('websocket\n', 'web␍socket\n')),
  'http-line-end': onRequest((source) => source.trimEnd()),
  'req-valid-http': onRequest(replaced('Host: ', 'Host: ␀')),
  'req-target': onRequest(inStart('/demo', '/demo#part')),
  'req-version-once': onRequest(twice('Sec-WebSocket-Version')),
  'req-version-grammar': onRequest(withField('Sec-WebSocket-Version', '013')),
  'req-protocol-token': onRequest(protocol('chat, two words')),
  'req-ext-quoted': onRequest(deflate('; server_max_window_bits="1 0"')),
  'req-ext-registered': onRequest(extensions('x-unheard-of')),
  'req-wait-for-101': onRequest(behind('too early')),
  'srv-reject-malformed': () => opened('no-host'),
  'srv-origin': () => opened('bad-origin'),
  'srv-version-list': () => ({
    ...sabotaged('version-14'),
    response: 'HTTP/1.1 400 Bad Request\nConnection: close\n\n'
  }),
  'srv-426-upgrade': onResponse(() => 'HTTP/1.1 426 Upgrade Required\nConnection: close\n\n'),
  'resp-upgrade-offered': onResponse(withField('Upgrade', 'h2c')),
  'resp-protocol-single': onResponse(protocol('chat, superchat'), protocol('chat, superchat')),
  'resp-protocol-none': onResponse(protocol(''), protocol('chat')),
  'resp-conform': onResponse(start('HTTP/1.1 101')),
  'pmd-offer-params': onRequest(deflate('; foo')),
  'pmd-offer-values': onRequest(deflate('; client_max_window_bits=7')),
  'pmd-offer-duplicates': onRequest(deflate('; client_max_window_bits; client_max_window_bits')),
  'pmd-offer-supported': onResponse(deflate(), deflate('; foo')),
  'pmd-response-valid': onResponse(deflate('; foo'), deflate()),
  'pmd-response-offered': onResponse(deflate(), extensions('x-unheard-of')),
  'pmd-server-nct': onResponse(deflate(), deflate('; server_no_context_takeover')),
  'pmd-server-mwb': onResponse(deflate('; server_max_window_bits=7'), deflate()),
  'pmd-server-mwb-le': onResponse(
    deflate('; server_max_window_bits=10'),
    deflate('; server_max_window_bits=9')
  ),
  'pmd-client-mwb-response': onResponse(deflate('; client_max_window_bits=9'), deflate()),
  'pmd-rsv1-conflict': onResponse(
    extensions('permessage-deflate, permessage-bzip2'),
    extensions('permessage-deflate, permessage-bzip2')
  )
};

/** Rules that are broken in a state, by either end. */
export function brokenIn(state: LabState): Set<RuleId> {
  const { requestJudgement, responseJudgement } = readState(state);
  const violations = [...requestJudgement.violations, ...responseJudgement.violations];
  return new Set(violations.map(({ rule }) => rule));
}

const bySabotage = new Map<RuleId, LabState>();
for (const { id } of SABOTAGES) {
  const state = sabotaged(id);
  for (const rule of brokenIn(state)) if (!bySabotage.has(rule)) bySabotage.set(rule, state);
}

/** A state of the lab in which the rule is broken; undefined where the lab cannot show it. */
export const handshakeBreaking = (rule: RuleId): LabState | undefined =>
  OTHERS[rule]?.() ?? bySabotage.get(rule);
