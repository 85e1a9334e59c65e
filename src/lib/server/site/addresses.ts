/** Addresses of the pages and of their twins in the other languages. */

/** A page of the site: the root has no language. */
export interface PageAddress {
  /** Address of the site, with a slash behind it. */
  readonly site: string;
  readonly language: string | undefined;
  /** Below the language: `frames/`, `reference/opcodes/`; empty: the start page. */
  readonly path: string;
}

/** The page of a path below the site: `en/frames/`; empty: the root. */
export function pageAddress(site: string, path: string): PageAddress {
  const [language = '', ...rest] = path.split('/');
  return { site, language: language || undefined, path: rest.join('/') };
}

export const addressOf = ({ site, language, path }: PageAddress): string =>
  language === undefined ? site : `${site}${language}/${path}`;

export interface Alternate {
  /** A language, or `x-default`: for readers of all others. */
  readonly hreflang: string;
  readonly href: string;
}

/** The same page in each language; the root offers all of them, the first language stands in for it. */
export function alternatesOf(page: PageAddress, languages: readonly string[]): Alternate[] {
  const { site, path } = page;
  const [first] = languages;
  const isStart = path === '';
  return [
    ...languages.map((language) => ({
      hreflang: language,
      href: addressOf({ site, language, path })
    })),
    {
      hreflang: 'x-default',
      href: addressOf({ site, language: isStart ? undefined : first, path })
    }
  ];
}
