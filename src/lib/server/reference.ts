/** The pages of the reference by their paths, and the words of its tables. */
import { CHAPTERS } from './chapters.ts';
import { dataAt } from './content.ts';
import { glossaryOf } from './glossary.ts';
import { liveLabFragment } from './lesson-links.ts';
import { inlineMarkdown, type References } from './markdown.ts';
import { REFERENCE_PAGES } from './reference-pages.ts';

/** src/content/reference: lines of Markdown. */
export interface ReferenceWords {
  readonly opcodes: Readonly<Record<string, string>>;
  readonly closeCodes: Readonly<
    Record<string, { readonly about: string; readonly look: readonly string[] }>
  > & { readonly ranges: Readonly<Record<string, string>> };
  readonly fields: Readonly<Record<string, string>>;
  readonly errata: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
  readonly errors: Readonly<Record<string, string>>;
}

export const referenceWords = (language: string): ReferenceWords =>
  dataAt<ReferenceWords>(`reference/${language}.json`);

export const ruleWords = (language: string): Readonly<Record<string, string>> =>
  dataAt<Record<string, string>>(`rules/${language}.json`);

/** Links from a page to the others: `root` leads from it to the folder of its language. */
function referencesFrom(root: string, language: string): References {
  const terms = new Set(glossaryOf(language).map(({ id }) => id));
  const pages = new Set([
    ...REFERENCE_PAGES,
    ...CHAPTERS.map(({ slug }) => slug),
    'labs/handshake',
    'labs/frame',
    'glossary'
  ]);
  return {
    values: {},
    isSpan: () => false,
    termLink: (term) => (terms.has(term) ? `${root}glossary/#${term}` : undefined),
    pageLink: (path) => {
      const [page = '', fragment] = path.split('#');
      return pages.has(page) ? `${root}${page}/${fragment ? `#${fragment}` : ''}` : undefined;
    },
    lessonLink: (name) => {
      const fragment = liveLabFragment(name, language);
      return fragment && `${root}labs/live/#${fragment}`;
    }
  };
}

/** Renders lines of Markdown for a page. Throws on a link that leads nowhere. */
export function lineRenderer(root: string, language: string): (markdown: string) => string {
  const references = referencesFrom(root, language);
  return (markdown) => inlineMarkdown(markdown, references);
}
