/** What a page is, in the words of schema.org: data for search engines, never run. */
import { CHAPTERS } from '../chapters.ts';
import { dataAt } from '../content.ts';
import { glossaryOf } from '../glossary.ts';
import type { Messages } from '#lib/i18n/messages.ts';
import { addressOf, type PageAddress } from './addresses.ts';

/** What the page says of itself. */
export interface PageWords {
  readonly title: string;
  readonly description: string;
  /** Address of its picture. */
  readonly image: string;
}
type Thing = Readonly<Record<string, unknown>>;

/** LICENSE: the texts and figures. */
const LICENSE = 'https://creativecommons.org/licenses/by/4.0/';

const bookId = ({ site, language }: PageAddress) => `${site}${language}/#book`;
const inPage = (page: PageAddress, path: string) => addressOf({ ...page, path });

function crumbs(page: PageAddress, title: string): Thing[] {
  const { site, reference } = dataAt<Messages>(`ui/${page.language}.json`);
  const above: [string, string][] = [[site.name, '']];
  if (/^reference\/./.test(page.path)) above.push([site.reference, 'reference/']);
  if (/^reference\/close-codes\/./.test(page.path))
    above.push([reference.closeCodes, 'reference/close-codes/']);
  if (/^labs\/./.test(page.path)) above.push([site.labs, 'labs/']);
  return [...above, [title, page.path] as const].map(([name, path], i) => ({
    '@type': 'ListItem',
    position: i + 1,
    name,
    item: inPage(page, path)
  }));
}

/** Of all but the start page: what kind of page it is, and what that kind says more. */
function kindOf(page: PageAddress, { title, description, image }: PageWords): Thing {
  const chapter = CHAPTERS.find(({ slug }) => page.path === `${slug}/`);
  if (chapter)
    return {
      '@type': ['TechArticle', 'Chapter'],
      headline: title,
      position: chapter.number,
      image,
      proficiencyLevel: 'Beginner'
    };
  const [, code] = /^reference\/close-codes\/(\d+)\/$/.exec(page.path) ?? [];
  if (code)
    return {
      '@type': 'DefinedTerm',
      name: title,
      termCode: code,
      description,
      inDefinedTermSet: inPage(page, 'reference/close-codes/')
    };
  if (page.path === 'glossary/')
    return {
      '@type': 'DefinedTermSet',
      hasDefinedTerm: glossaryOf(page.language ?? '').map(({ id, term }) => ({
        '@type': 'DefinedTerm',
        name: term,
        url: `${addressOf(page)}#${id}`
      }))
    };
  if (page.path === 'reference/close-codes/') return { '@type': 'DefinedTermSet' };
  return { '@type': /^labs\/./.test(page.path) ? 'LearningResource' : 'WebPage' };
}

/** The graph of a page of a language. */
export function structuredData(page: PageAddress, words: PageWords): Thing {
  const url = addressOf(page);
  const { title, description } = words;
  const common = { url, inLanguage: page.language, license: LICENSE };
  const graph: Thing[] =
    page.path === ''
      ? [
          {
            '@id': bookId(page),
            '@type': 'Book',
            name: dataAt<Messages>(`ui/${page.language}.json`).site.name,
            bookFormat: 'https://schema.org/EBook',
            isAccessibleForFree: true,
            image: words.image,
            description,
            ...common,
            hasPart: CHAPTERS.map(({ slug }) => ({ '@id': `${inPage(page, `${slug}/`)}#page` }))
          }
        ]
      : [
          {
            '@id': `${url}#page`,
            name: title,
            description,
            ...common,
            isPartOf: { '@id': bookId(page) },
            ...kindOf(page, words)
          },
          { '@type': 'BreadcrumbList', itemListElement: crumbs(page, title) }
        ];
  return { '@context': 'https://schema.org', '@graph': graph };
}
