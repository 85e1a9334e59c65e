/** The header fields of the opening handshake, as a table (RFC 6455 §4.1, §4.2.2, §11.3). */
import type { RuleId } from '../rules.ts';

/**
 * Whether a message has the field:
 * - browsers: required of browsers, other clients may send it;
 * - refusal: not in a 101, but in a response that refuses.
 */
export type Need = 'required' | 'browsers' | 'optional' | 'refusal' | 'never';

/** How often it may stand in a message. `answer`: once in the response, a list in the request. */
export type Times = 'once' | 'list' | 'answer' | 'version';

/** What becomes of it on HTTP/2 and HTTP/3 (RFC 8441 §5; RFC 9220 §3). */
export type OverHttp2 = 'kept' | 'unused' | 'forbidden' | 'authority';

export interface HandshakeField {
  readonly name: string;
  readonly request: Need;
  readonly response: Need;
  readonly times: Times;
  readonly http2: OverHttp2;
  /** References separated by `; `. */
  readonly section: string;
  /** The rules that speak of it. */
  readonly rules: readonly RuleId[];
}

const field = (
  name: string,
  [request, response]: readonly [Need, Need],
  times: Times,
  http2: OverHttp2,
  section: string,
  rules: readonly RuleId[]
): HandshakeField => ({ name, request, response, times, http2, section, rules });

export const HANDSHAKE_FIELDS: readonly HandshakeField[] = [
  field('Host', ['required', 'never'], 'once', 'authority', 'RFC 6455 §4.1 item 4; RFC 9112 §3.2', [
    'req-host'
  ]),
  field(
    'Upgrade',
    ['required', 'required'],
    'list',
    'forbidden',
    'RFC 6455 §4.1 item 5; RFC 9110 §7.8',
    ['req-upgrade', 'resp-upgrade', 'resp-upgrade-offered', 'srv-426-upgrade']
  ),
  field(
    'Connection',
    ['required', 'required'],
    'list',
    'forbidden',
    'RFC 6455 §4.1 item 6; RFC 9110 §7.6.1',
    ['req-connection', 'resp-connection']
  ),
  field(
    'Sec-WebSocket-Key',
    ['required', 'never'],
    'once',
    'unused',
    'RFC 6455 §4.1 item 7; RFC 6455 §11.3.1',
    ['req-key-present', 'req-key-16-bytes', 'req-key-canonical', 'req-key-once']
  ),
  field(
    'Sec-WebSocket-Version',
    ['required', 'refusal'],
    'version',
    'kept',
    'RFC 6455 §4.1 item 9; RFC 6455 §4.4; RFC 6455 §11.3.5',
    ['req-version-13', 'req-version-once', 'req-version-grammar', 'srv-version-list']
  ),
  field(
    'Sec-WebSocket-Protocol',
    ['optional', 'optional'],
    'answer',
    'kept',
    'RFC 6455 §4.1 item 10; RFC 6455 §11.3.4',
    [
      'req-protocol-token',
      'req-protocol-unique',
      'req-protocol-case',
      'resp-protocol-requested',
      'resp-protocol-single',
      'resp-protocol-none',
      'whatwg-protocol-answered'
    ]
  ),
  field(
    'Sec-WebSocket-Extensions',
    ['optional', 'optional'],
    'list',
    'kept',
    'RFC 6455 §9.1; RFC 6455 §11.3.2',
    ['req-ext-grammar', 'req-ext-quoted', 'req-ext-registered', 'resp-ext-requested']
  ),
  field('Origin', ['browsers', 'never'], 'once', 'kept', 'RFC 6455 §4.1 item 8; RFC 6455 §10.2', [
    'req-origin-browser',
    'srv-origin'
  ]),
  field(
    'Sec-WebSocket-Accept',
    ['never', 'required'],
    'once',
    'unused',
    'RFC 6455 §4.2.2 step 5.4; RFC 6455 §11.3.3',
    ['resp-accept-value', 'resp-accept-string', 'resp-accept-once']
  )
];
