/** What search engines read besides the pages: sitemaps.org 0.9 with alternates, and RFC 9309. */
import { addressOf, alternatesOf, pageAddress } from './addresses.ts';
import { escaped } from './escape.ts';

/** `paths` of all pages: `en/frames/`; empty: the root. */
export function sitemap(
  site: string,
  paths: readonly string[],
  languages: readonly string[]
): string {
  const urls = paths.map((path) => {
    const page = pageAddress(site, path);
    const links = alternatesOf(page, languages).map(
      ({ hreflang, href }) =>
        `<xhtml:link rel="alternate" hreflang="${hreflang}" href="${escaped(href)}"/>`
    );
    return `<url><loc>${escaped(addressOf(page))}</loc>${links.join('')}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('\n')}
</urlset>
`;
}

export const robots = (site: string): string =>
  `User-agent: *\nAllow: /\n\nSitemap: ${site}sitemap.xml\n`;
