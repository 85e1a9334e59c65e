import { describe, expect, it } from 'vitest';
import { ACCEPT_MISTAKES, mistakenAccept } from '#lib/protocol/websocket/accept.ts';
import { RESPONSE_RULES } from '#lib/protocol/websocket/judge-response.ts';
import type { RequestContext } from '#lib/protocol/websocket/judge-request.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import {
  ACCEPT,
  edited,
  judgedResponse,
  KEY,
  REQUEST_LINES,
  RESPONSE_LINES
} from '../../../helpers/handshake.ts';
import { prove } from '../../../helpers/evidence.ts';

type Changes = Record<string, string | undefined>;
interface Case {
  readonly rule: RuleId;
  readonly broken: Changes;
  readonly kept?: Changes;
  /** Changes to the request. */
  readonly asked?: Changes;
  readonly context?: RequestContext;
  readonly browser?: boolean;
  readonly opens?: boolean;
  readonly also?: readonly RuleId[];
}

const offer = { 'Sec-WebSocket-Protocol': 'chat, superchat' };
const CASES: readonly Case[] = [
  {
    rule: 'srv-reject-malformed',
    asked: { Host: undefined },
    broken: {},
    kept: { '': 'HTTP/1.1 400 Bad Request' },
    opens: true
  },
  {
    rule: 'srv-version-list',
    asked: { 'Sec-WebSocket-Version': '14' },
    broken: { '': 'HTTP/1.1 400 Bad Request', 'Sec-WebSocket-Accept': undefined },
    kept: { '': 'HTTP/1.1 400 Bad Request', 'Sec-WebSocket-Version': '13' }
  },
  {
    rule: 'srv-404',
    context: { paths: ['/x'] },
    broken: {},
    kept: { '': 'HTTP/1.1 404 Not Found' },
    opens: true
  },
  {
    rule: 'srv-origin',
    asked: { Origin: 'https://evil.example' },
    context: { origins: ['https://example.com'] },
    broken: {},
    kept: { '': 'HTTP/1.1 403 Forbidden' },
    opens: true
  },
  {
    rule: 'srv-426-upgrade',
    broken: { '': 'HTTP/1.1 426 Upgrade Required', Upgrade: undefined },
    kept: { '': 'HTTP/1.1 426 Upgrade Required' },
    also: ['resp-101']
  },
  {
    rule: 'resp-conform',
    broken: { '': 'HTTP/1.1 101' },
    also: ['http-status-line']
  },
  { rule: 'resp-101', broken: { '': 'HTTP/1.1 200 OK' } },
  { rule: 'resp-upgrade', broken: { Upgrade: undefined }, kept: { Upgrade: 'WebSocket' } },
  {
    rule: 'resp-upgrade-offered',
    broken: { Upgrade: 'h2c' },
    also: ['resp-upgrade']
  },
  {
    rule: 'resp-connection',
    broken: { Connection: 'close' },
    kept: { Connection: 'keep-alive, upgrade' }
  },
  {
    rule: 'resp-accept-value',
    broken: { 'Sec-WebSocket-Accept': ACCEPT.toLowerCase() },
    kept: { 'Sec-WebSocket-Accept': `  ${ACCEPT}\t` }
  },
  {
    rule: 'resp-accept-string',
    broken: { 'Sec-WebSocket-Accept': mistakenAccept(KEY, 'key-decoded') },
    also: ['resp-accept-value']
  },
  { rule: 'resp-accept-once', broken: { 'Sec-WebSocket-Accept': `${ACCEPT}\n${ACCEPT}` } },
  {
    rule: 'resp-protocol-requested',
    asked: offer,
    broken: { 'Sec-WebSocket-Protocol': 'other' },
    kept: { 'Sec-WebSocket-Protocol': 'superchat' }
  },
  {
    rule: 'resp-protocol-single',
    asked: offer,
    broken: { 'Sec-WebSocket-Protocol': 'chat, superchat' },
    kept: { 'Sec-WebSocket-Protocol': 'chat' }
  },
  {
    rule: 'resp-protocol-none',
    asked: offer,
    broken: { 'Sec-WebSocket-Protocol': '' },
    kept: {},
    also: ['resp-protocol-single']
  },
  {
    rule: 'req-protocol-case',
    asked: offer,
    broken: { 'Sec-WebSocket-Protocol': 'Chat' },
    kept: { 'Sec-WebSocket-Protocol': 'chat' },
    also: ['resp-protocol-requested']
  },
  {
    rule: 'req-ext-grammar',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate;;' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate' }
  },
  {
    rule: 'req-ext-quoted',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits="1 0"' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits="10"' },
    also: ['req-ext-grammar']
  },
  {
    rule: 'resp-ext-requested',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    broken: { 'Sec-WebSocket-Extensions': 'x-unheard-of' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate' }
  },
  {
    rule: 'pmd-offer-supported',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate; foo' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    kept: {},
    opens: true
  },
  {
    rule: 'pmd-response-offered',
    asked: { 'Sec-WebSocket-Extensions': 'x-unheard-of' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    kept: { 'Sec-WebSocket-Extensions': 'x-unheard-of' },
    also: ['resp-ext-requested']
  },
  {
    rule: 'pmd-response-valid',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate; foo' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate' }
  },
  {
    rule: 'pmd-server-nct',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_no_context_takeover' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_no_context_takeover' }
  },
  {
    rule: 'pmd-server-mwb',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=7' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=8' },
    also: ['pmd-response-valid']
  },
  {
    rule: 'pmd-server-mwb-le',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=9' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=10' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=8' }
  },
  {
    rule: 'pmd-client-mwb-response',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits=9' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    also: ['pmd-response-valid']
  },
  {
    rule: 'pmd-rsv1-conflict',
    asked: { 'Sec-WebSocket-Extensions': 'permessage-deflate, permessage-bzip2' },
    broken: { 'Sec-WebSocket-Extensions': 'permessage-deflate, permessage-bzip2' },
    kept: { 'Sec-WebSocket-Extensions': 'permessage-deflate' }
  },
  {
    rule: 'whatwg-protocol-answered',
    asked: offer,
    browser: true,
    broken: {},
    kept: { 'Sec-WebSocket-Protocol': 'chat' }
  }
];

it('a good response breaks no rule and opens', () => {
  const judgement = judgedResponse(RESPONSE_LINES);
  expect(judgement.violations).toEqual([]);
  expect(judgement.reaction).toEqual({ type: 'open', protocol: '', extensions: [] });
  expect(judgement.checks.map(({ rule }) => rule)).toEqual(RESPONSE_RULES);
});

describe('the rules for a response', () => {
  it('have a case each', () => {
    expect(CASES.map(({ rule }) => rule)).toEqual(RESPONSE_RULES);
  });

  it.each(CASES.map((c) => [c.rule, c] as const))('%s', (rule, c) => {
    const options = {
      request: edited(REQUEST_LINES, c.asked ?? {}),
      context: c.context ?? {},
      browser: c.browser ?? false
    };
    const judgement = judgedResponse(edited(RESPONSE_LINES, c.broken), options);
    const broken = [...new Set(judgement.violations.map((violation) => violation.rule))];
    expect(broken.toSorted()).toEqual([rule, ...(c.also ?? [])].toSorted());
    expect(judgement.reaction.type).toBe(c.opens ? 'open' : 'fail');

    const kept = judgedResponse(edited(RESPONSE_LINES, c.kept ?? {}), options);
    expect(kept.violations.map((violation) => violation.rule)).not.toContain(rule);
    prove({ type: 'rule', id: rule, how: 'broken' });
  });
});

it('the RFC opens without an answer to the offered subprotocols, a browser does not', () => {
  const request = edited(REQUEST_LINES, offer);
  expect(judgedResponse(RESPONSE_LINES, { request }).reaction.type).toBe('open');
  expect(judgedResponse(RESPONSE_LINES, { request, browser: true }).reaction).toEqual({
    type: 'fail',
    rule: 'whatwg-protocol-answered'
  });
});

it.each(ACCEPT_MISTAKES)('recognises the mistake %s', (mistake) => {
  const wrong = { 'Sec-WebSocket-Accept': mistakenAccept(KEY, mistake) };
  expect(judgedResponse(edited(RESPONSE_LINES, wrong)).mistake).toBe(mistake);
});

it('hands over the chosen subprotocol and the extensions with their parameters', () => {
  const request = edited(REQUEST_LINES, {
    ...offer,
    'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits'
  });
  const response = edited(RESPONSE_LINES, {
    'Sec-WebSocket-Protocol': 'superchat',
    'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits=9'
  });
  expect(judgedResponse(response, { request, browser: true }).reaction).toEqual({
    type: 'open',
    protocol: 'superchat',
    extensions: [
      { name: 'permessage-deflate', params: [{ name: 'client_max_window_bits', value: '9' }] }
    ]
  });
});

it('a refusal of a request that must be refused breaks no rule, and opens nothing', () => {
  const request = edited(REQUEST_LINES, { Host: undefined });
  const judgement = judgedResponse(['HTTP/1.1 400 Bad Request', 'Connection: close'], { request });
  expect(judgement.violations).toEqual([]);
  expect(judgement.reaction).toEqual({ type: 'fail', rule: 'resp-101' });
});
