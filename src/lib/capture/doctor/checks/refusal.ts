/** An upgrade that was answered with something else than 101: by whom, and why. */
import { listHasToken } from '#lib/protocol/http/abnf.ts';
import { combinedValue } from '#lib/protocol/http/fields.ts';
import type { HttpRequest } from '#lib/protocol/http/message.ts';
import { RULES, type RuleId } from '#lib/protocol/rules.ts';
import type { Capture, Exchange } from '../../capture.ts';
import { asksForWebSocket, handshakeVerdict } from '../../handshake-verdict.ts';
import type { Check } from '../check.ts';
import { finding, type Finding } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { fieldsOfRules } from '../rule-fields.ts';

/** What the answer says of its reasons, by status (RFC 9110 §15). */
const TELLING = [
  'WWW-Authenticate',
  'Location',
  'Allow',
  'Retry-After',
  'Sec-WebSocket-Version',
  'Upgrade',
  'Via',
  'Server'
];
/** Answers of a server that saw a plain GET. */
const AS_PLAIN_GET: readonly number[] = [200, 400, 404, 426];

const namesWebSocket = ({ fields }: HttpRequest): boolean =>
  listHasToken(combinedValue(fields, 'Upgrade') ?? '', 'websocket') &&
  listHasToken(combinedValue(fields, 'Connection') ?? '', 'upgrade');

/** Keys of requests that were seen whole on some connection: proxies pass them on. */
const seenWhole = new WeakMap<Capture, ReadonlyMap<string, number>>();
function connectionWith(capture: Capture, key: string): number | undefined {
  let keys = seenWhole.get(capture);
  if (!keys) {
    const found = new Map<string, number>();
    for (const { id, exchanges } of capture.connections)
      for (const { request } of exchanges) {
        if (!request || !namesWebSocket(request.value)) continue;
        const value = combinedValue(request.value.fields, 'Sec-WebSocket-Key');
        if (value !== undefined) found.set(value, id);
      }
    seenWhole.set(capture, (keys = found));
  }
  return keys.get(key);
}

const isRefusal = ({ response }: Exchange): boolean =>
  response !== undefined && response.value.status !== 101;

function stripped({ connection, capture }: Patient, exchange: Exchange): Finding | undefined {
  const { request, response } = exchange;
  const key = request && combinedValue(request.value.fields, 'Sec-WebSocket-Key');
  if (!request || key === undefined || request.captured !== 'full') return undefined;
  if (namesWebSocket(request.value)) return undefined;
  const twin = connectionWith(capture, key);
  const via = combinedValue(request.value.fields, 'Via');
  const how = twin !== undefined ? 'twin' : via !== undefined ? 'via' : 'request';
  return finding(
    'upgrade-stripped',
    connection.id,
    { how, status: response?.value.status ?? 0, twin: (twin ?? -1) + 1, via: via ?? '' },
    { packets: [request.packet], head: 'request', fields: ['Upgrade', 'Connection', 'Via'] }
  );
}

function reason({ connection }: Patient, exchange: Exchange): Finding[] {
  const { request, response } = exchange;
  if (!response) return [];
  const { status, reason: phrase, fields } = response.value;
  const has = (name: string) => combinedValue(fields, name);
  const telling = TELLING.filter((name) => has(name) !== undefined);
  const { id } = connection;
  const packets = [...(request ? [request.packet] : []), response.packet];
  const judgement = handshakeVerdict(exchange).request;
  const broken = [...new Set(judgement?.violations.map(({ rule }) => rule) ?? [])].filter(
    (rule: RuleId) => RULES[rule].consequence === 'http-error' && rule !== 'req-valid-http'
  );
  const [rule] = broken;
  const params = {
    status,
    phrase,
    rule: rule ?? '',
    n: broken.length,
    versions: has('Sec-WebSocket-Version') ?? '',
    scheme: /^\s*([\w-]+)/.exec(has('WWW-Authenticate') ?? '')?.[1] ?? ''
  };
  const found = rule
    ? finding('refused-request', id, params, {
        packets,
        head: 'request',
        fields: fieldsOfRules(broken)
      })
    : finding('refused', id, params, { packets, head: 'response', fields: telling });
  const via = has('Via');
  if (via === undefined || rule || !AS_PLAIN_GET.includes(status)) return [found];
  const evidence = { packets: [response.packet], head: 'response', fields: ['Via'] } as const;
  return [found, finding('upgrade-stripped-maybe', id, { status, via }, evidence)];
}

export const refusal: Check = {
  name: 'refusal',
  find: (patient) =>
    patient.connection.exchanges.flatMap((exchange) => {
      const { request } = exchange;
      if (!request || !asksForWebSocket(request.value) || !isRefusal(exchange)) return [];
      const cut = stripped(patient, exchange);
      return cut ? [cut] : reason(patient, exchange);
    })
};
