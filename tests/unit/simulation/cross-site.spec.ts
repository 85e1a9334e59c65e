import { describe, expect, it } from 'vitest';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { judgeRequest } from '#lib/protocol/websocket/judge-request.ts';
import { decodeRequest } from '#lib/protocol/http/message.ts';
import { cookieReason, SAME_SITES, siteOf } from '#lib/simulation/cross-site/cookie-jar.ts';
import { playCrossSite } from '#lib/simulation/cross-site/cross-site.ts';
import { ALL_SETTINGS as all, playBook } from '#lib/simulation/cross-site/play-book.ts';
import { playFrom, type CrossSiteEvent } from '#lib/simulation/cross-site/play.ts';
import {
  HOST,
  ORIGINS,
  TOKEN_SCHEMES,
  type CrossSiteSettings
} from '#lib/simulation/cross-site/settings.ts';
import { COOKIE, SECRET, TICKET, TOKEN } from '#lib/simulation/cross-site/world.ts';

/** The case that the attack is named for. */
const HIJACK: CrossSiteSettings = {
  opener: 'stranger',
  sameSite: 'none',
  thirdParty: true,
  originCheck: 'off',
  token: 'cookie'
};
const play = (change: Partial<CrossSiteSettings> = {}) => playCrossSite({ ...HIJACK, ...change });

const messages = (events: readonly CrossSiteEvent[]) =>
  events.filter((event) => event.type === 'message');
const requestOf = (settings: CrossSiteSettings) => {
  const sent = messages(playCrossSite(settings).events).find(
    ({ carries }) => carries === 'request'
  );
  return latin1Decode(sent?.bytes ?? new Uint8Array());
};

describe('the cookie jar', () => {
  it('tells a site from an origin', () => {
    expect(siteOf(ORIGINS.neighbour)).toBe(siteOf(`wss://${HOST}`));
    expect(siteOf(ORIGINS.stranger)).not.toBe(siteOf(ORIGINS.own));
    expect(siteOf('http://chat.example')).not.toBe(siteOf('https://chat.example'));
  });

  it('gives a neighbour everything, a stranger what is None at most', () => {
    for (const sameSite of SAME_SITES)
      for (const thirdParty of [true, false]) {
        const jar = { sameSite, thirdParty };
        expect(cookieReason(ORIGINS.neighbour, ORIGINS.own, jar).goes).toBe(true);
        expect(cookieReason(ORIGINS.stranger, ORIGINS.own, jar).goes).toBe(
          sameSite === 'none' && thirdParty
        );
      }
  });
});

describe('cross-site hijacking', () => {
  it('works where cookies go along and nobody looks at Origin', () => {
    const { outcome, events } = play();
    expect(outcome).toBe('reads');
    const last = messages(events).at(-1);
    expect(latin1Decode(last?.bytes ?? new Uint8Array())).toContain(SECRET);
    expect(requestOf(HIJACK)).toContain(`Origin: ${ORIGINS.stranger}\r\n`);
    expect(requestOf(HIJACK)).toContain(`Cookie: ${COOKIE}\r\n`);
  });

  it('ends at a list of origins, and not at the end of a host name', () => {
    expect(play({ originCheck: 'list' }).outcome).toBe('origin');
    expect(play({ originCheck: 'suffix' }).outcome).toBe('reads');
  });

  it('ends at SameSite for a stranger, and not for a neighbour', () => {
    for (const sameSite of ['strict', 'lax', 'unset'] as const) {
      expect(play({ sameSite }).outcome).toBe('token');
      expect(play({ sameSite, opener: 'neighbour' }).outcome).toBe('reads');
    }
    expect(play({ opener: 'neighbour', originCheck: 'list' }).outcome).toBe('origin');
  });

  it('a program passes the list with a lie, and gets nowhere without Alice’s token', () => {
    for (const token of TOKEN_SCHEMES)
      expect(play({ opener: 'program', originCheck: 'list', token }).outcome).toBe(
        token === 'message' ? 'first-message' : 'token'
      );
  });
});

describe('whatever the settings', () => {
  it('Alice’s own page reads her message', () => {
    for (const settings of all.filter(({ opener }) => opener === 'own'))
      expect(playCrossSite(settings).outcome, JSON.stringify(settings)).toBe('reads');
  });

  it('nobody else reads it unless the cookie alone names Alice', () => {
    for (const settings of all.filter(
      ({ opener, token }) => opener !== 'own' && token !== 'cookie'
    ))
      expect(playCrossSite(settings).outcome, JSON.stringify(settings)).not.toBe('reads');
  });

  it('the handshake itself is flawless: it is not what gives an attacker away', () => {
    for (const settings of all) {
      const request = new TextEncoder().encode(requestOf(settings));
      const decoded = decodeRequest(request, { ended: true });
      if (!decoded.complete) throw new Error('not whole');
      expect(judgeRequest(decoded).violations, JSON.stringify(settings)).toEqual([]);
    }
  });

  it('the page is sent the message exactly where it reads it', () => {
    for (const settings of all) {
      const { events, outcome } = playCrossSite(settings);
      const told = events.filter((event) => event.type === 'script').map(({ sees }) => sees);
      expect(told.includes('message')).toBe(outcome === 'reads');
      expect(told.includes('failed')).toBe(outcome === 'origin' || outcome === 'token');
    }
  });

  it('the page finds in its book what the simulation plays', () => {
    const book = playBook();
    for (const settings of all) expect(playFrom(book, settings)).toEqual(playCrossSite(settings));
  });

  it('what a frame is said to hold is what it holds', () => {
    for (const settings of all)
      for (const { carries, says, bytes, from } of messages(playCrossSite(settings).events)) {
        if (carries !== 'text') continue;
        const decoded = decodeFrame(bytes, { from });
        expect(decoded.complete && latin1Decode(decoded.value.payload)).toBe(says);
      }
  });
});

describe('a token', () => {
  const places = (token: CrossSiteSettings['token']) => {
    const { events } = play({ opener: 'own', token });
    const request = requestOf({ ...HIJACK, opener: 'own', token });
    const frames = messages(events)
      .filter(({ carries }) => carries === 'text')
      .map(({ bytes }) => decodeFrame(bytes, { from: 'client' }))
      .map((decoded) => (decoded.complete ? latin1Decode(decoded.value.payload) : ''));
    const [line = '', ...fields] = request.split('\r\n');
    return { line, fields: fields.join('\n'), frames: frames.join('\n') };
  };

  it('stands in the request line, in a field or in a frame, as the scheme says', () => {
    expect(places('query').line).toContain(TOKEN);
    expect(places('ticket').line).toContain(TICKET);
    expect(places('subprotocol').fields).toContain(`Sec-WebSocket-Protocol: chat, ${TOKEN}`);
    expect(places('message').frames).toContain(TOKEN);
    expect(places('message').line + places('message').fields).not.toContain(TOKEN);
  });

  it('of a subprotocol is not repeated by the server', () => {
    const { events } = play({ opener: 'own', token: 'subprotocol' });
    const response = messages(events).find(({ carries }) => carries === 'response');
    expect(latin1Decode(response?.bytes ?? new Uint8Array())).not.toContain(TOKEN);
  });

  it('as a ticket is out of reach for a page that may not read the answer', () => {
    const { events } = play({ opener: 'neighbour', sameSite: 'strict', token: 'ticket' });
    expect(messages(events).map(({ carries }) => carries)).toEqual([
      'ticket-request',
      'ticket',
      'request',
      'response'
    ]);
    expect(latin1Decode(messages(events)[1]?.bytes ?? new Uint8Array())).toContain(TICKET);
    expect(requestOf({ ...HIJACK, opener: 'neighbour', token: 'ticket' })).not.toContain(TICKET);
  });
});
