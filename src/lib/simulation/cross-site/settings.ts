/**
 * Who takes part when a page of one origin opens a WebSocket to another (RFC 6455 §10.2), and what
 * can be set. Alice is logged in at a chat; three pages in her browser and one program outside it
 * would like to connect.
 */
import type { Jar } from './cookie-jar.ts';

/** The chat’s own page; one on a subdomain; a stranger’s; and no page at all. */
export const OPENERS = ['own', 'neighbour', 'stranger', 'program'] as const;
export type Opener = (typeof OPENERS)[number];

/** The host of the WebSocket. */
export const HOST = 'chat.example';

/** What Origin says. The stranger’s host ends like the chat’s; the program writes what it likes. */
export const ORIGINS: Readonly<Record<Opener, string>> = {
  own: `https://${HOST}`,
  neighbour: `https://blog.${HOST}`,
  stranger: 'https://freechat.example',
  program: `https://${HOST}`
};

/** Not at all; the classic mistake; or as RFC 6455 §10.2 means it. */
export const ORIGIN_CHECKS = ['off', 'suffix', 'list'] as const;
export type OriginCheck = (typeof ORIGIN_CHECKS)[number];

/** How the server learns that it is Alice. */
export const TOKEN_SCHEMES = ['cookie', 'query', 'subprotocol', 'message', 'ticket'] as const;
export type TokenScheme = (typeof TOKEN_SCHEMES)[number];

export interface CrossSiteSettings extends Jar {
  readonly opener: Opener;
  readonly originCheck: OriginCheck;
  readonly token: TokenScheme;
}
