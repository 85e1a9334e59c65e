/** permessage-deflate: parameters (RFC 7692 §7.1). */
import type { Case, DeflateTerms } from './case.ts';
import { deflateSet, OFFER } from './deflate-set.ts';
import { JSON_TEXT } from './sources.ts';

/** What is asked of the peer: in an offer when it is a server, in an answer when it is a client. */
const asked = (
  ...parameters: readonly ('no_context_takeover' | `max_window_bits=${number}`)[]
) => ({
  offer: [OFFER, ...parameters.map((parameter) => `server_${parameter}`)].join('; '),
  answer: parameters.map((parameter) => `client_${parameter}`).join('; ')
});

const NOTHING = asked();
const RESET = asked('no_context_takeover');
const RESET_AND_9 = asked('no_context_takeover', 'max_window_bits=9');

const SETS = [
  [NOTHING],
  [RESET],
  [asked('max_window_bits=9')],
  [asked('max_window_bits=15')],
  [RESET_AND_9],
  [asked('no_context_takeover', 'max_window_bits=15')],
  [RESET_AND_9, RESET, NOTHING]
];

const termsOf = (list: readonly ReturnType<typeof asked>[]): DeflateTerms => ({
  offers: list.map(({ offer }) => offer),
  answers: list.map(({ answer }) => answer)
});

export const GROUP_13: readonly Case[] = SETS.flatMap((list, i) =>
  deflateSet(`13.${i + 1}`, JSON_TEXT, termsOf(list))
);
