/** What a client must check in the answer to its opening handshake (RFC 6455 §4.1). */
import { byteRange, type BitRange } from '#lib/bytes/span.ts';
import type { Decoded } from '../decoding.ts';
import { asciiLowerCase, isToken, listElements, listHasToken } from '../http/abnf.ts';
import {
  combinedValue,
  fieldLineSpans,
  missingRange,
  valueRange,
  valuesOf
} from '../http/fields.ts';
import type { HttpSpanId } from '../http/head.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { RULES, type Consequence, type RuleId } from '../rules.ts';
import { ACCEPT_MISTAKES, mistakenAccept, type AcceptMistake } from './accept.ts';
import { ANSWER_RULES, faultsOfAnswer } from './deflate-checks.ts';
import { DEFLATE } from './deflate-parameters.ts';
import { extensionsIn, parseExtensions, type Extension } from './extensions.ts';
import { offeredProtocols } from './handshake.ts';
import { extensionFaults, type RequestJudgement } from './judge-request.ts';
import { runChecks, type Check, type Findings } from './judgement.ts';

export interface ResponseContext {
  readonly request: HttpRequest;
  /** How a server should have judged that request. */
  readonly requestJudgement: RequestJudgement;
  /** The Sec-WebSocket-Accept that belongs to the request's key. */
  readonly accept: string;
  /** The client is a browser, which asks for more than the RFC. */
  readonly browser?: boolean;
}

export type ResponseReaction =
  | { readonly type: 'open'; readonly protocol: string; readonly extensions: readonly Extension[] }
  | { readonly type: 'wait'; readonly rule: RuleId }
  | { readonly type: 'fail'; readonly rule: RuleId };

export interface ResponseJudgement extends Findings {
  readonly reaction: ResponseReaction;
  /** The classic mistake that the accept value shows, where it shows one. */
  readonly mistake?: AcceptMistake;
}

type DecodedResponse = Decoded<HttpResponse, HttpSpanId>;

interface Facts extends ResponseContext {
  readonly decoded: DecodedResponse;
  readonly response: HttpResponse;
  readonly mistake: AcceptMistake | undefined;
}

const lines = (facts: Facts, name: string) => fieldLineSpans(facts.decoded.spans, name);
const values = (facts: Facts, name: string) => valuesOf(facts.response.fields, name);
const allValues = (facts: Facts, name: string) => lines(facts, name).map(valueRange);
const absent = (facts: Facts) => [missingRange(facts.decoded.spans)];

function statusRange(facts: Facts): BitRange {
  const line = facts.decoded.spans.find((span) => span.id === 'status-line');
  return (
    line?.children?.find((child) => child.id === 'status-code') ??
    line ??
    byteRange(0, facts.decoded.byteLength)
  );
}

const check = (
  rule: RuleId,
  faults: (facts: Facts) => readonly BitRange[] | undefined
): Check<Facts> => ({ rule, faults });

/** A check that has a meaning only when the server says 101. */
const on101 = (rule: RuleId, faults: (facts: Facts) => readonly BitRange[] | undefined) =>
  check(rule, (facts) => (facts.response.status === 101 ? faults(facts) : undefined));

/** The server says 101 although it should have refused with this rule. */
const shouldHaveRefused = (rule: RuleId, because: (judgement: RequestJudgement) => boolean) =>
  check(rule, (facts) =>
    because(facts.requestJudgement)
      ? facts.response.status === 101
        ? [statusRange(facts)]
        : []
      : undefined
  );

const refusalRule = ({ reaction }: RequestJudgement) =>
  reaction.type === 'refuse' ? reaction.rule : undefined;

const offeredExtensions = (request: HttpRequest): string[] =>
  extensionsIn(request).map(({ name }) => name);

const CHECKS: readonly Check<Facts>[] = [
  shouldHaveRefused('srv-reject-malformed', (judgement) => {
    const rule = refusalRule(judgement);
    return rule !== undefined && rule !== 'srv-404' && rule !== 'srv-origin';
  }),
  check('srv-version-list', (facts) => {
    if (refusalRule(facts.requestJudgement) !== 'req-version-13') return undefined;
    if (facts.response.status === 101) return [statusRange(facts)];
    return values(facts, 'Sec-WebSocket-Version').length ? [] : absent(facts);
  }),
  shouldHaveRefused('srv-404', (judgement) => refusalRule(judgement) === 'srv-404'),
  shouldHaveRefused('srv-origin', (judgement) => refusalRule(judgement) === 'srv-origin'),
  check('srv-426-upgrade', (facts) => {
    if (facts.response.status !== 426) return undefined;
    const upgrade = combinedValue(facts.response.fields, 'Upgrade');
    return upgrade === undefined ? absent(facts) : [];
  }),
  // Broken by what the decoder found: every http-* rule implies it.
  check('resp-conform', () => []),
  check('resp-101', (facts) => {
    if (facts.response.status === 101) return [];
    // A request that must be refused gets another status by right.
    const isRightRefusal =
      facts.requestJudgement.reaction.type === 'refuse' && facts.response.status >= 300;
    return isRightRefusal ? undefined : [statusRange(facts)];
  }),
  on101('resp-upgrade', (facts) => {
    const value = combinedValue(facts.response.fields, 'Upgrade');
    if (value === undefined) return absent(facts);
    return asciiLowerCase(value) === 'websocket' ? [] : allValues(facts, 'Upgrade');
  }),
  on101('resp-upgrade-offered', (facts) => {
    const value = combinedValue(facts.response.fields, 'Upgrade');
    if (value === undefined) return undefined;
    const offered = combinedValue(facts.request.fields, 'Upgrade') ?? '';
    return listElements(value).every((protocol) => listHasToken(offered, protocol))
      ? []
      : allValues(facts, 'Upgrade');
  }),
  on101('resp-connection', (facts) => {
    const value = combinedValue(facts.response.fields, 'Connection');
    if (value === undefined) return absent(facts);
    return listHasToken(value, 'upgrade') ? [] : allValues(facts, 'Connection');
  }),
  on101('resp-accept-value', (facts) => {
    const [accept] = values(facts, 'Sec-WebSocket-Accept');
    if (accept === undefined) return absent(facts);
    return accept === facts.accept ? [] : allValues(facts, 'Sec-WebSocket-Accept').slice(0, 1);
  }),
  on101('resp-accept-string', (facts) => {
    if (values(facts, 'Sec-WebSocket-Accept').length === 0) return undefined;
    return facts.mistake === 'key-decoded'
      ? allValues(facts, 'Sec-WebSocket-Accept').slice(0, 1)
      : [];
  }),
  on101('resp-accept-once', (facts) => {
    const found = lines(facts, 'Sec-WebSocket-Accept');
    return found.length === 0 ? undefined : found.slice(1);
  }),
  on101('resp-protocol-requested', (facts) => {
    const value = combinedValue(facts.response.fields, 'Sec-WebSocket-Protocol');
    if (value === undefined) return undefined;
    const offered = offeredProtocols(facts.request);
    return listElements(value).every((protocol) => protocol === '' || offered.includes(protocol))
      ? []
      : allValues(facts, 'Sec-WebSocket-Protocol');
  }),
  on101('resp-protocol-single', (facts) => {
    const value = combinedValue(facts.response.fields, 'Sec-WebSocket-Protocol');
    if (value === undefined) return undefined;
    return isToken(value) ? [] : allValues(facts, 'Sec-WebSocket-Protocol');
  }),
  on101('resp-protocol-none', (facts) => {
    const texts = values(facts, 'Sec-WebSocket-Protocol');
    if (texts.length === 0) return offeredProtocols(facts.request).length ? [] : undefined;
    return lines(facts, 'Sec-WebSocket-Protocol').filter((_, i) => texts[i] === '');
  }),
  on101('req-protocol-case', (facts) => {
    const value = combinedValue(facts.response.fields, 'Sec-WebSocket-Protocol');
    if (value === undefined) return undefined;
    const offered = offeredProtocols(facts.request);
    const sameButCase = offered.some((p) => asciiLowerCase(p) === asciiLowerCase(value));
    return offered.includes(value) || !sameButCase
      ? []
      : allValues(facts, 'Sec-WebSocket-Protocol');
  }),
  on101('req-ext-grammar', (facts) => {
    const texts = values(facts, 'Sec-WebSocket-Extensions');
    if (texts.length === 0) return undefined;
    return extensionFaults(lines(facts, 'Sec-WebSocket-Extensions'), texts, 'req-ext-grammar');
  }),
  on101('req-ext-quoted', (facts) => {
    const texts = values(facts, 'Sec-WebSocket-Extensions');
    if (!texts.some((text) => text.includes('"'))) return undefined;
    return extensionFaults(lines(facts, 'Sec-WebSocket-Extensions'), texts, 'req-ext-quoted');
  }),
  on101('resp-ext-requested', (facts) => {
    const texts = values(facts, 'Sec-WebSocket-Extensions');
    if (texts.length === 0) return undefined;
    const offered = offeredExtensions(facts.request);
    return lines(facts, 'Sec-WebSocket-Extensions')
      .filter((_, i) =>
        parseExtensions(texts[i] ?? '').extensions.some(({ name }) => !offered.includes(name))
      )
      .map(valueRange);
  }),
  ...ANSWER_RULES.map((rule) =>
    on101(rule, (facts) => {
      const text = combinedValue(facts.response.fields, 'Sec-WebSocket-Extensions') ?? '';
      const { extensions: answer, faults } = parseExtensions(text);
      // What cannot be read by its grammar is judged by that alone.
      if (faults.length || !answer.some(({ name }) => name === DEFLATE)) return undefined;
      return faultsOfAnswer(answer, extensionsIn(facts.request)).includes(rule)
        ? allValues(facts, 'Sec-WebSocket-Extensions')
        : [];
    })
  ),
  on101('whatwg-protocol-answered', (facts) => {
    if (!facts.browser || offeredProtocols(facts.request).length === 0) return undefined;
    return values(facts, 'Sec-WebSocket-Protocol').length ? [] : absent(facts);
  })
];

/** The rules that a response is checked against, in the order of the checks. */
export const RESPONSE_RULES: readonly RuleId[] = CHECKS.map(({ rule }) => rule);

/** What a client does not see, or has only itself to blame for. */
const IGNORED: readonly Consequence[] = ['tolerate', 'decline'];

function reactionTo(findings: Findings, response: HttpResponse): ResponseReaction {
  if (findings.violations.some(({ rule }) => rule === 'http-head-end'))
    return { type: 'wait', rule: 'http-head-end' };
  // What a server should have refused is invisible to the client: the srv- rules tolerate. A rule
  // of the request side fails the connection when the response breaks it (RFC 6455 §9.1).
  const first = findings.violations.find(
    ({ rule }) => !IGNORED.includes(RULES[rule].consequence) && rule !== 'resp-conform'
  );
  if (first) return { type: 'fail', rule: first.rule };
  if (response.status !== 101) return { type: 'fail', rule: 'resp-101' };
  const extensions = combinedValue(response.fields, 'Sec-WebSocket-Extensions');
  return {
    type: 'open',
    protocol: combinedValue(response.fields, 'Sec-WebSocket-Protocol') ?? '',
    extensions: extensions === undefined ? [] : parseExtensions(extensions).extensions
  };
}

function mistakeIn(response: HttpResponse, context: ResponseContext): AcceptMistake | undefined {
  const [accept] = valuesOf(response.fields, 'Sec-WebSocket-Accept');
  const [key] = valuesOf(context.request.fields, 'Sec-WebSocket-Key');
  if (accept === undefined || key === undefined || accept === context.accept) return undefined;
  return ACCEPT_MISTAKES.find((mistake) => mistakenAccept(key, mistake) === accept);
}

/**
 * Judges a response head against the request that it answers: violations with their bit ranges,
 * the checklist, and what a client that follows RFC 6455 §4.1 does.
 */
export function judgeResponse(
  decoded: DecodedResponse,
  context: ResponseContext
): ResponseJudgement {
  const mistake = mistakeIn(decoded.value, context);
  const facts: Facts = { ...context, decoded, response: decoded.value, mistake };
  const findings = runChecks(CHECKS, facts, decoded.violations);
  return {
    ...findings,
    reaction: reactionTo(findings, decoded.value),
    ...(mistake ? { mistake } : {})
  };
}
