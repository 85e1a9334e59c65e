import { CHAPTERS } from '../chapters.ts';
import type { PageAddress } from './addresses.ts';

/** The picture of pages that have none of their own. */
export const COMMON_CARD = 'book';

/** Where a card lies below the site. */
export const cardPath = (language: string, name: string): string => `cards/${language}/${name}.png`;

/** A chapter has its own card. */
export const cardNameOf = ({ path }: PageAddress): string =>
  CHAPTERS.find(({ slug }) => path === `${slug}/`)?.slug ?? COMMON_CARD;
