/**
 * Who takes part when a page of one origin opens a WebSocket to another (RFC 6455 §10.2): Alice is
 * logged in at a chat; three pages in her browser and one program outside it would like to connect.
 */
import { toHex } from '#lib/bytes/bytes.ts';
import { seededRandom } from '#lib/network/random.ts';

/** The chat’s own page; one on a subdomain; a stranger’s; and no page at all. */
export const OPENERS = ['own', 'neighbour', 'stranger', 'program'] as const;
export type Opener = (typeof OPENERS)[number];

/** The host of the WebSocket, and what is asked for there. */
export const HOST = 'chat.example';
export const TARGET = '/live';

/** What Origin says. The stranger’s host ends like the chat’s; the program writes what it likes. */
export const ORIGINS: Readonly<Record<Opener, string>> = {
  own: `https://${HOST}`,
  neighbour: `https://blog.${HOST}`,
  stranger: 'https://freechat.example',
  program: `https://${HOST}`
};

/** What only Alice should read. */
export const SECRET = 'Bob: key is under the mat';

/** The subprotocol that is spoken, where one is named. */
export const PROTOCOL = 'chat';

const chance = seededRandom(12);
const secret = (bytes: number) => toHex(chance.bytes(bytes));

/** Value of the session’s cookie, the token that the page’s script has, and a ticket. */
export const SESSION = secret(8);
export const TOKEN = secret(8);
export const TICKET = secret(8);
export const COOKIE = `session=${SESSION}`;
export const NONCE = chance.bytes(16);
export const MASKING_KEYS = [chance.bytes(4), chance.bytes(4)] as const;
