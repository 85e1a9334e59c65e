/**
 * How a server of ws 8.23 on Node 20 (perMessageDeflate on, no verifyClient) answers an opening
 * handshake: first Node's HTTP parser, then ws, each in the order of its checks. Measured.
 */
import { asciiLowerCase, isToken, listHasToken } from '../../http/abnf.ts';
import { combinedValue, fieldLineSpans, valuesOf } from '../../http/fields.ts';
import type { HttpSpanId } from '../../http/head.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Decoded } from '../../decoding.ts';
import type { RuleId } from '../../rules.ts';
import { DEFLATE, readDeflateParameters } from '../deflate-parameters.ts';
import { parseExtensions, parseSubprotocols } from '../extensions.ts';
import { OPENS, WAITS, type PeerReaction } from './reaction.ts';

/** Faults of the text that Node's parser refuses; the others it forgives. */
const NODE_REFUSES: readonly RuleId[] = [
  'http-bare-lf',
  'http-bare-cr',
  'http-space-before-colon',
  'http-leading-whitespace',
  'http-obs-fold',
  'http-field-line',
  'http-field-name',
  'http-field-value'
];

const NODE_METHODS =
  /^(?:ACL|BIND|CHECKOUT|COPY|DELETE|GET|HEAD|LINK|LOCK|M-SEARCH|MERGE|MKACTIVITY|MKCALENDAR|MKCOL|MOVE|NOTIFY|OPTIONS|PATCH|POST|PROPFIND|PROPPATCH|PURGE|PUT|QUERY|REBIND|REPORT|SEARCH|SOURCE|SUBSCRIBE|TRACE|UNBIND|UNLINK|UNLOCK|UNSUBSCRIBE)$/;

/** Node joins repeated lines, but keeps the first of some (`Host`, `User-Agent`, …). */
const joined = (request: HttpRequest, name: string) => combinedValue(request.fields, name);

/** Node's parser knows the token Upgrade only when no tab follows it. */
function asksForUpgrade({ value: request, spans }: Decoded<HttpRequest, HttpSpanId>): boolean {
  const lines = fieldLineSpans(spans, 'Connection');
  return valuesOf(request.fields, 'Connection').some((value, i) => {
    const after = lines[i]?.children?.findLast(
      ({ id }) => id === 'whitespace' || id === 'field-value'
    );
    const tabFollows = after?.id === 'whitespace' && String(after.value).startsWith('\t');
    return listHasToken(tabFollows ? `${value}\t.` : value, 'upgrade');
  });
}

function nodeRefuses({ value: request, violations }: Decoded<HttpRequest, HttpSpanId>): boolean {
  if (violations.some(({ rule }) => NODE_REFUSES.includes(rule))) return true;
  if (!NODE_METHODS.test(request.method)) return true;
  if (!/^(?:HTTP\/(?:0\.9|1\.0|1\.1|2\.0))?$/.test(request.version)) return true;
  return !/^(?:\/|\*|[A-Za-z]+:\/\/.)[^ \t]*$/.test(request.target);
}

/** Whether ws refuses the value of Sec-WebSocket-Extensions, where it looks at it. */
export function offerIsRefused(value: string): boolean {
  const { extensions, faults } = parseExtensions(value);
  if (faults.length || value.split(',').some((element) => element.trim() === '')) return true;
  return extensions
    .filter(({ name }) => name === DEFLATE)
    .some((offer) => readDeflateParameters(offer, 'offer').faults.some((f) => !isTolerated(f)));
}

/** ws reads window bits with Number(): leading zeros pass. */
const isTolerated = ({ kind, name, value }: { kind: string; name: string; value?: string }) =>
  kind === 'invalid' &&
  name.endsWith('_max_window_bits') &&
  value !== undefined &&
  [8, 9, 10, 11, 12, 13, 14, 15].includes(Number(value));

const BAD_REQUEST: PeerReaction = { type: 'http', status: 400 };

function wsAnswers(request: HttpRequest): PeerReaction {
  if (request.method !== 'GET') return { type: 'http', status: 405 };
  if (asciiLowerCase(joined(request, 'Upgrade') ?? '') !== 'websocket') return BAD_REQUEST;
  if (!/^[+/0-9A-Za-z]{22}==$/.test(joined(request, 'Sec-WebSocket-Key') ?? '')) return BAD_REQUEST;
  const version = joined(request, 'Sec-WebSocket-Version');
  if (version === undefined || ![8, 13].includes(Number(version)))
    return {
      type: 'http',
      status: 400,
      fields: [{ name: 'Sec-WebSocket-Version', value: '13, 8' }]
    };
  const protocols = joined(request, 'Sec-WebSocket-Protocol');
  if (protocols !== undefined) {
    const offered = parseSubprotocols(protocols);
    if (!offered.every(isToken) || new Set(offered).size !== offered.length) return BAD_REQUEST;
  }
  const extensions = joined(request, 'Sec-WebSocket-Extensions');
  if (extensions !== undefined && offerIsRefused(extensions)) return BAD_REQUEST;
  return OPENS;
}

/** What Node's HTTP server makes of a request head, before a program sees it. */
export type NodeReading = 'waits' | 'bad-request' | 'too-large' | 'no-host' | 'plain' | 'upgrade';

export function nodeReading(decoded: Decoded<HttpRequest, HttpSpanId>): NodeReading {
  const { value: request } = decoded;
  if (nodeRefuses(decoded)) return 'bad-request';
  if (decoded.violations.some(({ rule }) => rule === 'http-head-end')) return 'waits';
  if (decoded.byteLength > 16384) return 'too-large';
  // Node hands over as an upgrade only what names a protocol.
  const named = valuesOf(request.fields, 'Upgrade').some((value) => value !== '');
  if (named && asksForUpgrade(decoded)) return 'upgrade';
  const hasHost = valuesOf(request.fields, 'Host').length > 0;
  return request.version === 'HTTP/1.1' && !hasHost ? 'no-host' : 'plain';
}

/** The answer of ws to a request head. `byteLength` over 16 KiB is answered by Node with 431. */
export function wsServerReaction(decoded: Decoded<HttpRequest, HttpSpanId>): PeerReaction {
  switch (nodeReading(decoded)) {
    case 'waits':
      return WAITS;
    case 'bad-request':
    case 'no-host':
      return BAD_REQUEST;
    case 'too-large':
      return { type: 'http', status: 431 };
    case 'plain':
      // Without the Upgrade field that RFC 9110 §15.5.22 asks of a 426.
      return { type: 'http', status: 426 };
    case 'upgrade':
      return wsAnswers(decoded.value);
  }
}
