/**
 * The address at which the site is published, with a slash behind it; undefined where the build is
 * not told one. A build without an address names none: it works at every path.
 */
export function readSiteUrl(value: string | undefined): string | undefined {
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash)
    throw new Error(`SITE_URL is the address of a folder, as https://example.org/book/: ${value}`);
  return url.href.replace(/\/*$/, '/');
}
