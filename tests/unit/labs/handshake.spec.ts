import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { diagnoseHead, diagnoseSource } from '#lib/labs/handshake/diagnose.ts';
import {
  headLines,
  holdsSecrets,
  INITIAL,
  readState,
  sourceOfLines
} from '#lib/labs/handshake/model.ts';
import { clientRows, differs, serverRows } from '#lib/labs/handshake/outcome.ts';
import { readPaste } from '#lib/labs/handshake/paste.ts';
import { sabotaged, SABOTAGES } from '#lib/labs/handshake/sabotages.ts';
import { sourceBytes, sourceOf, sourceOfBytes, sourceOffset } from '#lib/labs/handshake/source.ts';
import { liveSteps } from '#lib/labs/handshake/live-steps.ts';
import { headOf, KEY, REQUEST_LINES, RESPONSE_LINES } from '../../helpers/handshake.ts';
import { ascii } from '../../helpers/bytes.ts';
import { openingTrace } from '../../helpers/opening-trace.ts';
import { runs } from '../../helpers/property.ts';

describe('the text of a head', () => {
  it('has CR LF on the wire, and symbols for what a text field cannot hold', () => {
    expect(latin1Decode(sourceBytes('a\nb␊c␍d␀\n'))).toBe('a\r\nb\nc\rd\0\r\n');
  });

  it('gives any bytes of text back', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '\r', '\n', '\0', 'é', ' '),
      maxLength: 20
    });
    fc.assert(
      fc.property(text, (t) => {
        const bytes = new TextEncoder().encode(t);
        expect(sourceBytes(sourceOfBytes(bytes) ?? '')).toEqual(bytes);
      }),
      runs(500, 5000)
    );
  });

  it('takes line feeds from outside for line ends, unless there are CR LF too', () => {
    expect(sourceOf('a\nb\n')).toBe('a\nb\n');
    expect(sourceOf('a\r\nb\nc')).toBe('a\nb␊c');
    expect(sourceOf('a\rb')).toBe('a␍b');
  });

  it('knows the character at a byte', () => {
    expect(sourceOffset('é\nx', 0)).toBe(0);
    expect(sourceOffset('é\nx', 2)).toBe(1);
    expect(sourceOffset('é\nx', 4)).toBe(2);
    expect(sourceOffset('a', 99)).toBe(1);
  });

  it('can be edited field by field', () => {
    const lines = headLines(INITIAL.request);
    expect(lines.first).toBe('GET /demo HTTP/1.1');
    expect(lines.fields.map(({ name }) => name)).toContain('Sec-WebSocket-Key');
    expect(sourceOfLines(lines)).toBe(INITIAL.request);
  });
});

describe('what was pasted', () => {
  const source = `${REQUEST_LINES.join('\n')}\n\n`;

  it.each([
    ['a raw head', headOf(REQUEST_LINES), ['raw']],
    ['a head without its empty line', ascii(REQUEST_LINES.join('\n')), ['raw']],
    [
      'a head with empty lines around it',
      ascii(`\n\n${REQUEST_LINES.join('\r\n')}\r\n\r\n`),
      ['raw']
    ]
  ])('may be %s', (_, bytes, notes) => {
    expect(readPaste(latin1Decode(bytes))).toEqual({ request: source, notes });
  });

  it('may be both heads, one after the other', () => {
    const pasted = readPaste(`${REQUEST_LINES.join('\n')}\n\n${RESPONSE_LINES.join('\n')}\n`);
    expect(pasted).toEqual({
      request: source,
      response: `${RESPONSE_LINES.join('\n')}\n\n`,
      notes: ['raw']
    });
  });

  it('may be the output of curl -v', () => {
    const text = [
      '*   Trying 127.0.0.1:8080...',
      '* Connected to localhost (127.0.0.1) port 8080',
      ...REQUEST_LINES.map((line) => `> ${line}`),
      '> ',
      '* Request completely sent off',
      ...RESPONSE_LINES.map((line) => `< ${line}\r`),
      '< \r'
    ].join('\n');
    expect(readPaste(text)).toEqual({
      request: source,
      response: `${RESPONSE_LINES.join('\n')}\n\n`,
      notes: ['curl-verbose']
    });
  });

  it('may be a curl command, as browsers copy it', () => {
    const pasted = readPaste(
      `curl 'wss://example.com/demo?x=1' \\\n -H 'Upgrade: websocket' \\\n -H "Sec-WebSocket-Key: ${KEY}"`
    );
    expect(pasted?.request).toBe(
      `GET /demo?x=1 HTTP/1.1\nHost: example.com\nUpgrade: websocket\nSec-WebSocket-Key: ${KEY}\n\n`
    );
  });

  it('may be what DevTools copies: the address in the first line becomes a path', () => {
    const pasted = readPaste(`GET ws://localhost:8080/chat HTTP/1.1\nHost: localhost:8080\n`);
    expect(pasted).toEqual({
      request: 'GET /chat HTTP/1.1\nHost: localhost:8080\n\n',
      notes: ['raw', 'ws-target']
    });
  });

  it('may be field lines alone', () => {
    expect(readPaste('Host: a\nUpgrade: websocket\n')?.request).toBe(
      'GET / HTTP/1.1\nHost: a\nUpgrade: websocket\n\n'
    );
    expect(readPaste('Upgrade: websocket\nSec-WebSocket-Accept: x')?.response).toMatch(
      /^HTTP\/1\.1 101 Switching Protocols\nUpgrade/
    );
    expect(readPaste(':authority: a.test\n:method: GET\n:path: /p\norigin: x')?.request).toBe(
      'GET /p HTTP/1.1\nHost: a.test\norigin: x\n\n'
    );
  });

  it('may be the panel of DevTools, copied with both messages and what stands above them', () => {
    const panel = [
      'General',
      ...['Request URL', 'ws://localhost:8080/chat', 'Request Method', 'GET'],
      ...['Status Code', '101 Switching Protocols'],
      'Response Headers',
      ...['Connection', 'Upgrade', 'Sec-WebSocket-Accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
      ...['Upgrade', 'websocket'],
      'Request Headers',
      ...['Host', 'localhost:8080', 'Connection', 'Upgrade'],
      ...['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ==', 'Upgrade', 'websocket']
    ].join('\n');
    expect(readPaste(panel)).toEqual({
      response:
        'HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nUpgrade: websocket\n\n',
      request:
        'GET / HTTP/1.1\nHost: localhost:8080\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nUpgrade: websocket\n\n',
      notes: ['pairs']
    });
  });

  it('may be names and values on lines of their own', () => {
    expect(readPaste('Host:\na\nUpgrade:\nwebsocket')?.request).toBe(
      'GET / HTTP/1.1\nHost: a\nUpgrade: websocket\n\n'
    );
  });

  it('is refused when it is nothing of this kind, and never throws', () => {
    for (const text of ['', '   ', 'hello', 'hello world\nhow are you', '<html>', '{"a":1}'])
      expect(readPaste(text), text).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => void readPaste(text)),
      runs(1000, 20_000)
    );
  });
});

describe('a state of the lab', () => {
  it('begins as the example, which keeps every rule and opens', () => {
    const reading = readState(INITIAL);
    expect(reading.requestBytes).toEqual(headOf(REQUEST_LINES));
    expect(reading.responseBytes).toEqual(headOf(RESPONSE_LINES));
    expect(reading.requestJudgement.violations).toEqual([]);
    expect(reading.responseJudgement.violations).toEqual([]);
    expect([...serverRows(reading), ...clientRows(reading)].map(({ wire }) => wire.id)).toEqual([
      'answers101',
      'answers101',
      'opens',
      'opens',
      'opens'
    ]);
  });

  it('reads any text without throwing', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.string({ maxLength: 80 }),
        (request, response) => {
          const reading = readState({ ...INITIAL, request, response });
          expect(reading.requestBytes).toEqual(sourceBytes(request));
        }
      ),
      runs(500, 5000)
    );
  });

  it('is read in a few milliseconds even at 64 KiB', () => {
    const request = `${REQUEST_LINES.join('\n')}\nX: ${'a'.repeat(65_000)}\n\n`;
    expect(readState({ ...INITIAL, request }).requestJudgement.violations).toEqual([]);
  });

  it('holds secrets when it has a Cookie or an Authorization field', () => {
    expect(holdsSecrets(INITIAL)).toBe(false);
    expect(holdsSecrets({ ...INITIAL, request: 'GET / HTTP/1.1\ncookie: a=b\n\n' })).toBe(true);
    expect(holdsSecrets({ ...INITIAL, response: 'HTTP/1.1 101 x\nSet-Cookie: a=b\n\n' })).toBe(
      true
    );
  });
});

describe('what is wrong with the text as a whole', () => {
  const headFault = (request: string) =>
    diagnoseHead(request, readState({ ...INITIAL, request }).request, 'request')?.id;

  it('is said when it is empty, binary or too long', () => {
    expect(diagnoseSource(' \n')).toEqual({ id: 'empty' });
    expect(diagnoseSource('ab\u0001')).toEqual({ id: 'binary', at: 2 });
    expect(diagnoseSource('a'.repeat(1_000_000))).toEqual({ id: 'tooLong', length: 1_000_000 });
    expect(diagnoseSource(INITIAL.request)).toBeUndefined();
  });

  it('is said when it is text, but no request', () => {
    expect(headFault('hello there')).toBe('notHttp');
    expect(headFault('HTTP/1.1 101 Switching Protocols\n\n')).toBe('wrongSide');
    expect(headFault(INITIAL.request)).toBeUndefined();
    // A broken first line with fields below it is a broken request, not something else.
    expect(headFault('GET\nHost: a\n\n')).toBeUndefined();
  });
});

describe('the sabotages', () => {
  it.each(SABOTAGES.map(({ id, side }) => [id, side] as const))(
    '%s breaks a rule of the %s',
    (id, side) => {
      const reading = readState(sabotaged(id));
      const judgement = side === 'request' ? reading.requestJudgement : reading.responseJudgement;
      const refused = reading.requestJudgement.reaction.type === 'refuse';
      expect(judgement.violations.length > 0 || refused).toBe(true);
    }
  );

  it('show where implementations differ from the RFC', () => {
    const differing = SABOTAGES.filter(({ id, side }) => {
      const reading = readState(sabotaged(id));
      return differs(side === 'request' ? serverRows(reading) : clientRows(reading));
    }).map(({ id }) => id);
    expect(differing).toEqual([
      'http-1-0',
      'post',
      'no-host',
      'no-upgrade',
      'no-connection',
      'connection-without-token',
      'no-version',
      'version-8',
      'version-14',
      'bad-origin',
      'bare-lf',
      'protocol-not-answered'
    ]);
  });
});

it('a live run has steps in order of time, no two at one instant', () => {
  const steps = liveSteps(openingTrace({ policy: { paths: [] } }));
  expect(steps.map(({ title }) => title)).toContain('closed');
  for (let i = 1; i < steps.length; i++)
    expect(steps[i]?.at).toBeGreaterThan(steps[i - 1]?.at ?? Infinity);
});
