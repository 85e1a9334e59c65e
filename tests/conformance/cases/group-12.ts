/** permessage-deflate: kinds of payload. */
import type { Case } from './case.ts';
import { deflateSet, OFFER } from './deflate-set.ts';
import { BITMAP, HTML, JSON_TEXT, PDF, PROSE } from './sources.ts';

const PLAIN = { offers: [OFFER], answers: [''] };

export const GROUP_12: readonly Case[] = [JSON_TEXT, BITMAP, PROSE, HTML, PDF].flatMap(
  (source, i) => deflateSet(`12.${i + 1}`, source, PLAIN)
);
