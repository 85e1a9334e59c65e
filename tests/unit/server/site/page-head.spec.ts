import { afterEach, describe, expect, it, vi } from 'vitest';
import { CHAPTERS } from '#lib/server/chapters.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { glossaryOf } from '#lib/server/glossary.ts';
import { localeOf, pageHead } from '#lib/server/site/page-head.ts';
import { handle } from '../../../../src/hooks.server.ts';

const SITE = 'https://example.org/book/';
const html = (title: string, description = 'What it is') =>
  `<!doctype html><html lang="%lang%"><head><title>${title}</title><meta name="description" content="${description}"/></head><body></body></html>`;

const headOf = (path: string, title = 'Frames · WebSocket 101', description?: string) =>
  pageHead(SITE, path, html(title, description), LANGUAGES);
const contents = (head: string, property: string) =>
  [...head.matchAll(/<meta property="og:([\w:]+)" content="([^"]*)">/g)]
    .filter(([, name]) => name === property)
    .map(([, , content]) => content);
const linksIn = (head: string) =>
  [...head.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">/g)].map(
    ([, language, href]) => [language, href]
  );
const canonicalOf = (head: string) => /<link rel="canonical" href="([^"]+)">/.exec(head)?.[1];
type Thing = Record<string, unknown>;
const graphOf = (head: string) => {
  const [, data = '{}'] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(head) ?? [];
  return (JSON.parse(data) as { '@graph': Thing[] })['@graph'];
};

describe('the head of a published page', () => {
  it('names the page and its twins absolutely', () => {
    const head = headOf('ru/frames/');
    expect(canonicalOf(head)).toBe(`${SITE}ru/frames/`);
    expect(linksIn(head)).toEqual([
      ['en', `${SITE}en/frames/`],
      ['ru', `${SITE}ru/frames/`],
      ['x-default', `${SITE}en/frames/`]
    ]);
  });

  it('offers the root to readers of other languages, from the root and from the start pages', () => {
    const twins = [
      ['en', `${SITE}en/`],
      ['ru', `${SITE}ru/`],
      ['x-default', SITE]
    ];
    expect(linksIn(headOf('', 'WebSocket 101'))).toEqual(twins);
    expect(linksIn(headOf('en/', 'WebSocket 101'))).toEqual(twins);
    expect(canonicalOf(headOf('', 'WebSocket 101'))).toBe(SITE);
  });

  it('has the title without the name of the site, which it says beside it', () => {
    const head = headOf('en/frames/');
    expect(contents(head, 'title')).toEqual(['Frames']);
    expect(contents(head, 'site_name')).toEqual(['WebSocket 101']);
    expect(contents(head, 'description')).toEqual(['What it is']);
    expect(contents(head, 'type')).toEqual(['article']);
    expect(head).toContain('<meta name="twitter:card" content="summary_large_image">');
  });

  it('says its locale and those of its twins', () => {
    const head = headOf('ru/frames/');
    expect(contents(head, 'locale')).toEqual(['ru_RU']);
    expect(contents(head, 'locale:alternate')).toEqual(['en_US']);
    expect(localeOf('pt-BR')).toBe('pt_BR');
  });

  it('shows a chapter by its own card, in its language, and every other page by that of the book', () => {
    expect(contents(headOf('ru/frames/'), 'image')).toEqual([`${SITE}cards/ru/frames.png`]);
    expect(contents(headOf('en/labs/frame/'), 'image')).toEqual([`${SITE}cards/en/book.png`]);
    expect(contents(headOf('', 'WebSocket 101'), 'image')).toEqual([`${SITE}cards/en/book.png`]);
  });

  it('keeps what a text has of HTML from being HTML', () => {
    const head = headOf('en/frames/', 'A &lt;/script> &amp; &quot;B&quot; · WebSocket 101');
    expect(contents(head, 'title')).toEqual(['A &lt;/script&gt; &amp; &quot;B&quot;']);
    expect(head.match(/<\/script>/g)).toHaveLength(1);
    expect(graphOf(head)[0]?.['name']).toBe('A </script> & "B"');
  });
});

describe('the structured data of a page', () => {
  it('says that a chapter is an article and a part of the book, in its language, under its licence', () => {
    const [chapter, crumbs] = graphOf(headOf('ru/frames/'));
    expect(chapter).toMatchObject({
      '@type': ['TechArticle', 'Chapter'],
      name: 'Frames',
      inLanguage: 'ru',
      position: 4,
      isPartOf: { '@id': `${SITE}ru/#book` },
      license: 'https://creativecommons.org/licenses/by/4.0/'
    });
    expect(crumbs).toMatchObject({
      '@type': 'BreadcrumbList',
      itemListElement: [
        { position: 1, name: 'WebSocket 101', item: `${SITE}ru/` },
        { position: 2, name: 'Frames', item: `${SITE}ru/frames/` }
      ]
    });
  });

  it('has the book with all its chapters on the start page', () => {
    const [book] = graphOf(headOf('en/', 'WebSocket 101 · To the byte'));
    expect(book).toMatchObject({ '@id': `${SITE}en/#book`, '@type': 'Book', inLanguage: 'en' });
    expect(book?.['hasPart']).toHaveLength(CHAPTERS.length);
    expect(book?.['hasPart']).toContainEqual({ '@id': `${SITE}en/frames/#page` });
  });

  it('defines a close code, and leads back to all codes', () => {
    const [term, crumbs] = graphOf(headOf('en/reference/close-codes/1006/', '1006 abnormal'));
    expect(term).toMatchObject({
      '@type': 'DefinedTerm',
      termCode: '1006',
      inDefinedTermSet: `${SITE}en/reference/close-codes/`
    });
    expect((crumbs?.['itemListElement'] as Thing[]).map(({ name }) => name)).toEqual([
      'WebSocket 101',
      'Reference',
      'Close codes',
      '1006 abnormal'
    ]);
  });

  it('lists the terms of the glossary, each with its anchor', () => {
    const [set] = graphOf(headOf('ru/glossary/', 'Словарь'));
    const terms = set?.['hasDefinedTerm'] as Thing[];
    expect(terms).toHaveLength(glossaryOf('ru').length);
    expect(terms).toContainEqual({
      '@type': 'DefinedTerm',
      name: 'XOR',
      url: `${SITE}ru/glossary/#xor`
    });
  });
});

describe('the build', () => {
  afterEach(() => vi.unstubAllEnvs());

  /** A page as the site's own hook sends it. */
  async function page(path: string): Promise<string> {
    const event = { params: { lang: path.split('/')[1] }, url: new URL(path, 'http://prerender') };
    let sent = '';
    await handle({
      event: event as never,
      resolve: async (_, options) => {
        sent = (await options?.transformPageChunk?.({ html: html('Frames'), done: true })) ?? '';
        return new Response();
      }
    });
    return sent;
  }

  it('writes absolute addresses into a page where SITE_URL names them, whatever the base', async () => {
    vi.stubEnv('SITE_URL', SITE);
    expect(await page('/ru/frames/')).toContain(`<link rel="canonical" href="${SITE}ru/frames/">`);
    vi.stubEnv('BASE_PATH', '/book');
    expect(await page('/book/ru/frames/')).toContain(`href="${SITE}ru/frames/">`);
  });

  it('writes none of it without SITE_URL', async () => {
    vi.stubEnv('SITE_URL', undefined);
    expect(await page('/ru/frames/')).toBe(html('Frames').replace('%lang%', 'ru'));
  });
});
