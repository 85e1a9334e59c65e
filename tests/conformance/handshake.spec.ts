/** The opening handshake against peers that we did not write, over real TCP. */
import { connect } from 'node:net';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { INITIAL, readState, type LabState } from '#lib/labs/handshake/model.ts';
import { sabotaged, SABOTAGES } from '#lib/labs/handshake/sabotages.ts';
import { sourceOfBytes } from '#lib/labs/handshake/source.ts';
import { decodeRequest, encodeRequest } from '#lib/protocol/http/message.ts';
import { deriveAccept, encodeKey } from '#lib/protocol/websocket/accept.ts';
import { createRequest, offeredProtocols } from '#lib/protocol/websocket/handshake.ts';
import { judgeRequest } from '#lib/protocol/websocket/judge-request.ts';
import { clientReceives, openClient } from '#lib/protocol/websocket/opening.ts';
import type { PeerReaction } from '#lib/protocol/websocket/peers/reaction.ts';
import { RULES, type Observed, type RuleId } from '#lib/protocol/rules.ts';
import { launchChromium, openInChromium, type SeenByScript } from '../helpers/chromium.ts';
import { startCoreServer } from '../helpers/core-server.ts';
import { askServer, openWithWs, startWsServer } from '../helpers/ws-peers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const requestOf = (bytes: Uint8Array) => {
  const decoded = decodeRequest(bytes);
  if (!decoded.complete) throw new Error('incomplete');
  return decoded;
};

describe('a server made of our core alone', () => {
  it('is opened by Chromium, with the subprotocol that it knows', async () => {
    const server = await startCoreServer({ protocols: ['chat'] });
    const url = `ws://127.0.0.1:${server.port}/demo`;
    expect((await openInChromium(browser, url)).events).toEqual(['open']);
    expect((await openInChromium(browser, url, ['other', 'chat'])).events).toEqual(['open chat']);
    for (const request of server.requests) {
      const decoded = requestOf(request);
      expect(judgeRequest(decoded, { browser: true, bytesAfter: 0 }).violations).toEqual([]);
    }
    await server.stop();
  });

  it('is opened by the client of ws', async () => {
    const server = await startCoreServer({ protocols: ['chat'] });
    const url = `ws://127.0.0.1:${server.port}/demo`;
    expect(await openWithWs(url, [], true)).toEqual({ type: 'open' });
    expect(await openWithWs(url, ['chat'], true)).toEqual({ type: 'open' });
    const request = requestOf(server.requests[0] ?? new Uint8Array());
    expect(judgeRequest(request, { bytesAfter: 0 }).violations).toEqual([]);
    await server.stop();
  });
});

it('our client opens to a server of ws', async () => {
  const server = await startWsServer();
  const key = encodeKey(crypto.getRandomValues(new Uint8Array(16)));
  const request = createRequest({ host: `127.0.0.1:${server.port}`, target: '/', key });
  const opening = openClient(request, (await deriveAccept(key)).accept);
  const outcome = await new Promise<string>((resolve, reject) => {
    let state = opening;
    const socket = connect(server.port, '127.0.0.1', () => socket.write(encodeRequest(request)));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      const result = clientReceives(state, new Uint8Array(chunk));
      if (result.type === 'waiting') state = result.opening;
      else {
        socket.destroy();
        resolve(result.type);
      }
    });
  });
  expect(outcome).toBe('open');
  server.stop();
});

/** Reactions that were seen, for the table of rules at the end. */
const seen = new Map<string, { chromium?: Observed; ws?: Observed }>();
const observed = (reaction: PeerReaction): Observed =>
  reaction.type === 'http'
    ? `HTTP ${reaction.status}`
    : reaction.type === 'open'
      ? 'opens'
      : 'fails';

describe('each sabotage of the request, sent to a real ws server', () => {
  let server: Awaited<ReturnType<typeof startWsServer>>;
  beforeAll(async () => {
    server = await startWsServer();
  });
  afterAll(() => server.stop());

  const list = SABOTAGES.filter(({ side }) => side === 'request').map(({ id }) => id);
  it.each(list)('%s: ws does what the lab says', async (id) => {
    const { requestBytes, wsServer } = readState(sabotaged(id));
    const shown = wsServer.type === 'http' ? wsServer.fields?.map(({ name }) => name) : [];
    const reaction = await askServer(server.port, requestBytes, shown);
    seen.set(id, { ws: observed(reaction) });
    expect(reaction).toEqual(wsServer);
  });
});

/** The sabotage on the request that really came, so that key and offers are the real ones. */
const sabotageOf = (id: string, request: Uint8Array): LabState => {
  const sabotage = SABOTAGES.find((s) => s.id === id);
  const source = sourceOfBytes(request);
  if (!sabotage || source === undefined) throw new Error(id);
  return sabotage.apply({ ...INITIAL, request: source });
};
const protocolsOf = (id: string): string[] =>
  offeredProtocols(readState(sabotaged(id)).request.value);
const offersExtensions = (id: string) => /sec-websocket-extensions/i.test(sabotaged(id).request);

const asSeenByScript = (reaction: PeerReaction, protocols: readonly string[]): SeenByScript =>
  reaction.type === 'open'
    ? { events: [`open ${protocols[0] ?? ''}`.trim()], message: undefined }
    : {
        events: ['error', 'close 1006 false'],
        message: reaction.type === 'fail' ? reaction.message : undefined
      };

describe('each sabotage of the response, answered to real Chromium', () => {
  const list = SABOTAGES.filter(({ side }) => side === 'response').map(({ id }) => id);
  it.each(list)(
    '%s: Chromium does what the lab says, and says why in the same words',
    async (id) => {
      let modelled: PeerReaction | undefined;
      const server = await startCoreServer({
        answer: (request) => {
          const reading = readState(sabotageOf(id, request));
          modelled = reading.chromium;
          return reading.responseBytes;
        }
      });
      const result = await openInChromium(
        browser,
        `ws://127.0.0.1:${server.port}/`,
        protocolsOf(id)
      );
      await server.stop();
      expect(result).toEqual(asSeenByScript(readState(sabotaged(id)).chromium, protocolsOf(id)));
      expect(modelled).toEqual(readState(sabotaged(id)).chromium);
      const failed = result.events.includes('error');
      seen.set(id, { ...seen.get(id), chromium: failed ? 'fails' : 'opens' });
    }
  );

  it.each(list)('%s: the client of ws does what the lab says', async (id) => {
    const server = await startCoreServer({
      answer: (request) => readState(sabotageOf(id, request)).responseBytes
    });
    const reaction = await openWithWs(
      `ws://127.0.0.1:${server.port}/`,
      protocolsOf(id),
      offersExtensions(id)
    );
    await server.stop();
    expect(reaction).toEqual(readState(sabotaged(id)).wsClient);
    seen.set(id, { ...seen.get(id), ws: observed(reaction) });
  });
});

describe('what the table of rules says of Chromium and ws', () => {
  /** The plain way to break each rule. */
  const PLAIN: Partial<Record<RuleId, string>> = {
    'req-valid-http': 'space-before-colon',
    'req-method-get': 'post',
    'req-http-1-1': 'http-1-0',
    'req-host': 'no-host',
    'req-upgrade': 'wrong-upgrade',
    'req-connection': 'no-connection',
    'req-key-present': 'no-key',
    'req-key-16-bytes': 'short-key',
    'req-key-canonical': 'key-pad-bits',
    'req-key-once': 'key-twice',
    'req-version-13': 'version-14',
    'req-protocol-unique': 'protocol-twice',
    'resp-101': 'status-200',
    'resp-upgrade': 'response-no-upgrade',
    'resp-connection': 'response-no-connection',
    'resp-accept-value': 'wrong-accept',
    'resp-accept-string': 'accept-of-decoded-key',
    'resp-accept-once': 'accept-twice',
    'resp-protocol-requested': 'unrequested-protocol',
    'req-protocol-case': 'protocol-other-case',
    'resp-ext-requested': 'unrequested-extension',
    'whatwg-protocol-answered': 'protocol-not-answered'
  };

  it.each(Object.entries(PLAIN))('%s (%s) is what happened', (rule, id) => {
    const { chromium, ws } = RULES[rule as RuleId];
    const result = seen.get(id) ?? {};
    if (ws) expect(result.ws).toBe(ws);
    if (chromium && chromium !== 'throws SyntaxError') expect(result.chromium).toBe(chromium);
  });

  it.each([
    ['uri-scheme', 'ftp://127.0.0.1/', []],
    ['uri-no-fragment', 'ws://127.0.0.1/#', []],
    ['req-protocol-token', 'ws://127.0.0.1/', ['a b']],
    ['req-protocol-unique', 'ws://127.0.0.1/', ['chat', 'chat']]
  ] as const)('%s: Chromium throws from the constructor', async (rule, url, protocols) => {
    const { events } = await openInChromium(browser, url, protocols);
    expect(events).toEqual([RULES[rule].chromium]);
  });

  it('conn-failure: Chromium fails where nobody listens', async () => {
    const server = await startCoreServer();
    await server.stop();
    const { events } = await openInChromium(browser, `ws://127.0.0.1:${server.port}/`);
    expect(events).toEqual(['error', 'close 1006 false']);
  });
});

it('the class of ws that is asked is version 8.23', async () => {
  const { default: ws } = await import('ws/package.json', { with: { type: 'json' } });
  expect(ws.version).toMatch(/^8\.23\./);
  expect(WebSocket.OPEN).toBe(1);
});
