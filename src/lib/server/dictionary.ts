import type { Area, MessageAreas, Messages } from '#lib/i18n/messages.ts';
import { dataAt } from './content.ts';

/** The areas of the dictionary that a page needs. */
export function messagesOf(language: string, areas: readonly Area[]): MessageAreas {
  const dictionary = dataAt<Messages>(`ui/${language}.json`);
  return Object.fromEntries(areas.map((area) => [area, dictionary[area]]));
}

/** How each language names itself. */
export const languageNames = (languages: readonly string[]) =>
  languages.map((language) => {
    const { name, short } = dataAt<Messages>(`ui/${language}.json`).language;
    return { language, name, short };
  });
