/** What a server must check in a request that wants to become a WebSocket (RFC 6455 §4.2.1). */
import { byteRange, type BitRange } from '#lib/bytes/span.ts';
import type { Decoded } from '../decoding.ts';
import { isToken, listElements, listHasToken, trimOws } from '../http/abnf.ts';
import {
  combinedValue,
  fieldLineSpans,
  missingRange,
  valueRange,
  valuesOf
} from '../http/fields.ts';
import type { HttpSpan, HttpSpanId } from '../http/head.ts';
import type { HttpRequest } from '../http/message.ts';
import { RULES, type RuleId } from '../rules.ts';
import { isCanonicalKey, isKey } from './accept.ts';
import { faultsOfOffer, OFFER_RULES } from './deflate-checks.ts';
import { DEFLATE } from './deflate-parameters.ts';
import { parseExtensions, parseSubprotocols, REGISTERED_EXTENSIONS } from './extensions.ts';
import { runChecks, type Check, type Findings } from './judgement.ts';

/** What the server is set up to accept; an absent list means: anything. */
export interface ServerPolicy {
  readonly origins?: readonly string[];
  /** Paths at which a service exists. */
  readonly paths?: readonly string[];
}

export interface RequestContext extends ServerPolicy {
  /** Set when the client is known to be a browser (or not). */
  readonly browser?: boolean;
  /** Bytes that follow the head before any response was sent. */
  readonly bytesAfter?: number;
}

export type RequestReaction =
  | { readonly type: 'accept' }
  /** The head has no end yet: the server waits for it, until a timer fires. */
  | { readonly type: 'wait'; readonly rule: RuleId }
  | { readonly type: 'refuse'; readonly status: number; readonly rule: RuleId };

export interface RequestJudgement extends Findings {
  readonly reaction: RequestReaction;
}

type DecodedRequest = Decoded<HttpRequest, HttpSpanId>;

interface Facts extends RequestContext {
  readonly decoded: DecodedRequest;
  readonly request: HttpRequest;
}

const lines = (facts: Facts, name: string) => fieldLineSpans(facts.decoded.spans, name);
const values = (facts: Facts, name: string) => valuesOf(facts.request.fields, name);
const absent = (facts: Facts) => [missingRange(facts.decoded.spans)];
const allValues = (facts: Facts, name: string) => lines(facts, name).map(valueRange);

/** The range of a leaf of the request-line, or of the whole head where it is missing. */
function startLineRange(facts: Facts, id: HttpSpanId): BitRange {
  const line = facts.decoded.spans.find((span) => span.id === 'request-line');
  return (
    line?.children?.find((child) => child.id === id) ??
    line ??
    byteRange(0, facts.decoded.byteLength)
  );
}

const check = (
  rule: RuleId,
  faults: (facts: Facts) => readonly BitRange[] | undefined
): Check<Facts> => ({ rule, faults });

const once = (rule: RuleId, name: string) =>
  check(rule, (facts) => {
    const found = lines(facts, name);
    return found.length === 0 ? undefined : found.slice(1);
  });

const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::\d*)?$/;

function targetIsValid({ target, fields }: HttpRequest): boolean {
  if (target.includes('#')) return false;
  if (target.startsWith('/')) return true;
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return false;
  return new URL(target).host === combinedValue(fields, 'Host')?.toLowerCase();
}

/** Faults of an extension list as ranges in the buffer; the value is one character a byte. */
export function extensionFaults(
  fieldLines: readonly HttpSpan[],
  texts: readonly string[],
  rule: 'req-ext-grammar' | 'req-ext-quoted'
): BitRange[] {
  return texts.flatMap((text, i) => {
    const line = fieldLines[i];
    if (!line) return [];
    const { from, to } = valueRange(line);
    return parseExtensions(text)
      .faults.filter((fault) => fault.rule === rule)
      .map((fault) => ({
        from: Math.min(from + fault.from * 8, to),
        to: Math.min(from + fault.to * 8, to)
      }));
  });
}

const isRegistered = (text: string) =>
  parseExtensions(text).extensions.every(
    ({ name, params }) =>
      params.every((param) => REGISTERED_EXTENSIONS[name]?.includes(param.name)) &&
      name in REGISTERED_EXTENSIONS
  );

/** What cannot be read by its grammar is judged by that alone. */
function offersIn(text: string) {
  const { extensions, faults } = parseExtensions(text);
  return faults.length ? [] : extensions.filter(({ name }) => name === DEFLATE);
}

const CHECKS: readonly Check<Facts>[] = [
  // Broken by what the decoder found: every http-* rule implies it.
  check('req-valid-http', () => []),
  check('req-method-get', (facts) =>
    facts.request.method === 'GET' ? [] : [startLineRange(facts, 'method')]
  ),
  check('req-http-1-1', (facts) => {
    const version = Number(/^HTTP\/(\d\.\d)$/.exec(facts.request.version)?.[1] ?? 0);
    return version >= 1.1 ? [] : [startLineRange(facts, 'http-version')];
  }),
  check('req-target', (facts) =>
    targetIsValid(facts.request) ? [] : [startLineRange(facts, 'request-target')]
  ),
  check('req-host', (facts) => {
    const found = lines(facts, 'Host');
    if (found.length === 0) return absent(facts);
    const bad = found.filter((_, i) => !HOST.test(values(facts, 'Host')[i] ?? ''));
    return [...found.slice(1).map(valueRange), ...bad.slice(0, 1).map(valueRange)];
  }),
  check('req-upgrade', (facts) => {
    const value = combinedValue(facts.request.fields, 'Upgrade');
    if (value === undefined) return absent(facts);
    return listHasToken(value, 'websocket') ? [] : allValues(facts, 'Upgrade');
  }),
  check('req-connection', (facts) => {
    const value = combinedValue(facts.request.fields, 'Connection');
    if (value === undefined) return absent(facts);
    return listHasToken(value, 'upgrade') ? [] : allValues(facts, 'Connection');
  }),
  check('req-key-present', (facts) =>
    values(facts, 'Sec-WebSocket-Key').length ? [] : absent(facts)
  ),
  once('req-key-once', 'Sec-WebSocket-Key'),
  check('req-key-16-bytes', (facts) => {
    const [key] = values(facts, 'Sec-WebSocket-Key');
    if (key === undefined) return undefined;
    return isKey(key) ? [] : allValues(facts, 'Sec-WebSocket-Key').slice(0, 1);
  }),
  check('req-key-canonical', (facts) => {
    const [key] = values(facts, 'Sec-WebSocket-Key');
    if (key === undefined || !isKey(key)) return undefined;
    return isCanonicalKey(key) ? [] : allValues(facts, 'Sec-WebSocket-Key').slice(0, 1);
  }),
  check('req-version-13', (facts) => {
    const [version] = values(facts, 'Sec-WebSocket-Version');
    if (version === undefined) return absent(facts);
    return version === '13' ? [] : allValues(facts, 'Sec-WebSocket-Version').slice(0, 1);
  }),
  once('req-version-once', 'Sec-WebSocket-Version'),
  check('req-version-grammar', (facts) => {
    const [version] = values(facts, 'Sec-WebSocket-Version');
    if (version === undefined) return undefined;
    return /^(?:0|[1-9]\d{0,2})$/.test(version) && Number(version) <= 255
      ? []
      : allValues(facts, 'Sec-WebSocket-Version').slice(0, 1);
  }),
  check('req-origin-browser', (facts) => {
    if (facts.browser === undefined) return undefined;
    return facts.browser && values(facts, 'Origin').length === 0 ? absent(facts) : [];
  }),
  check('req-protocol-token', (facts) => {
    const texts = values(facts, 'Sec-WebSocket-Protocol');
    if (texts.length === 0) return undefined;
    return lines(facts, 'Sec-WebSocket-Protocol')
      .filter((_, i) => !parseSubprotocols(texts[i] ?? '').every(isToken))
      .map(valueRange);
  }),
  check('req-protocol-unique', (facts) => {
    const value = combinedValue(facts.request.fields, 'Sec-WebSocket-Protocol');
    if (value === undefined) return undefined;
    const offered = listElements(value);
    return new Set(offered).size === offered.length
      ? []
      : allValues(facts, 'Sec-WebSocket-Protocol').slice(-1);
  }),
  check('req-ext-grammar', (facts) => {
    const texts = values(facts, 'Sec-WebSocket-Extensions');
    if (texts.length === 0) return undefined;
    return extensionFaults(lines(facts, 'Sec-WebSocket-Extensions'), texts, 'req-ext-grammar');
  }),
  check('req-ext-quoted', (facts) => {
    const texts = values(facts, 'Sec-WebSocket-Extensions');
    if (!texts.some((text) => text.includes('"'))) return undefined;
    return extensionFaults(lines(facts, 'Sec-WebSocket-Extensions'), texts, 'req-ext-quoted');
  }),
  check('req-ext-registered', (facts) => {
    const texts = values(facts, 'Sec-WebSocket-Extensions');
    if (texts.length === 0) return undefined;
    return lines(facts, 'Sec-WebSocket-Extensions')
      .filter((_, i) => !isRegistered(texts[i] ?? ''))
      .map(valueRange);
  }),
  ...OFFER_RULES.map((rule) =>
    check(rule, (facts) => {
      const texts = values(facts, 'Sec-WebSocket-Extensions');
      if (!texts.some((text) => offersIn(text).length)) return undefined;
      return lines(facts, 'Sec-WebSocket-Extensions')
        .filter((_, i) => offersIn(texts[i] ?? '').some((o) => faultsOfOffer(o).includes(rule)))
        .map(valueRange);
    })
  ),
  check('req-wait-for-101', ({ decoded, bytesAfter }) => {
    if (bytesAfter === undefined) return undefined;
    return bytesAfter > 0 ? [byteRange(decoded.byteLength, decoded.byteLength + bytesAfter)] : [];
  })
];

/** The rules that a request is checked against, in the order of the checks. */
export const REQUEST_RULES: readonly RuleId[] = CHECKS.map(({ rule }) => rule);

/** Path of a target, origin-form or absolute-form, without the query. */
function pathOf(target: string): string {
  const path = target.startsWith('/')
    ? target
    : URL.canParse(target)
      ? new URL(target).pathname
      : target;
  return path.split('?')[0] ?? path;
}

function reactionTo(findings: Findings, facts: Facts): RequestReaction {
  if (findings.violations.some(({ rule }) => rule === 'http-head-end'))
    return { type: 'wait', rule: 'http-head-end' };
  // req-valid-http only repeats a rule of HTTP that stands before it, and may be tolerable.
  const first = findings.violations.find(
    ({ rule }) => RULES[rule].consequence === 'http-error' && rule !== 'req-valid-http'
  );
  if (first)
    return { type: 'refuse', status: RULES[first.rule].httpStatus ?? 400, rule: first.rule };
  if (facts.paths && !facts.paths.includes(pathOf(facts.request.target)))
    return { type: 'refuse', status: 404, rule: 'srv-404' };
  const origin = combinedValue(facts.request.fields, 'Origin');
  if (facts.origins && origin !== undefined && !facts.origins.includes(trimOws(origin)))
    return { type: 'refuse', status: 403, rule: 'srv-origin' };
  return { type: 'accept' };
}

/**
 * Judges a request head: all violations with their bit ranges, the checklist, and what a server
 * that follows RFC 6455 §4.2.2 answers.
 */
export function judgeRequest(
  decoded: DecodedRequest,
  context: RequestContext = {}
): RequestJudgement {
  const facts: Facts = { ...context, decoded, request: decoded.value };
  const findings = runChecks(CHECKS, facts, decoded.violations);
  return { ...findings, reaction: reactionTo(findings, facts) };
}
