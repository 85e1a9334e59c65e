import { latin1Decode, toHex } from '#lib/bytes/bytes.ts';
import type { CrossSiteEvent } from '#lib/simulation/cross-site/play.ts';

export type CrossSiteMessage = Extract<CrossSiteEvent, { type: 'message' }>;

/** Field lines on which it turns. */
const TELLING = /^(Origin|Cookie|Sec-WebSocket-Protocol): /;

export const isFrame = ({ carries }: CrossSiteMessage): boolean =>
  carries === 'text' || carries === 'close';

/** The lines of a head with what is behind it; the empty line as an empty string. */
export const linesOfHead = ({ bytes }: CrossSiteMessage): string[] =>
  latin1Decode(bytes).split('\r\n');

export const isTelling = (line: string): boolean => TELLING.test(line);

/** What is read in a message as it stands: head lines, or bytes of a frame in hexadecimal. */
export const bytesText = (message: CrossSiteMessage): string =>
  isFrame(message) ? toHex(message.bytes, ' ') : latin1Decode(message.bytes).trimEnd();
