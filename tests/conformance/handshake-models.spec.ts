/**
 * Our models of Chromium and ws (lib/protocol/websocket/peers) against the real ones, on random
 * handshakes. A difference fails the test: the models have no table of excuses.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '@playwright/test';
import fc from 'fast-check';
import { latin1Decode, latin1Encode } from '#lib/bytes/bytes.ts';
import { decodeRequest, decodeResponse } from '#lib/protocol/http/message.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { chromiumReaction } from '#lib/protocol/websocket/peers/chromium.ts';
import type { PeerReaction } from '#lib/protocol/websocket/peers/reaction.ts';
import { wsClientReaction } from '#lib/protocol/websocket/peers/ws-client.ts';
import { wsServerReaction } from '#lib/protocol/websocket/peers/ws-server.ts';
import { launchChromium, openInChromium } from '../helpers/chromium.ts';
import { startCoreServer } from '../helpers/core-server.ts';
import { KEY, REQUEST_LINES, RESPONSE_LINES } from '../helpers/handshake.ts';
import { runs } from '../helpers/property.ts';
import { askServer, openWithWs, startWsServer } from '../helpers/ws-peers.ts';

type Edit = (lines: string[]) => string[];

const index = fc.nat({ max: 1000 });
const pick = (lines: readonly string[], i: number) => 1 + (i % Math.max(lines.length - 1, 1));

const dropLine = index.map(
  (i): Edit =>
    (lines) =>
      lines.toSpliced(pick(lines, i), 1)
);
const repeatLine = index.map(
  (i): Edit =>
    (lines) =>
      lines.toSpliced(pick(lines, i), 0, lines[pick(lines, i)] ?? '')
);
const swapCase = index.map(
  (i): Edit =>
    (lines) =>
      lines.with(
        pick(lines, i),
        (lines[pick(lines, i)] ?? '').replace(/^[^:]*/, (name) =>
          name.replace(/[a-z]/g, (c) => c.toUpperCase())
        )
      )
);
const replaceValue = (values: readonly string[]) =>
  fc.tuple(index, fc.constantFrom(...values)).map(
    ([i, value]): Edit =>
      (lines) =>
        lines.with(pick(lines, i), (lines[pick(lines, i)] ?? '').replace(/:.*/, `: ${value}`))
  );
const insertCharacter = fc
  .tuple(index, index, fc.constantFrom(...' \t,;=":\0\x7f\xffaZ09+/'))
  .map(([i, k, character]): Edit => (lines) => {
    const line = lines[pick(lines, i)] ?? '';
    const at = k % (line.length + 1);
    return lines.with(pick(lines, i), line.slice(0, at) + character + line.slice(at));
  });
const addLine = (extra: readonly string[]) =>
  fc.constantFrom(...extra).map((line): Edit => (lines) => [...lines, line]);
const firstLine = (choices: readonly string[]) =>
  fc.constantFrom(...choices).map(
    (line): Edit =>
      (lines) =>
        lines.with(0, line)
  );

const apply = (lines: readonly string[], edits: readonly Edit[]) =>
  edits.reduce((current, edit) => edit(current), [...lines]);

const requestEdits = fc.array(
  fc.oneof(
    dropLine,
    repeatLine,
    swapCase,
    insertCharacter,
    replaceValue([
      '',
      'websocket',
      'WebSocket',
      'h2c',
      'Upgrade',
      'keep-alive, Upgrade',
      '13',
      '8',
      '14',
      '013',
      KEY,
      'short',
      'a:b'
    ]),
    addLine([
      'Sec-WebSocket-Protocol: chat',
      'Sec-WebSocket-Protocol: chat, chat',
      'Sec-WebSocket-Protocol: a b',
      'Sec-WebSocket-Protocol: ,',
      'Sec-WebSocket-Extensions: permessage-deflate',
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
      'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=08',
      'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7',
      'Sec-WebSocket-Extensions: x-unheard-of; a="b"',
      'Sec-WebSocket-Extensions: ;',
      'Origin: https://example.com',
      'Cookie: a=b; c="d"',
      'X: \x80\xff'
    ]),
    firstLine([
      'GET / HTTP/1.1',
      'GET /demo HTTP/1.0',
      'POST / HTTP/1.1',
      'GET http://a/ HTTP/1.1',
      'HEAD / HTTP/1.1',
      'GET * HTTP/1.1',
      'GET demo HTTP/1.1',
      'GET / HTTP/2.0',
      'GET / HTTP/1.2',
      'get / HTTP/1.1'
    ])
  ),
  { minLength: 1, maxLength: 3 }
);

describe('the model of a ws server', () => {
  let server: Awaited<ReturnType<typeof startWsServer>>;
  beforeAll(async () => {
    server = await startWsServer();
  });
  afterAll(() => server.stop());

  it('answers random requests as the real one does', async () => {
    await fc.assert(
      fc.asyncProperty(requestEdits, async (edits) => {
        const text = `${apply(REQUEST_LINES, edits).join('\r\n')}\r\n\r\n`;
        const bytes = latin1Encode(text);
        const decoded = decodeRequest(bytes, { ended: true });
        if (!decoded.complete) throw new Error('incomplete');
        const modelled = wsServerReaction(decoded);
        const shown = modelled.type === 'http' ? modelled.fields?.map(({ name }) => name) : [];
        expect({ text, reaction: await askServer(server.port, bytes, shown) }).toEqual({
          text,
          reaction: modelled
        });
      }),
      runs(400, 5000)
    );
  });
});

const responseEdits = fc.array(
  fc.oneof(
    dropLine,
    repeatLine,
    swapCase,
    replaceValue([
      '',
      'websocket',
      'WebSocket',
      'h2c',
      'websocket, h2c',
      'Upgrade',
      'keep-alive, Upgrade',
      'upgrade'
    ]),
    addLine([
      'Sec-WebSocket-Protocol: chat',
      'Sec-WebSocket-Protocol: chat, superchat',
      'Sec-WebSocket-Protocol: Chat',
      'Sec-WebSocket-Protocol:',
      'Sec-WebSocket-Extensions: permessage-deflate',
      'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9',
      'Sec-WebSocket-Extensions: permessage-deflate; foo',
      'Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover=1',
      'Sec-WebSocket-Extensions: x-unheard-of',
      'Sec-WebSocket-Extensions: permessage-deflate;;',
      'Set-Cookie: a=b'
    ]),
    firstLine([
      'HTTP/1.1 101 x',
      'HTTP/1.1 200 OK',
      'HTTP/1.1 404 Not Found',
      'HTTP/1.1 426 Upgrade Required',
      'HTTP/1.1 500 x'
    ])
  ),
  { maxLength: 3 }
);
const protocols = fc.constantFrom([], ['chat'], ['chat', 'superchat']);

/** The edited answer to a request that really came, and what a model makes of it. */
function answerOf(
  request: Uint8Array,
  edits: readonly Edit[],
  model: (handshake: Parameters<typeof wsClientReaction>[0], bytes: Uint8Array) => PeerReaction
) {
  const asked = decodeRequest(request);
  if (!asked.complete) throw new Error('incomplete');
  const { accept } = deriveAcceptSync(valuesOf(asked.value.fields, 'Sec-WebSocket-Key')[0] ?? '');
  const lines = apply(RESPONSE_LINES, edits).map((line) =>
    line.replace(/^(sec-websocket-accept): .*=$/i, `$1: ${accept}`)
  );
  const bytes = latin1Encode(`${lines.join('\r\n')}\r\n\r\n`);
  const answer = decodeResponse(bytes, { ended: true });
  if (!answer.complete) throw new Error('incomplete');
  return {
    bytes,
    modelled: model({ request: asked.value, response: answer.value, accept }, bytes)
  };
}

describe('the model of a ws client', () => {
  it('reads random answers as the real one does', async () => {
    await fc.assert(
      fc.asyncProperty(responseEdits, protocols, fc.boolean(), async (edits, offered, deflate) => {
        let sent: ReturnType<typeof answerOf> | undefined;
        const server = await startCoreServer({
          answer: (request) => (sent = answerOf(request, edits, wsClientReaction)).bytes
        });
        const reaction = await openWithWs(`ws://127.0.0.1:${server.port}/`, [...offered], deflate);
        await server.stop();
        const text = latin1Decode(sent?.bytes ?? new Uint8Array());
        expect({ text, reaction }).toEqual({ text, reaction: sent?.modelled });
      }),
      runs(150, 2000)
    );
  });
});

describe('the model of Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('reads random answers as the real one does, and says why in the same words', async () => {
    await fc.assert(
      fc.asyncProperty(responseEdits, protocols, async (edits, offered) => {
        let sent: ReturnType<typeof answerOf> | undefined;
        const server = await startCoreServer({
          answer: (request) => (sent = answerOf(request, edits, chromiumReaction)).bytes
        });
        const url = `ws://127.0.0.1:${server.port}/`;
        const { events, message } = await openInChromium(browser, url, offered);
        await server.stop();
        const text = latin1Decode(sent?.bytes ?? new Uint8Array());
        const modelled = sent?.modelled;
        expect({ text, opened: events[0]?.startsWith('open'), message }).toEqual({
          text,
          opened: modelled?.type === 'open',
          message: modelled?.type === 'fail' ? modelled.message : undefined
        });
      }),
      runs(30, 300)
    );
  });
});
