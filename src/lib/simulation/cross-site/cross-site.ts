/**
 * Cross-site WebSocket hijacking, played (RFC 6455 §10.2): somebody opens a WebSocket to the chat,
 * the browser adds what it always adds, and the server looks at what it was told to look at. Every
 * message is bytes of our serialisers; nothing here is drawn or worded.
 */
import { concatBytes, latin1Encode } from '#lib/bytes/bytes.ts';
import { encodeRequest, encodeResponse, type HttpResponse } from '#lib/protocol/http/message.ts';
import { deriveAcceptSync, encodeKey } from '#lib/protocol/websocket/accept.ts';
import { encodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { createAcceptance, createRefusal } from '#lib/protocol/websocket/handshake.ts';
import { CLOSE, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { cookieReason, type CookieReason, type Jar } from './cookie-jar.ts';
import {
  judgeOrigin,
  judgeToken,
  type OriginCheck,
  type TokenScheme,
  type Verdict
} from './guard.ts';
import { ticketRequestOf, upgradeOf } from './requests.ts';
import {
  HOST,
  MASKING_KEYS,
  NONCE,
  ORIGINS,
  PROTOCOL,
  SECRET,
  TARGET,
  TICKET,
  TOKEN,
  type Opener
} from './world.ts';

export interface CrossSiteSettings extends Jar {
  readonly opener: Opener;
  readonly originCheck: OriginCheck;
  readonly token: TokenScheme;
}

export type Carried = 'ticket-request' | 'ticket' | 'request' | 'response' | 'text' | 'close';
export type CrossSiteEvent =
  /** What the page’s script calls. */
  | { readonly type: 'call'; readonly call: 'fetch' | 'WebSocket' | 'send' }
  | { readonly type: 'cookie'; readonly goes: boolean; readonly reason: CookieReason }
  | {
      readonly type: 'message';
      readonly from: 'client' | 'server';
      readonly carries: Carried;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'check'; readonly what: 'origin' | 'token'; readonly verdict: Verdict }
  /** What the page’s script, or the program, is told. `blocked`: CORS hides an answer. */
  | {
      readonly type: 'script';
      readonly sees: 'ticket' | 'blocked' | 'open' | 'message' | 'failed' | 'close';
    };

/** `reads`: whoever opened it reads what is Alice’s. The others name what stood in the way. */
export type Outcome = 'reads' | 'origin' | 'token' | 'first-message';

export interface CrossSitePlay {
  readonly settings: CrossSiteSettings;
  readonly events: readonly CrossSiteEvent[];
  readonly outcome: Outcome;
}

/** Why the server closes when the first message does not come, or is wrong (RFC 6455 §7.4.1). */
export const POLICY_VIOLATION = 1008;

const FETCH_BODY = 'ticket';
const text = (words: string, maskingKey?: Uint8Array) =>
  encodeFrame({
    opcode: TEXT,
    payload: latin1Encode(words),
    ...(maskingKey ? { maskingKey } : {})
  });

export const firstMessage = (token: string): string => `{"token":"${token}"}`;

/** Plays it from the first call to what the script is told at the end. */
export function playCrossSite(settings: CrossSiteSettings): CrossSitePlay {
  const { opener, token, originCheck, thirdParty } = settings;
  const events: CrossSiteEvent[] = [];
  const send = (from: 'client' | 'server', carries: Carried, bytes: Uint8Array) =>
    events.push({ type: 'message', from, carries, bytes });
  const respond = (carries: Carried, response: HttpResponse, body?: Uint8Array) =>
    send('server', carries, encodeResponse(response, body));
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
    send('client', 'ticket-request', concatBytes(encodeRequest(request), latin1Encode(FETCH_BODY)));
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
  send('client', 'request', encodeRequest(request));

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
    const words = firstMessage(hasToken ? TOKEN : '');
    send('client', 'text', text(words, MASKING_KEYS[0]));
    events.push({ type: 'check', what: 'token', verdict: hasToken ? 'passed' : 'failed' });
    if (!hasToken) {
      const payload = encodeClose(POLICY_VIOLATION);
      send('server', 'close', encodeFrame({ opcode: CLOSE, payload }));
      send('client', 'close', encodeFrame({ opcode: CLOSE, payload, maskingKey: MASKING_KEYS[1] }));
      script('close');
      return end('first-message');
    }
  }
  send('server', 'text', text(SECRET));
  script('message');
  return end('reads');
}
