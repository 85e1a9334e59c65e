import { error } from '@sveltejs/kit';
import { LANGUAGES } from '#lib/server/content.ts';
import { languageNames, messagesOf } from '#lib/server/dictionary.ts';
import packageJson from '../../../package.json' with { type: 'json' };

export const load = ({ params }) => {
  if (!LANGUAGES.includes(params.lang)) error(404);
  return {
    language: params.lang,
    languages: languageNames(LANGUAGES),
    version: packageJson.version,
    siteMessages: messagesOf(params.lang, ['site'])
  };
};
