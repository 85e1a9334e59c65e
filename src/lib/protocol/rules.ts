/**
 * Every rule that we check, as data: no sentence stands here (the words are in
 * src/content/rules). The consequence carries its basis, because the RFC often gives a rule
 * without the reaction:
 * - explicit: the text itself states it;
 * - derived: it follows from the grammar, a cross-reference or the failure it causes;
 * - customary: the text gives the rule only; this is what implementations mostly do;
 * - none: nothing happens on the wire.
 */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'MAY' | 'grammar' | 'definition';
export type Basis = 'explicit' | 'derived' | 'customary' | 'none';
export type Who = 'client' | 'server' | 'both';

/** What the side that notices does: an HTTP error, failing, waiting for the rest, or going on. */
export type Consequence = 'http-error' | 'fail' | 'throw' | 'wait' | 'tolerate';

/** What a measured implementation does when the rule is broken in the plain way. */
export type Observed = 'opens' | 'fails' | `throws ${string}` | `HTTP ${number}`;

export type RuleGroup = 'http' | 'uri' | 'connect' | 'request' | 'server-checks' | 'response';

export interface Rule {
  readonly group: RuleGroup;
  /** `RFC 6455 §4.1`, more than one separated by `; `. */
  readonly section: string;
  /** Who must keep the rule. */
  readonly who: Who;
  readonly level: Level;
  readonly consequence: Consequence;
  readonly basis: Basis;
  /** The status of the HTTP error, where there is one. */
  readonly httpStatus?: number;
  /** The code that the API reports, or that a Close frame carries. */
  readonly closeCode?: number;
  /** Breaking this rule breaks these too. */
  readonly implies?: readonly string[];
  /** A verified erratum of the RFC text. */
  readonly erratum?: number;
  /** Chromium 156, ws 8.23 (Node 20): held true by tests/conformance. */
  readonly chromium?: Observed;
  readonly ws?: Observed;
}

const http = (section: string, more: Partial<Rule> = {}): Rule => ({
  group: 'http',
  section,
  who: 'both',
  level: 'grammar',
  consequence: 'http-error',
  basis: 'derived',
  httpStatus: 400,
  implies: ['req-valid-http', 'resp-conform'],
  ...more
});

const request = (
  level: Level,
  basis: Basis,
  section: string,
  httpStatus: number,
  more: Partial<Rule> = {}
): Rule => ({
  group: 'request',
  section,
  who: 'client',
  level,
  consequence: 'http-error',
  basis,
  httpStatus,
  ...more
});

const server = (
  level: Level,
  section: string,
  httpStatus: number,
  more: Partial<Rule> = {}
): Rule => ({
  group: 'server-checks',
  section,
  who: 'server',
  level,
  consequence: 'tolerate',
  basis: 'explicit',
  httpStatus,
  ...more
});

const response = (level: Level, basis: Basis, section: string, more: Partial<Rule> = {}): Rule => ({
  group: 'response',
  section,
  who: 'server',
  level,
  consequence: 'fail',
  basis,
  closeCode: 1006,
  ...more
});

const TABLE = {
  // RFC 9112: the text in which the opening handshake is written.
  'http-request-line': http('RFC 9112 §3', { implies: ['req-valid-http'] }),
  'http-method': http('RFC 9110 §9.1', { implies: ['req-valid-http'] }),
  'http-request-target': http('RFC 9112 §3.2', { implies: ['req-valid-http'] }),
  'http-status-line': http('RFC 9112 §4', { implies: ['resp-conform'] }),
  'http-status-code': http('RFC 9112 §4; RFC 9110 §15', { implies: ['resp-conform'] }),
  'http-version': http('RFC 9112 §2.3'),
  'http-field-line': http('RFC 9112 §5'),
  'http-field-name': http('RFC 9110 §5.1'),
  'http-space-before-colon': http('RFC 9112 §5.1', { level: 'MUST NOT', basis: 'explicit' }),
  'http-field-value': http('RFC 9110 §5.5'),
  'http-obs-fold': http('RFC 9112 §5.2', { level: 'MUST NOT', basis: 'explicit' }),
  'http-leading-whitespace': http('RFC 9112 §2.2', { level: 'MUST NOT', basis: 'explicit' }),
  'http-bare-lf': http('RFC 9112 §2.2', { consequence: 'tolerate', basis: 'explicit' }),
  'http-bare-cr': http('RFC 9112 §2.2', { level: 'MUST NOT', basis: 'explicit' }),
  'http-line-end': http('RFC 9112 §2.1'),
  'http-head-end': http('RFC 9112 §2.1', { consequence: 'wait' }),

  'uri-scheme': {
    group: 'uri',
    section: 'RFC 6455 §3',
    who: 'client',
    level: 'grammar',
    consequence: 'throw',
    basis: 'explicit',
    chromium: 'throws SyntaxError'
  },
  'uri-no-fragment': {
    group: 'uri',
    section: 'RFC 6455 §3',
    who: 'client',
    level: 'MUST NOT',
    consequence: 'throw',
    basis: 'explicit',
    chromium: 'throws SyntaxError'
  },
  'uri-resource-name': {
    group: 'uri',
    section: 'RFC 6455 §3',
    who: 'client',
    level: 'definition',
    consequence: 'http-error',
    basis: 'explicit',
    httpStatus: 404
  },
  'conn-failure': {
    group: 'connect',
    section: 'RFC 6455 §4.1 step 4',
    who: 'client',
    level: 'MUST',
    consequence: 'fail',
    basis: 'explicit',
    closeCode: 1006,
    chromium: 'fails'
  },
  'conn-tls-first': {
    group: 'connect',
    section: 'RFC 6455 §4.1 step 5',
    who: 'client',
    level: 'MUST',
    consequence: 'fail',
    basis: 'explicit',
    closeCode: 1015,
    chromium: 'fails'
  },

  'req-valid-http': request('MUST', 'explicit', 'RFC 6455 §4.1 item 1; RFC 6455 §4.2.1', 400, {
    ws: 'HTTP 400'
  }),
  'req-method-get': request('MUST', 'explicit', 'RFC 6455 §4.1 item 2', 400, { ws: 'HTTP 405' }),
  'req-http-1-1': request('MUST', 'explicit', 'RFC 6455 §4.1 item 2; RFC 9110 §7.8', 400, {
    ws: 'opens'
  }),
  'req-target': request('MUST', 'explicit', 'RFC 6455 §4.1 item 3', 400),
  'req-host': request('MUST', 'explicit', 'RFC 6455 §4.1 item 4; RFC 9112 §3.2', 400, {
    ws: 'opens'
  }),
  'req-upgrade': request('MUST', 'explicit', 'RFC 6455 §4.1 item 5; RFC 6455 §4.2.1 item 3', 400, {
    ws: 'HTTP 400'
  }),
  'req-connection': request(
    'MUST',
    'explicit',
    'RFC 6455 §4.1 item 6; RFC 6455 §4.2.1 item 4',
    400,
    { ws: 'HTTP 426' }
  ),
  'req-key-present': request('MUST', 'explicit', 'RFC 6455 §4.1 item 7', 400, { ws: 'HTTP 400' }),
  'req-key-16-bytes': request(
    'MUST',
    'explicit',
    'RFC 6455 §4.1 item 7; RFC 6455 §4.2.1 item 5',
    400,
    { ws: 'HTTP 400' }
  ),
  'req-key-canonical': request('MUST', 'derived', 'RFC 4648 §3.5', 400, {
    consequence: 'tolerate',
    erratum: 3150,
    ws: 'opens'
  }),
  'req-key-once': request('MUST NOT', 'derived', 'RFC 6455 §11.3.1', 400, { ws: 'HTTP 400' }),
  'req-origin-browser': request('MUST', 'derived', 'RFC 6455 §4.1 item 8', 403, {
    consequence: 'tolerate',
    ws: 'opens'
  }),
  'req-version-13': request(
    'MUST',
    'explicit',
    'RFC 6455 §4.1 item 9; RFC 6455 §4.2.1 item 6; RFC 6455 §4.4',
    426,
    { ws: 'HTTP 400' }
  ),
  'req-version-once': request('MUST NOT', 'derived', 'RFC 6455 §11.3.5', 400, { ws: 'HTTP 400' }),
  'req-version-grammar': request('grammar', 'explicit', 'RFC 6455 §4.3', 400),
  'req-protocol-token': request('MUST', 'explicit', 'RFC 6455 §4.1 item 10', 400, {
    chromium: 'throws SyntaxError',
    ws: 'HTTP 400'
  }),
  'req-protocol-unique': request('MUST', 'derived', 'RFC 6455 §4.1 item 10', 400, {
    chromium: 'throws SyntaxError',
    ws: 'HTTP 400'
  }),
  'req-protocol-case': {
    ...response('definition', 'derived', 'RFC 7936 §2'),
    who: 'both',
    implies: ['resp-protocol-requested'],
    chromium: 'fails',
    ws: 'fails'
  },
  'req-ext-grammar': request('MUST', 'explicit', 'RFC 6455 §9.1', 400, {
    who: 'both',
    closeCode: 1006,
    chromium: 'fails',
    ws: 'HTTP 400'
  }),
  'req-ext-quoted': request('MUST', 'explicit', 'RFC 6455 §9.1', 400, {
    who: 'both',
    closeCode: 1006,
    implies: ['req-ext-grammar'],
    ws: 'HTTP 400'
  }),
  'req-ext-registered': request('MUST', 'derived', 'RFC 6455 §9.1', 400, {
    who: 'both',
    consequence: 'tolerate',
    ws: 'opens'
  }),
  'req-wait-for-101': request('MUST', 'none', 'RFC 6455 §4.1', 400, { consequence: 'tolerate' }),

  'srv-reject-malformed': server('MUST', 'RFC 6455 §4.2.1', 400),
  'srv-origin': server('SHOULD', 'RFC 6455 §4.2.2 step 4; RFC 6455 §10.2', 403),
  'srv-version-list': server('MUST', 'RFC 6455 §4.2.2 step 4; RFC 6455 §4.4', 426),
  'srv-426-upgrade': server('MUST', 'RFC 9110 §7.8; RFC 9110 §15.5.22', 426),
  'srv-404': server('MUST', 'RFC 6455 §4.2.2 step 4', 404),

  'resp-101': response('MUST', 'explicit', 'RFC 6455 §4.2.2 step 5.1; RFC 6455 §4.1', {
    chromium: 'fails',
    ws: 'fails'
  }),
  'resp-upgrade': response('MUST', 'explicit', 'RFC 6455 §4.1 check 2', {
    chromium: 'fails',
    ws: 'fails'
  }),
  'resp-connection': response('MUST', 'explicit', 'RFC 6455 §4.1 check 3', {
    chromium: 'fails',
    ws: 'fails'
  }),
  'resp-upgrade-offered': response('MUST NOT', 'derived', 'RFC 9110 §7.8', {
    chromium: 'fails',
    ws: 'fails'
  }),
  'resp-accept-value': response(
    'MUST',
    'explicit',
    'RFC 6455 §4.1 check 4; RFC 6455 §4.2.2 step 5.4',
    { chromium: 'fails', ws: 'fails' }
  ),
  'resp-accept-string': response('MUST', 'explicit', 'RFC 6455 §4.1 check 4', {
    implies: ['resp-accept-value'],
    chromium: 'fails',
    ws: 'fails'
  }),
  'resp-accept-once': response('MUST NOT', 'explicit', 'RFC 6455 §11.3.3', {
    chromium: 'fails',
    ws: 'fails'
  }),
  'resp-protocol-requested': response(
    'MUST',
    'explicit',
    'RFC 6455 §4.1 check 6; RFC 6455 §4.2.2 step 4',
    { chromium: 'fails', ws: 'fails' }
  ),
  'resp-protocol-single': response('MUST NOT', 'explicit', 'RFC 6455 §4.3; RFC 6455 §11.3.4', {
    chromium: 'fails',
    ws: 'fails'
  }),
  'resp-protocol-none': response('MUST NOT', 'explicit', 'RFC 6455 §4.2.2 step 4', {
    implies: ['resp-protocol-single'],
    chromium: 'fails',
    ws: 'fails'
  }),
  'resp-ext-requested': response(
    'MUST NOT',
    'explicit',
    'RFC 6455 §4.1 check 5; RFC 6455 §4.2.2 step 4; RFC 6455 §9',
    { chromium: 'fails', ws: 'fails' }
  ),
  'resp-ext-order': response('definition', 'derived', 'RFC 6455 §9.1', { consequence: 'tolerate' }),
  'resp-conform': response('MUST', 'explicit', 'RFC 6455 §4.1'),
  // What browsers ask beyond the RFC (the standard's "Opening handshake").
  'whatwg-protocol-answered': response('MUST', 'explicit', 'WHATWG WebSockets', {
    chromium: 'fails',
    ws: 'fails'
  })
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof TABLE;

export const RULES: Readonly<Record<RuleId, Rule>> = TABLE;

export const RULE_IDS = Object.keys(TABLE) as RuleId[];
