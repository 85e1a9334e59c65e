/**
 * Every rule that we check, as data: no sentence stands here (the words are in
 * src/content/rules). The consequence carries its basis, because the RFC often gives a rule
 * without the reaction:
 * - explicit: the text itself states it;
 * - derived: it follows from the grammar, a cross-reference or the failure it causes;
 * - customary: the text gives the rule only; this is what implementations mostly do;
 * - none: nothing happens on the wire.
 */

/**
 * How the text puts it. Beside the words of RFC 2119:
 * - MUST decline: the one who breaks it is only refused what was offered;
 * - MUST when noticed: the text sets no deadline for noticing;
 * - must: a lower-case "must", which RFC 2119 does not cover;
 * - grammar, definition: it is how the thing is written, or what it means;
 * - derived: no sentence says it, but it follows from others;
 * - reserved: the numbers are kept free;
 * - API: a rule of the browser's API, for scripts.
 */
export type Level =
  | 'MUST'
  | 'MUST NOT'
  | 'MUST decline'
  | 'MUST when noticed'
  | 'SHOULD'
  | 'MAY'
  | 'must'
  | 'grammar'
  | 'definition'
  | 'derived'
  | 'reserved'
  | 'API';
export type Basis = 'explicit' | 'derived' | 'customary' | 'none';
export type Who = 'client' | 'server' | 'both';

/**
 * What the other side does: it answers with an HTTP error, fails the connection, declines what was
 * offered, waits for the rest, or goes on, perhaps with other bytes than were meant, because it
 * cannot see the fault. `throw`: the API does not let a script break the rule.
 */
export type Consequence = 'http-error' | 'fail' | 'decline' | 'throw' | 'wait' | 'tolerate';

/**
 * What a measured implementation does when the rule is broken in the plain way.
 * - opens, fails, HTTP 400: the handshake succeeds, fails, is refused. `fails` on an open
 *   connection: it gives up, and the script sees an error and 1006;
 * - throws: the call throws an exception of that name;
 * - closes 1002: it sends a Close frame with this code and ends the connection;
 * - drops: it ends TCP without a Close frame;
 * - waits: it does nothing yet; tolerates: it goes on as if nothing were wrong;
 * - keeps: it was its own turn to act, and it keeps the rule.
 */
export type Observed =
  | 'opens'
  | 'fails'
  | 'drops'
  | 'waits'
  | 'tolerates'
  | 'keeps'
  | `closes ${number}`
  | `throws ${string}`
  | `HTTP ${number}`;

/** The groups of the opening handshake; the others are about frames and the open connection. */
export const HANDSHAKE_GROUPS = [
  'http',
  'uri',
  'connect',
  'request',
  'server-checks',
  'response'
] as const;

export type RuleGroup =
  | (typeof HANDSHAKE_GROUPS)[number]
  | 'framing'
  | 'masking'
  | 'fragmentation'
  | 'control'
  | 'text'
  | 'close'
  | 'failing'
  | 'permessage-deflate';

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
  /** The code that the API reports, or that a Close frame carries (where one is sent at all). */
  readonly closeCode?: number;
  /** Breaking this rule breaks these too. */
  readonly implies?: readonly string[];
  /** A verified erratum of the RFC text. */
  readonly erratum?: number;
  /** Chromium 156, ws 8.23 (Node 20), as measured; tests/conformance repeats the handshake’s. */
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

/** Rules of the open connection: with a code the other side fails, without one it goes on. */
const connection =
  (group: RuleGroup) =>
  (level: Level, basis: Basis, section: string, more: Partial<Rule> = {}): Rule => ({
    group,
    section,
    who: 'both',
    level,
    consequence: more.closeCode === undefined ? 'tolerate' : 'fail',
    basis,
    ...more
  });
const framing = connection('framing');
const masking = connection('masking');
const fragmentation = connection('fragmentation');
const control = connection('control');
const text = connection('text');
const close = connection('close');
const failing = connection('failing');
const deflate = connection('permessage-deflate');

/** A protocol error, and both of the measured implementations say so. */
const PROTOCOL_ERROR = {
  closeCode: 1002,
  chromium: 'closes 1002',
  ws: 'closes 1002'
} as const satisfies Partial<Rule>;

/** An offer that breaks it is declined; the connection may open without compression. */
const deflateOffer = (section: string, more: Partial<Rule> = {}): Rule => ({
  group: 'permessage-deflate',
  section,
  who: 'client',
  level: 'MUST decline',
  consequence: 'decline',
  basis: 'explicit',
  ...more
});

const deflateResponse = (
  level: Level,
  basis: Basis,
  section: string,
  more: Partial<Rule> = {}
): Rule => response(level, basis, section, { group: 'permessage-deflate', ...more });

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
  }),
  // Checked when the frames come.
  'ext-not-before-accept': response('MUST NOT', 'derived', 'RFC 6455 §9.1', {
    who: 'client',
    closeCode: 1002,
    ws: 'closes 1002'
  }),

  'frame-after-open': framing('MUST', 'derived', 'RFC 6455 §5.1; RFC 6455 §6.1 step 1', {
    closeCode: 1002,
    chromium: 'throws InvalidStateError'
  }),
  'frame-rsv': framing('MUST', 'explicit', 'RFC 6455 §5.2', PROTOCOL_ERROR),
  'frame-opcode': framing('MUST', 'explicit', 'RFC 6455 §5.2', PROTOCOL_ERROR),
  'frame-len-minimal': framing('MUST', 'customary', 'RFC 6455 §5.2', {
    ...PROTOCOL_ERROR,
    ws: 'tolerates'
  }),
  // To ws such a frame is too big before it is malformed.
  'frame-len-msb': framing('MUST', 'customary', 'RFC 6455 §5.2', {
    ...PROTOCOL_ERROR,
    ws: 'closes 1009'
  }),
  'frame-len-order': framing('definition', 'derived', 'RFC 6455 §5.2'),
  'frame-len-counts': framing('definition', 'derived', 'RFC 6455 §5.2; RFC 6455 §5.3'),
  'frame-ext-data': framing('MUST', 'derived', 'RFC 6455 §5.2'),

  'mask-client': masking('MUST', 'explicit', 'RFC 6455 §5.1; RFC 6455 §5.3', {
    who: 'client',
    closeCode: 1002,
    ws: 'closes 1002'
  }),
  'mask-server': masking('MUST NOT', 'explicit', 'RFC 6455 §5.1', {
    who: 'server',
    closeCode: 1002,
    chromium: 'closes 1002',
    ws: 'closes 1002'
  }),
  'mask-bit': masking('MUST', 'derived', 'RFC 6455 §5.2; RFC 6455 §5.3', {
    who: 'client',
    closeCode: 1002
  }),
  'mask-algorithm': masking('definition', 'derived', 'RFC 6455 §5.3', { closeCode: 1007 }),
  'mask-unmask': masking('MUST', 'derived', 'RFC 6455 §6.2', { who: 'server' }),

  'frag-first-opcode': fragmentation('definition', 'derived', 'RFC 6455 §5.4', {
    closeCode: 1002
  }),
  'frag-cont-opcode': fragmentation('definition', 'derived', 'RFC 6455 §5.4', {
    closeCode: 1002
  }),
  'frag-last-fin': fragmentation('MUST', 'derived', 'RFC 6455 §5.4; RFC 6455 §6.1 step 4', {
    consequence: 'wait'
  }),
  'frag-cont-start': fragmentation('derived', 'customary', 'RFC 6455 §5.4', {
    ...PROTOCOL_ERROR,
    implies: ['frag-first-opcode']
  }),
  'frag-no-new-start': fragmentation('MUST NOT', 'customary', 'RFC 6455 §5.4', {
    ...PROTOCOL_ERROR,
    implies: ['frag-cont-opcode']
  }),
  'frag-control-between': fragmentation('MUST', 'explicit', 'RFC 6455 §5.4; RFC 6455 §5.5', {
    chromium: 'keeps',
    ws: 'keeps'
  }),
  'frag-type': fragmentation('MUST', 'derived', 'RFC 6455 §5.4; RFC 6455 §6.2'),

  'ctl-125': control('MUST', 'customary', 'RFC 6455 §5.5', PROTOCOL_ERROR),
  'ctl-fin': control('MUST NOT', 'customary', 'RFC 6455 §5.4; RFC 6455 §5.5', PROTOCOL_ERROR),
  'ping-answer': control('MUST', 'none', 'RFC 6455 §5.5.2', { chromium: 'keeps' }),
  'pong-same-data': control('must', 'none', 'RFC 6455 §5.5.3', { chromium: 'keeps' }),

  // The RFC orders the failure; 1007 is the code that fits, and Chromium sends another.
  'text-utf8': text('MUST', 'explicit', 'RFC 6455 §5.6; RFC 6455 §8.1', {
    closeCode: 1007,
    chromium: 'closes 1002',
    ws: 'closes 1007'
  }),
  'text-strict': text('MUST', 'explicit', 'RFC 3629 §3', {
    closeCode: 1007,
    implies: ['text-utf8'],
    chromium: 'closes 1002',
    ws: 'closes 1007'
  }),
  // Broken bytes in the first, unfinished fragment: to fail now or at the end is both right.
  'text-fail-fast': text('MUST when noticed', 'explicit', 'RFC 6455 §8.1', {
    closeCode: 1007,
    chromium: 'closes 1002',
    ws: 'waits'
  }),

  'close-body-size': close('MUST', 'customary', 'RFC 6455 §5.5.1', PROTOCOL_ERROR),
  'close-code-order': close('MUST', 'derived', 'RFC 6455 §5.5.1'),
  'close-reason-utf8': close('MUST', 'explicit', 'RFC 6455 §5.5.1; RFC 6455 §8.1', {
    closeCode: 1007,
    chromium: 'closes 1002',
    ws: 'closes 1007'
  }),
  'close-reason-123': close('derived', 'derived', 'RFC 6455 §5.5; RFC 6455 §5.5.1', {
    closeCode: 1002,
    implies: ['ctl-125'],
    chromium: 'throws SyntaxError'
  }),
  'close-not-on-wire': close('MUST NOT', 'customary', 'RFC 6455 §7.4.1', PROTOCOL_ERROR),
  'close-1004': close('reserved', 'customary', 'RFC 6455 §7.4.1', {
    ...PROTOCOL_ERROR,
    chromium: 'tolerates'
  }),
  'close-range-unused': close('reserved', 'customary', 'RFC 6455 §7.4.2', {
    ...PROTOCOL_ERROR,
    chromium: 'tolerates'
  }),
  'close-range-protocol': close('reserved', 'customary', 'RFC 6455 §7.4.2', {
    ...PROTOCOL_ERROR,
    chromium: 'tolerates'
  }),
  'close-script-codes': close('API', 'explicit', 'WHATWG WebSockets close()', {
    who: 'client',
    consequence: 'throw',
    chromium: 'throws InvalidAccessError'
  }),
  // RFC 6455 §1.4 has the receiver discard such data; one that fails uses 1002.
  'close-last-data': close('MUST NOT', 'customary', 'RFC 6455 §5.5.1', {
    consequence: 'tolerate',
    closeCode: 1002,
    implies: ['frame-after-open'],
    chromium: 'fails',
    ws: 'tolerates'
  }),
  'close-reply': close('MUST', 'derived', 'RFC 6455 §5.5.1', {
    consequence: 'wait',
    closeCode: 1006,
    chromium: 'keeps',
    ws: 'keeps'
  }),
  'close-then-tcp': close('MUST', 'derived', 'RFC 6455 §5.5.1', { consequence: 'wait' }),
  // Chromium closes TCP itself after 2 s, and calls that a clean close.
  'close-server-first': close('MUST', 'explicit', 'RFC 6455 §5.5.1; RFC 6455 §7.1.1', {
    who: 'server',
    consequence: 'wait',
    chromium: 'waits'
  }),

  'fail-send-close': failing('SHOULD', 'derived', 'RFC 6455 §7.1.7', { closeCode: 1006 }),
  'fail-transport-lost': failing('MUST', 'explicit', 'RFC 6455 §7.2.1', {
    who: 'client',
    closeCode: 1006,
    chromium: 'drops'
  }),
  'fail-too-big': failing('MUST', 'derived', 'RFC 6455 §10.4', {
    closeCode: 1009,
    chromium: 'drops',
    ws: 'closes 1009'
  }),

  // ws refuses the handshake where the RFC has the offer declined.
  'pmd-offer-params': deflateOffer('RFC 7692 §7', { ws: 'HTTP 400' }),
  'pmd-offer-values': deflateOffer('RFC 7692 §7', { ws: 'HTTP 400' }),
  'pmd-offer-duplicates': deflateOffer('RFC 7692 §7', { ws: 'HTTP 400' }),
  'pmd-offer-supported': deflateOffer('RFC 7692 §7; RFC 7692 §5', { who: 'server' }),
  'pmd-decline-silent': deflate('MUST NOT', 'explicit', 'RFC 7692 §5', { who: 'server' }),
  'pmd-response-valid': deflateResponse('MUST', 'explicit', 'RFC 7692 §7', { chromium: 'fails' }),
  'pmd-response-offered': deflateResponse('MUST', 'explicit', 'RFC 7692 §5', {
    implies: ['resp-ext-requested']
  }),
  'pmd-server-nct': deflateResponse('MUST', 'derived', 'RFC 7692 §7.1.1.1'),
  // In an offer it is declined; ws refuses one without a value, but lets `08` pass.
  'pmd-server-mwb': deflateResponse('MUST', 'explicit', 'RFC 7692 §7.1.2.1', {
    who: 'both',
    implies: ['pmd-offer-values', 'pmd-response-valid'],
    chromium: 'fails',
    ws: 'HTTP 400'
  }),
  'pmd-server-mwb-le': deflateResponse('definition', 'derived', 'RFC 7692 §7.1.2.1'),
  'pmd-client-mwb-response': deflateResponse('MUST NOT', 'explicit', 'RFC 7692 §7.1.2.2', {
    implies: ['pmd-response-valid'],
    chromium: 'fails'
  }),
  'pmd-window': deflate('MUST NOT', 'derived', 'RFC 7692 §7.2.1', { closeCode: 1007 }),
  // Chromium keeps its window all the same, and so cannot see the fault.
  'pmd-reset': deflate('MUST', 'derived', 'RFC 7692 §7.2.1', {
    closeCode: 1007,
    chromium: 'tolerates'
  }),
  'pmd-keep': deflate('MUST', 'derived', 'RFC 7692 §7.2.2', { consequence: 'fail' }),
  'pmd-rsv1-first': deflate('MUST NOT', 'explicit', 'RFC 7692 §6.1', {
    ...PROTOCOL_ERROR,
    implies: ['frame-rsv']
  }),
  'pmd-opcode': deflate('definition', 'derived', 'RFC 7692 §6.1', {
    closeCode: 1007,
    implies: ['text-utf8'],
    chromium: 'closes 1002',
    ws: 'closes 1007'
  }),
  'pmd-tail-removed': deflate('MUST', 'derived', 'RFC 7692 §7.2.1 step 2; RFC 7692 §7.2.1 step 3', {
    chromium: 'tolerates',
    ws: 'tolerates'
  }),
  'pmd-tail-inner': deflate('MUST NOT', 'derived', 'RFC 7692 §7.2.1', { closeCode: 1007 }),
  'pmd-append-tail': deflate('definition', 'derived', 'RFC 7692 §7.2.2'),
  'pmd-corrupt': deflate('derived', 'customary', 'RFC 7692 §7.2.2', {
    closeCode: 1007,
    chromium: 'closes 1002',
    ws: 'closes 1007'
  }),
  'pmd-rsv1-conflict': deflateResponse('MUST NOT', 'explicit', 'RFC 7692 §5')
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof TABLE;

export const RULES: Readonly<Record<RuleId, Rule>> = TABLE;

export const RULE_IDS = Object.keys(TABLE) as RuleId[];

/** Whether the rule is about the opening handshake; the others are about what follows it. */
export const isHandshakeRule = (id: RuleId): boolean =>
  HANDSHAKE_GROUPS.some((group) => group === RULES[id].group) || isNegotiationRule(id);

/** Rules of permessage-deflate that the handshake keeps or breaks (RFC 7692 §5, §7.1). */
const isNegotiationRule = (id: RuleId): boolean =>
  /^pmd-(?:offer|response|server|client|rsv1-conflict)/.test(id);
