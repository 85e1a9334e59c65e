/**
 * Cross-site WebSocket hijacking, played (RFC 6455 §10.2): somebody opens a WebSocket to the chat,
 * the browser adds what it always adds, and the server looks at what it was told to look at. Every
 * message is bytes of our serialisers; nothing here is drawn or worded.
 */
import { concatBytes, latin1Encode } from '#lib/bytes/bytes.ts';
import {
  encodeRequest,
  encodeResponse,
  type HttpRequest,
  type HttpResponse
} from '#lib/protocol/http/message.ts';
import { deriveAcceptSync, encodeKey } from '#lib/protocol/websocket/accept.ts';
import { encodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { createAcceptance, createRefusal } from '#lib/protocol/websocket/handshake.ts';
import { CLOSE, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { cookieReason } from './cookie-jar.ts';
import { judgeOrigin, judgeToken } from './guard.ts';
import type { Carried, CrossSiteEvent, CrossSitePlay, Outcome } from './play.ts';
import { ticketRequestOf, upgradeOf } from './requests.ts';
import { HOST, ORIGINS, type CrossSiteSettings } from './settings.ts';
import { MASKING_KEYS, NONCE, PROTOCOL, SECRET, TARGET, TICKET, TOKEN } from './world.ts';

/** Why the server closes when the first message does not come, or is wrong (RFC 6455 §7.4.1). */
export const POLICY_VIOLATION = 1008;

const FETCH_BODY = 'ticket';
export const firstMessage = (token: string): string => `{"token":"${token}"}`;

/** Plays it from the first call to what the script is told at the end. */
export function playCrossSite(settings: CrossSiteSettings): CrossSitePlay {
  const { opener, token, originCheck, thirdParty } = settings;
  const events: CrossSiteEvent[] = [];
  const send = (from: 'client' | 'server', carries: Carried, says: string, bytes: Uint8Array) =>
    events.push({ type: 'message', from, carries, says, bytes });
  const ask = (carries: Carried, request: HttpRequest, body = '') =>
    send(
      'client',
      carries,
      `${request.method} ${request.target}`,
      concatBytes(encodeRequest(request), latin1Encode(body))
    );
  const respond = (carries: Carried, response: HttpResponse, body?: Uint8Array) =>
    send(
      'server',
      carries,
      `${response.status} ${response.reason}`,
      encodeResponse(response, body)
    );
  const say = (from: 'client' | 'server', words: string) => {
    const maskingKey = from === 'client' ? { maskingKey: MASKING_KEYS[0] } : {};
    const payload = latin1Encode(words);
    send(from, 'text', words, encodeFrame({ opcode: TEXT, payload, ...maskingKey }));
  };
  const closeWith = (from: 'client' | 'server', code: number) => {
    const maskingKey = from === 'client' ? { maskingKey: MASKING_KEYS[1] } : {};
    const payload = encodeClose(code);
    send(from, 'close', `Close ${code}`, encodeFrame({ opcode: CLOSE, payload, ...maskingKey }));
  };
  const script = (sees: Extract<CrossSiteEvent, { type: 'script' }>['sees']) =>
    events.push({ type: 'script', sees });
  const end = (outcome: Outcome): CrossSitePlay => ({ settings, events, outcome });

  /** The browser looks into its jar; a program has none. */
  function cookie(): boolean {
    if (opener === 'program') return false;
    const { reason, goes } = cookieReason(ORIGINS[opener], `wss://${HOST}`, settings);
    events.push({ type: 'cookie', goes, reason });
    return goes;
  }

  function fetchTicket(): boolean {
    events.push({ type: 'call', call: 'fetch' });
    const goes = cookie();
    const asking = { opener, target: '/ticket', cookie: goes, thirdParty };
    const request = ticketRequestOf(asking, FETCH_BODY.length);
    ask('ticket-request', request, FETCH_BODY);
    if (goes) {
      const body = latin1Encode(TICKET);
      const fields = [
        { name: 'Content-Type', value: 'text/plain' },
        { name: 'Cache-Control', value: 'no-store' },
        { name: 'Content-Length', value: String(body.length) }
      ];
      respond('ticket', { version: 'HTTP/1.1', status: 200, reason: 'OK', fields }, body);
    } else respond('ticket', createRefusal(403));
    // The answer names no origin that may read it: a page of another one gets an error instead.
    script(opener === 'own' ? 'ticket' : 'blocked');
    return opener === 'own';
  }

  const hasTicket = token === 'ticket' && opener !== 'program' && fetchTicket();
  const hasToken = opener === 'own';
  events.push({ type: 'call', call: 'WebSocket' });
  const request = upgradeOf({
    opener,
    target:
      token === 'query' && hasToken
        ? `${TARGET}?token=${TOKEN}`
        : hasTicket
          ? `${TARGET}?ticket=${TICKET}`
          : TARGET,
    cookie: cookie(),
    protocols: token !== 'subprotocol' ? [] : hasToken ? [PROTOCOL, TOKEN] : [PROTOCOL]
  });
  ask('request', request);

  const origin = judgeOrigin(request, originCheck);
  events.push({ type: 'check', what: 'origin', verdict: origin });
  const identity = origin === 'failed' ? 'failed' : judgeToken(request, token);
  if (origin !== 'failed' && token !== 'message')
    events.push({ type: 'check', what: 'token', verdict: identity });
  if (identity === 'failed') {
    respond('response', createRefusal(403));
    script('failed');
    return end(origin === 'failed' ? 'origin' : 'token');
  }
  const { accept } = deriveAcceptSync(encodeKey(NONCE));
  const spoken = token === 'subprotocol' ? { protocol: PROTOCOL } : {};
  respond('response', createAcceptance({ accept, ...spoken }));
  script('open');
  if (token === 'message') {
    events.push({ type: 'call', call: 'send' });
    say('client', firstMessage(hasToken ? TOKEN : ''));
    events.push({ type: 'check', what: 'token', verdict: hasToken ? 'passed' : 'failed' });
    if (!hasToken) {
      closeWith('server', POLICY_VIOLATION);
      closeWith('client', POLICY_VIOLATION);
      script('close');
      return end('first-message');
    }
  }
  say('server', SECRET);
  script('message');
  return end('reads');
}
