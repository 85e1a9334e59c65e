/**
 * What a published page says of itself to search engines and to those who show a link: canonical
 * address and twins (RFC 6596, hreflang), Open Graph, a Twitter card, and structured data.
 */
import { dataAt } from '../content.ts';
import type { Messages } from '#lib/i18n/messages.ts';
import { addressOf, alternatesOf, pageAddress } from './addresses.ts';
import { cardNameOf, cardPath, COMMON_CARD } from './card-path.ts';
import { CARD } from './card-size.ts';
import { escaped, unescaped } from './escape.ts';
import { structuredData } from './structured-data.ts';

/** `en_US`: where most speak the language, for Open Graph wants a country. */
export function localeOf(language: string): string {
  const { language: tongue, region } = new Intl.Locale(language).maximize();
  return region ? `${tongue}_${region}` : tongue;
}

/** A page's own title and description, as they stand in its head. */
function saidIn(html: string) {
  const [, title = ''] = /<title>([^<]*)<\/title>/.exec(html) ?? [];
  const [, description = ''] = /<meta name="description" content="([^"]*)"/.exec(html) ?? [];
  return { title: unescaped(title), description: unescaped(description) };
}

/** Data in a script element that is never run; nothing in it can end the element. */
const dataElement = (data: unknown): string =>
  `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;

/** The tags for a page: `path` as `en/frames/`, empty for the root; `html` has its own head. */
export function pageHead(
  site: string,
  path: string,
  html: string,
  languages: readonly string[]
): string {
  const page = pageAddress(site, path);
  const { title: whole, description } = saidIn(html);
  const language = page.language ?? languages[0] ?? '';
  const { name } = dataAt<Messages>(`ui/${language}.json`).site;
  const title = page.path === '' ? whole : whole.replace(` · ${name}`, '');
  const card = cardNameOf(page);
  const image = site + cardPath(language, card);
  const link = (rel: string, href: string, more = '') =>
    `<link rel="${rel}"${more} href="${escaped(href)}">`;
  const property = (key: string, content: string) =>
    `<meta property="og:${key}" content="${escaped(content)}">`;
  const url = addressOf(page);
  return [
    link('canonical', url),
    ...alternatesOf(page, languages).map(({ hreflang, href }) =>
      link('alternate', href, ` hreflang="${hreflang}"`)
    ),
    property('type', card === COMMON_CARD ? 'website' : 'article'),
    property('site_name', name),
    property('url', url),
    property('title', title),
    property('description', description),
    property('locale', localeOf(language)),
    ...languages
      .filter((other) => other !== language)
      .map((other) => property('locale:alternate', localeOf(other))),
    property('image', image),
    property('image:width', String(CARD.width)),
    property('image:height', String(CARD.height)),
    property('image:alt', title),
    '<meta name="twitter:card" content="summary_large_image">',
    ...(page.language === undefined
      ? []
      : [dataElement(structuredData(page, { title, description, image }))])
  ].join('');
}
