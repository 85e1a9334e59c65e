/** Everything that the search finds, from what the pages show. */
import { createTranslate } from '#lib/i18n/messages.ts';
import type { SearchEntry } from '#lib/search/entry.ts';
import { CHAPTERS, chapterText } from '#lib/server/chapters.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import { glossaryOf } from '#lib/server/glossary.ts';
import type { Block } from '#lib/server/markdown.ts';
import {
  pageAt,
  TOPIC_PATHS,
  type ReferencePage
} from '../../[lang]/reference/[...topic]/views.ts';
import { plainText } from './plain-text.ts';

type Part = Pick<SearchEntry, 'title' | 'text' | 'more'> & { readonly fragment: string };

function partsOf(block: Block): Part[] {
  switch (block.type) {
    case 'step':
      return [{ fragment: block.id, title: plainText(block.title), text: plainText(block.html) }];
    case 'question':
      return [
        {
          fragment: block.id,
          title: plainText(block.title),
          text: block.choices.map(({ html }) => plainText(html)).join(' · '),
          more: plainText(block.answer)
        }
      ];
    case 'exercise':
      return [{ fragment: block.id, title: plainText(block.title), text: plainText(block.task) }];
    case 'tools':
      return [{ fragment: 'tools', title: plainText(block.title), text: plainText(block.html) }];
    case 'prose':
      return block.html.split(/(?=<h\d id=)/).flatMap((html) => {
        const [, fragment, title, text] = /^<h\d id="([^"]+)">(.*?)<\/h\d>([^]*)$/.exec(html) ?? [];
        return fragment && title
          ? [{ fragment, title: plainText(title), text: plainText(text ?? '') }]
          : [];
      });
    case 'commands':
    case 'formula':
      return [];
  }
}

/** A chapter goes before its headings. */
const CHAPTER_WEIGHT = 2;

function chapterEntries(language: string): SearchEntry[] {
  return CHAPTERS.flatMap(({ slug, number }) => {
    const text = chapterText(language, slug);
    if (!text) return [];
    const { title, description, blocks } = text;
    return [
      {
        kind: 'chapter' as const,
        path: `${slug}/`,
        title,
        place: '',
        number,
        text: description,
        weight: CHAPTER_WEIGHT
      },
      ...blocks.flatMap(partsOf).map(({ fragment, ...part }) => ({
        kind: 'chapter' as const,
        path: `${slug}/#${fragment}`,
        place: title,
        number,
        ...part
      }))
    ];
  });
}

const plain = (text: string) => text.replaceAll('`', '');

/** The lines of a page of the reference, each with its anchor. */
function lineEntries(path: string, { title: place, view }: ReferencePage): SearchEntry[] {
  const line = (fragment: string, title: string, text: string): SearchEntry => ({
    kind: 'reference',
    path: `${path}#${fragment}`,
    title,
    place,
    text
  });
  switch (view.topic) {
    case 'opcodes':
      return view.rows.map(({ id, from, to, name, html }) => {
        const hex = [...new Set([from, to])].map((n) => n.toString(16).toUpperCase()).join('–');
        return line(id, `${hex} ${name}`, plainText(html));
      });
    case 'closeCodes':
      return view.ranges.map(({ id, from, to, html }) =>
        line(`range-${id}`, `${from}–${to}`, plainText(html))
      );
    case 'fields':
      return view.rows.map(({ name, html }) => line(name.toLowerCase(), name, plainText(html)));
    case 'rules':
      return view.rows.map(({ id, text, section }) => ({
        ...line(id, plain(text), section),
        kind: 'rule',
        more: id,
        weight: 0.6
      }));
    case 'errors':
      return view.sections.flatMap(({ rows }) =>
        rows.map(({ id, message, html }) => ({
          ...line(id, message, plainText(html)),
          kind: 'error' as const
        }))
      );
    case 'errata':
      return view.rows.map(({ id, title, html, eid }) =>
        line(id, eid ? `${title} (${eid})` : title, plainText(html))
      );
    case 'closeCode':
    case 'contents':
      return [];
  }
}

/** A page about a code is what a search for the number is for. */
const CODE_WEIGHT = 3;

function referenceEntries(language: string): SearchEntry[] {
  const t = createTranslate(language, messagesOf(language, ['reference']));
  return TOPIC_PATHS.flatMap((topic) => {
    const page = pageAt(topic, language, '');
    if (!page) return [];
    const path = topic === '' ? 'reference/' : `reference/${topic}/`;
    const { title, lede, view } = page;
    const isCode = view.topic === 'closeCode';
    return [
      {
        kind: 'reference' as const,
        path,
        title,
        place: isCode ? t('reference.closeCodes') : '',
        text: [plain(lede), ...(isCode ? view.look.map(plainText) : [])].join(' '),
        ...(isCode ? { weight: CODE_WEIGHT } : {})
      },
      ...lineEntries(path, page)
    ];
  });
}

const glossaryEntries = (language: string): SearchEntry[] =>
  glossaryOf(language).map(({ id, term, text }) => ({
    kind: 'glossary',
    path: `glossary/#${id}`,
    title: term,
    place: '',
    text: plain(text)
  }));

export const searchEntries = (language: string): SearchEntry[] => [
  ...chapterEntries(language),
  ...referenceEntries(language),
  ...glossaryEntries(language)
];
