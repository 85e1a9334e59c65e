import type { Handle } from '@sveltejs/kit';
import { notices } from '#lib/server/notices.ts';

/** Fonts that the first paint needs: prose and bytes, in the script of the language. */
const isPreloaded = (language: string, path: string) =>
  /\/(brygada|golos|plex-mono-400|plex-mono-600)-latin\./.test(path) ||
  (language !== 'en' && /\/(brygada|golos)-cyrillic\./.test(path));

/**
 * The order in which the first paint needs things: the stylesheet before all other links, scripts
 * behind everything, for the prose is complete without them.
 */
function inOrderOfNeed(html: string): string {
  const [stylesheet = ''] = /<link href="[^"]*" rel="stylesheet">/.exec(html) ?? [];
  return html
    .replace(stylesheet, '')
    .replace('<link href=', `${stylesheet}$&`)
    .replaceAll('rel="modulepreload"', 'rel="modulepreload" fetchpriority="low"');
}

export const handle: Handle = ({ event, resolve }) => {
  const language = event.params.lang ?? 'en';
  return resolve(event, {
    transformPageChunk: ({ html }) =>
      inOrderOfNeed(html.replaceAll('%lang%', language).replace('%notices%', notices)),
    preload: ({ type, path }) => type !== 'font' || isPreloaded(language, path)
  });
};
