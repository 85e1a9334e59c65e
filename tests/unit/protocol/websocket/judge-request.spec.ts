import { describe, expect, it } from 'vitest';
import type { RequestContext } from '#lib/protocol/websocket/judge-request.ts';
import { judgeRequest, REQUEST_RULES } from '#lib/protocol/websocket/judge-request.ts';
import { decodeRequest } from '#lib/protocol/http/message.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import { edited, headOf, judgedRequest, KEY, REQUEST_LINES } from '../../../helpers/handshake.ts';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { prove } from '../../../helpers/evidence.ts';

type Changes = Record<string, string | undefined>;
interface Case {
  readonly rule: RuleId;
  readonly broken: Changes;
  readonly kept?: Changes;
  readonly context?: RequestContext;
  readonly status: number | 'accept' | 'wait';
  /** Rules that are broken along with it. */
  readonly also?: readonly RuleId[];
  /** The faulty text; '\r\n' is the empty line, where something is missing. */
  readonly at: string;
}

const EMPTY_LINE = '\r\n';
const CASES: readonly Case[] = [
  {
    rule: 'req-valid-http',
    broken: { Host: 'exa\u0001mple.com' },
    status: 400,
    also: ['http-field-value', 'req-host'],
    at: '\u0001'
  },
  { rule: 'req-method-get', broken: { '': 'POST /demo HTTP/1.1' }, status: 400, at: 'POST' },
  { rule: 'req-http-1-1', broken: { '': 'GET /demo HTTP/1.0' }, status: 400, at: 'HTTP/1.0' },
  {
    rule: 'req-target',
    broken: { '': 'GET /demo#x HTTP/1.1' },
    kept: { '': 'GET http://example.com/demo HTTP/1.1' },
    status: 400,
    at: '/demo#x'
  },
  {
    rule: 'req-host',
    broken: { Host: undefined },
    kept: { Host: '[::1]:8080' },
    status: 400,
    at: EMPTY_LINE
  },
  {
    rule: 'req-upgrade',
    broken: { Upgrade: 'h2c' },
    kept: { Upgrade: 'h2c, WebSocket' },
    status: 400,
    at: 'h2c'
  },
  {
    rule: 'req-connection',
    broken: { Connection: 'keep-alive' },
    kept: { Connection: 'keep-alive\nupgrade' },
    status: 400,
    at: 'keep-alive'
  },
  {
    rule: 'req-key-present',
    broken: { 'Sec-WebSocket-Key': undefined },
    status: 400,
    at: EMPTY_LINE
  },
  {
    rule: 'req-key-once',
    broken: { 'Sec-WebSocket-Key': `${KEY}\n${KEY}` },
    status: 400,
    at: `Sec-WebSocket-Key: ${KEY}\r\n`
  },
  {
    rule: 'req-key-16-bytes',
    broken: { 'Sec-WebSocket-Key': 'c2hvcnQ=' },
    status: 400,
    at: 'c2hvcnQ='
  },
  {
    rule: 'req-key-canonical',
    broken: { 'Sec-WebSocket-Key': 'AQIDBAUGBwgJCgsMDQ4PEC==' },
    kept: { 'Sec-WebSocket-Key': 'AQIDBAUGBwgJCgsMDQ4PEA==' },
    status: 'accept',
    at: 'AQIDBAUGBwgJCgsMDQ4PEC=='
  },
  { rule: 'req-version-13', broken: { 'Sec-WebSocket-Version': '8' }, status: 426, at: '8' },
  {
    rule: 'req-version-once',
    broken: { 'Sec-WebSocket-Version': '13\n13' },
    status: 400,
    at: 'Sec-WebSocket-Version: 13\r\n'
  },
  {
    rule: 'req-version-grammar',
    broken: { 'Sec-WebSocket-Version': '013' },
    status: 426,
    also: ['req-version-13'],
    at: '013'
  },
  {
    rule: 'req-origin-browser',
    broken: {},
    kept: { Origin: 'https://example.com' },
    context: { browser: true },
    status: 'accept',
    at: EMPTY_LINE
  },
  {
    rule: 'req-protocol-token',
    broken: { 'Sec-WebSocket-Protocol': 'chat, a b' },
    kept: { 'Sec-WebSocket-Protocol': 'chat, superchat' },
    status: 400,
    at: 'chat, a b'
  },
  {
    rule: 'req-protocol-unique',
    broken: { 'Sec-WebSocket-Protocol': 'chat, chat' },
    kept: { 'Sec-WebSocket-Protocol': 'chat, Chat' },
    status: 400,
    at: 'chat, chat'
  },
  {
    rule: 'req-ext-grammar',
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate, b(d' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' },
    status: 400,
    also: ['req-ext-registered'],
    at: 'b(d'
  },
  {
    rule: 'req-ext-quoted',
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits="1 0"' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits="10"' },
    status: 400,
    also: ['req-ext-grammar'],
    at: 'server_max_window_bits="1 0"'
  },
  {
    rule: 'req-ext-registered',
    broken: { 'Sec-WebSocket-Extensions': 'x-unheard-of' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' },
    status: 'accept',
    at: 'x-unheard-of'
  },
  {
    rule: 'pmd-offer-params',
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate; foo' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' },
    status: 'accept',
    also: ['req-ext-registered'],
    at: 'permessage-deflate; foo'
  },
  {
    rule: 'pmd-offer-values',
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits=7' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits=8' },
    status: 'accept',
    at: 'permessage-deflate; client_max_window_bits=7'
  },
  {
    rule: 'pmd-offer-duplicates',
    broken: {
      'Sec-WebSocket-Extensions':
        'permessage-deflate; client_max_window_bits; client_max_window_bits'
    },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate, permessage-deflate' },
    status: 'accept',
    at: 'permessage-deflate; client_max_window_bits; client_max_window_bits'
  },
  {
    rule: 'pmd-server-mwb',
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=15' },
    status: 'accept',
    also: ['pmd-offer-values'],
    at: 'permessage-deflate; server_max_window_bits'
  },
  {
    rule: 'req-wait-for-101',
    broken: {},
    context: { bytesAfter: 3 },
    status: 'accept',
    at: ''
  }
];

const statusOf = (lines: readonly string[], context: RequestContext = {}) => {
  const { reaction } = judgedRequest(lines, context).judgement;
  return reaction.type === 'refuse' ? reaction.status : reaction.type;
};

describe('a good request', () => {
  it('breaks no rule and is accepted', () => {
    const { judgement } = judgedRequest(REQUEST_LINES);
    expect(judgement.violations).toEqual([]);
    expect(judgement.reaction).toEqual({ type: 'accept' });
    expect(judgement.checks.map(({ rule }) => rule)).toEqual(REQUEST_RULES);
    expect(judgement.checks.some(({ outcome }) => outcome === 'broken')).toBe(false);
  });
});

describe('the rules for a request', () => {
  it('have a case each', () => {
    expect(CASES.map(({ rule }) => rule)).toEqual(REQUEST_RULES);
  });

  it.each(CASES.map((c) => [c.rule, c] as const))('%s', (rule, c) => {
    const lines = edited(REQUEST_LINES, c.broken);
    const { judgement } = judgedRequest(lines, c.context);
    const broken = [...new Set(judgement.violations.map((violation) => violation.rule))];
    expect(broken.toSorted()).toEqual([rule, ...(c.also ?? [])].toSorted());
    expect(statusOf(lines, c.context)).toBe(c.status);
    expect(judgement.checks.find((check) => check.rule === rule)?.outcome).toBe('broken');

    const violation = judgement.violations.find((v) => v.rule === rule);
    const text = latin1Decode(headOf(lines)).slice(
      (violation?.range.from ?? 0) / 8,
      (violation?.range.to ?? 0) / 8
    );
    expect(text).toBe(c.at);

    const kept = edited(REQUEST_LINES, c.kept ?? {});
    const good = judgedRequest(kept, c.kept ? (c.context ?? {}) : {}).judgement;
    expect(good.violations).toEqual([]);
    prove({ type: 'rule', id: rule, how: 'broken' });
  });
});

describe('what the server is set up for', () => {
  const withOrigin = (origin: string) => edited(REQUEST_LINES, { Origin: origin });

  it('refuses an origin that is not let in with 403', () => {
    const origins = ['https://example.com'];
    expect(statusOf(withOrigin('https://evil.example'), { origins })).toBe(403);
    expect(statusOf(withOrigin('https://example.com'), { origins })).toBe('accept');
    // Not a browser: the check is for browsers (RFC 6455 §10.2).
    expect(statusOf(REQUEST_LINES, { origins })).toBe('accept');
  });

  it('refuses a path without a service with 404, whatever the query', () => {
    const paths = ['/chat'];
    expect(statusOf(REQUEST_LINES, { paths })).toBe(404);
    expect(statusOf(edited(REQUEST_LINES, { '': 'GET /chat?x=1 HTTP/1.1' }), { paths })).toBe(
      'accept'
    );
  });
});

it('waits for a head that has no end', () => {
  const decoded = decodeRequest(headOf(REQUEST_LINES).subarray(0, -2), { ended: true });
  expect(decoded.complete && judgeRequest(decoded).reaction.type).toBe('wait');
});

it('tolerates a bare line feed, which RFC 9112 §2.2 lets a recipient do', () => {
  const lines = edited(REQUEST_LINES, { Upgrade: 'websocket\nX' });
  expect(statusOf([...lines.slice(0, 2), 'Upgrade: websocket\nX-A: b', ...lines.slice(4)])).toBe(
    'accept'
  );
});
