import type { Handle } from '@sveltejs/kit';
import { LANGUAGES } from '#lib/server/content.ts';
import { notices } from '#lib/server/notices.ts';
import { pageHead } from '#lib/server/site/page-head.ts';
import { readSiteUrl } from '#lib/server/site/site-url.ts';

/** Fonts that the first paint needs: prose and bytes, in the script of the language (ISO 15924). */
const isPreloaded = (language: string, path: string) =>
  /\/(brygada|golos|plex-mono-400|plex-mono-600)-latin\./.test(path) ||
  (new Intl.Locale(language).maximize().script === 'Cyrl' &&
    /\/(brygada|golos)-cyrillic\./.test(path));

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

/** Absolute addresses, only where the build is told the site's own: `SITE_URL`. */
function published(html: string, pathname: string): string {
  const site = readSiteUrl(process.env['SITE_URL']);
  if (site === undefined) return html;
  const path = pathname.slice(`${process.env['BASE_PATH'] ?? ''}/`.length);
  return html.replace('</head>', (end) => pageHead(site, path, html, LANGUAGES) + end);
}

export const handle: Handle = ({ event, resolve }) => {
  const language = event.params.lang ?? LANGUAGES[0] ?? 'und';
  return resolve(event, {
    transformPageChunk: ({ html }) =>
      published(
        inOrderOfNeed(html.replaceAll('%lang%', language).replace('%notices%', notices)),
        event.url.pathname
      ),
    preload: ({ type, path }) => type !== 'font' || isPreloaded(language, path)
  });
};
