import { languageNames } from '#lib/server/dictionary.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { dataAt } from '#lib/server/content.ts';
import type { Messages } from '#lib/i18n/messages.ts';

export const load = () => ({
  languages: languageNames(LANGUAGES).map((entry) => {
    const { tagline } = dataAt<Messages>(`ui/${entry.language}.json`).site;
    return { ...entry, tagline };
  })
});
