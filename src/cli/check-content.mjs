// Tells translators what their language lacks or says otherwise than its twins, with file and line;
// then makes a language of its own, and asks the site for every page in it.
//   node src/cli/check-content.mjs [--texts]     --texts: without the language of its own
import { createServer } from 'node:http';
import { contentOf, readLibrary } from './content-library.mjs';
import { withSource } from './source.mjs';

const CONTENT = 'src/content';
const THIRD = 'xx';
/** A letter that only the language made here has. */
const ITS_LETTER = /á/;

const listen = (handler) =>
  new Promise((resolve) => {
    const server = createServer(handler);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

/** Follows links within the language from its start page; what is wrong with a page, by path. */
export async function crawl(language, ask) {
  const seen = new Set([`/${language}/`]);
  const problems = [];
  for (const path of seen) {
    const { status, html } = await ask(path);
    const said = /<main[^]*<\/main>/.exec(html)?.[0] ?? '';
    if (status !== 200) problems.push(`${path}: status ${status}`);
    else if (!html.includes(`<html lang="${language}"`)) problems.push(`${path}: lang is another`);
    else if (!ITS_LETTER.test(said)) problems.push(`${path}: is not in the language`);
    for (const [, href] of html.matchAll(/<a [^>]*?href="([^"#?]+)/g)) {
      const { pathname } = new URL(href, `http://page${path}`);
      if (pathname.startsWith(`/${language}/`)) seen.add(pathname.replace(/\/*$/, '/'));
    }
  }
  const file = `/search/${language}.json`;
  const { status } = await ask(file);
  if (status !== 200) problems.push(`${file}: status ${status}`);
  return { pages: seen.size, problems };
}

/** Every page of a language, from the site made of a library. */
export const crawlLibrary = (library, language) =>
  withSource(
    async (_, server) => {
      const http = await listen(server.middlewares);
      const origin = `http://127.0.0.1:${http.address().port}`;
      try {
        return await crawl(language, async (path) => {
          const response = await fetch(origin + path, { headers: { accept: 'text/html' } });
          return { status: response.status, html: await response.text() };
        });
      } finally {
        http.closeAllConnections();
        http.close();
      }
    },
    [contentOf(library)]
  );

async function main() {
  const library = readLibrary(CONTENT);
  const { problems, third, languages } = await withSource(async (load) => {
    const { checkContent } = await load('/src/lib/server/check/check-content.ts');
    const { withPseudoLanguage } = await load('/src/lib/server/check/pseudo.ts');
    const { languagesOf } = await load('/src/lib/server/check/library.ts');
    return {
      problems: checkContent(library),
      third: withPseudoLanguage(library, THIRD),
      languages: languagesOf(library)
    };
  });
  for (const { file, line, message } of problems)
    console.log(`${CONTENT}/${file}:${line}: ${message}`);
  console.log(`${languages.join(', ')}: ${library.size} files, ${problems.length} problems`);
  if (problems.length > 0) return 1;
  if (process.argv.includes('--texts')) return 0;
  const { pages, problems: missing } = await crawlLibrary(third, THIRD);
  for (const problem of missing) console.log(problem);
  console.log(`a third language, made for this check: ${pages} pages, ${missing.length} problems`);
  return missing.length > 0 ? 1 : 0;
}

if (import.meta.main ?? process.argv[1]?.endsWith('check-content.mjs')) process.exit(await main());
