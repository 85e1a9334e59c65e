/** Messages of consoles and exceptions: each is said by the engine's models, from a state that shows it. */
import { frameBreaking } from '#lib/labs/frame/breaking.ts';
import { INITIAL, readState, type LabState } from '#lib/labs/handshake/model.ts';
import { sabotaged, twice, withField } from '#lib/labs/handshake/sabotages.ts';
import { CHROMIUM } from '#lib/live/browser/manner.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import type { PeerReaction } from '#lib/protocol/websocket/peers/reaction.ts';
import type { MessageRow, ViewOf } from '#lib/reference/view.ts';
import { apiCalls } from '#lib/server/api-calls.ts';
import { frameLab, handshakeLab } from './lab-links.ts';
import type { Desk } from './topic.ts';

const OFFER = 'Sec-WebSocket-Extensions';

/** The example with an answer that is made from the server's own. */
const answering = (
  edit: (answer: string) => string,
  asked: (request: string) => string = (request) => request
): LabState => {
  const state = { ...INITIAL, request: asked(INITIAL.request) };
  return { ...state, response: edit(readState(state).ownAnswer) };
};
const deflating = (answer: string): LabState =>
  answering(
    withField(OFFER, answer),
    withField(OFFER, 'permessage-deflate; client_max_window_bits')
  );
const chatting = (answer: string): LabState =>
  answering(
    withField('Sec-WebSocket-Protocol', answer),
    withField('Sec-WebSocket-Protocol', 'chat, superchat')
  );

/** What makes Chromium say it, in the order of its own checks. */
export const CHROMIUM_STATES: Readonly<Record<string, () => LabState>> = {
  'chromium-status': () => sabotaged('status-404'),
  'chromium-auth': () => sabotaged('status-401'),
  'chromium-not-http': () => answering(() => 'SSH-2.0-OpenSSH_10.0\n\n'),
  'chromium-empty': () => ({ ...INITIAL, response: '' }),
  'chromium-upgrade-missing': () => sabotaged('response-no-upgrade'),
  'chromium-upgrade-wrong': () => answering(withField('Upgrade', 'h2c')),
  'chromium-upgrade-twice': () => answering(twice('Upgrade')),
  'chromium-accept-missing': () => sabotaged('no-accept'),
  'chromium-accept-wrong': () => sabotaged('wrong-accept'),
  'chromium-accept-twice': () => sabotaged('accept-twice'),
  'chromium-connection-missing': () => sabotaged('response-no-connection'),
  'chromium-connection-wrong': () => answering(withField('Connection', 'keep-alive')),
  'chromium-protocol-none': () => sabotaged('protocol-not-answered'),
  'chromium-protocol-unasked': () => sabotaged('unrequested-protocol'),
  'chromium-protocol-other': () => sabotaged('protocol-other-case'),
  'chromium-protocol-twice': () => chatting('chat, superchat'),
  'chromium-extension-parse': () => sabotaged('malformed-extension'),
  'chromium-extension-unknown': () => sabotaged('unrequested-extension'),
  'chromium-deflate-twice': () => deflating('permessage-deflate, permessage-deflate'),
  'chromium-deflate-parameter': () => deflating('permessage-deflate; server_max_window_bits=7')
};

/** What makes the client of ws say it. */
export const WS_STATES: Readonly<Record<string, () => LabState>> = {
  'ws-status': () => sabotaged('status-404'),
  'ws-upgrade': () => answering(withField('Upgrade', 'h2c')),
  'ws-accept': () => sabotaged('wrong-accept'),
  'ws-protocol-none': () => sabotaged('protocol-not-answered'),
  'ws-protocol-unasked': () => sabotaged('unrequested-protocol'),
  'ws-protocol-other': () => sabotaged('protocol-other-case'),
  'ws-extension-unasked': () => sabotaged('unrequested-extension'),
  'ws-extension-invalid': () => sabotaged('malformed-extension')
};

/** Rules whose breaking makes Chromium give this reason in its Close. */
export const FRAME_RULES: Readonly<Record<string, RuleId>> = {
  'frame-mask-server': 'mask-server',
  'frame-rsv': 'frame-rsv',
  'frame-opcode': 'frame-opcode',
  'frame-cont': 'frag-cont-start',
  'frame-new': 'frag-no-new-start',
  'frame-utf8': 'text-utf8',
  'frame-close-utf8': 'close-reason-utf8',
  'frame-any': 'frame-len-minimal'
};

/** The calls of the API's table that throw, by the id of what is said of them. */
const CALLS: Readonly<Record<string, string>> = {
  'new WebSocket("ftp://example.com/prices")': 'chromium-url',
  'new WebSocket("wss://example.com/", "prices v1")': 'chromium-subprotocol',
  'new WebSocket("wss://example.com/", ["prices", "prices"])': 'chromium-subprotocol-twice',
  'send("25 €")': 'chromium-connecting',
  'close(1001)': 'chromium-close-code',
  'close(1000, reason)': 'chromium-close-reason'
};

function textOf(reaction: PeerReaction): string {
  if (reaction.type !== 'fail') throw new Error('the handshake does not fail');
  return reaction.message;
}

export function messagesView({ words, html, root }: Desk): ViewOf<'errors'> {
  const row = (
    id: string,
    message: string,
    lab: string | undefined,
    call?: string
  ): MessageRow => ({
    id,
    message,
    html: html(words.errors[id] ?? ''),
    lab,
    ...(call === undefined ? {} : { call })
  });
  const handshakes = (
    states: Readonly<Record<string, () => LabState>>,
    who: 'chromium' | 'wsClient'
  ) =>
    Object.entries(states).map(([id, make]) => {
      const state = make();
      return row(id, textOf(readState(state)[who]), handshakeLab(root, state));
    });
  return {
    topic: 'errors',
    sections: [
      { id: 'errHandshake', anchor: 'handshake', rows: handshakes(CHROMIUM_STATES, 'chromium') },
      {
        id: 'errFrames',
        anchor: 'frames',
        rows: Object.entries(FRAME_RULES).map(([id, rule]) => {
          const state = frameBreaking(rule);
          return row(id, CHROMIUM.closeFor(rule)?.reason ?? '', state && frameLab(root, state));
        })
      },
      {
        id: 'errExceptions',
        anchor: 'exceptions',
        rows: apiCalls().flatMap(({ code, throws, message }) => {
          const id = CALLS[code];
          return id && throws && message ? [row(id, `${throws}: ${message}`, undefined, code)] : [];
        })
      },
      { id: 'errWs', anchor: 'ws', rows: handshakes(WS_STATES, 'wsClient') }
    ]
  };
}
