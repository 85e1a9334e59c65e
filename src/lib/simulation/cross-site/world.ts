/** What the simulated chat and Alice know and others do not. */
import { toHex } from '#lib/bytes/bytes.ts';
import { seededRandom } from '#lib/network/random.ts';

/** What is asked for. */
export const TARGET = '/live';

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
