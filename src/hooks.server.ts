import type { Handle } from '@sveltejs/kit';

/** Fonts that the first paint needs: prose and bytes, in the script of the language. */
const isPreloaded = (language: string, path: string) =>
  /\/(brygada|plex-mono-400)-latin\./.test(path) ||
  (language !== 'en' && /\/(brygada|golos)-cyrillic\./.test(path));

export const handle: Handle = ({ event, resolve }) => {
  const language = event.params.lang ?? 'en';
  return resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%lang%', language),
    preload: ({ type, path }) => type !== 'font' || isPreloaded(language, path)
  });
};
