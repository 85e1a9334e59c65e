import { existsSync, readFileSync, statSync } from 'node:fs';
import { ROOT } from './sites.ts';

const files = new Map<string, string>();
/** What a page of the build holds as text; '' where there is no such file. */
function textOf(path: string): string {
  const file = `build/${path.endsWith('/') || path === '' ? `${path}index.html` : path}`;
  let text = files.get(file);
  if (text === undefined) {
    const isThere = existsSync(file) && statSync(file).isFile();
    text = !isThere ? '' : file.endsWith('.html') ? readFileSync(file, 'utf8') : 'a file';
    files.set(file, text);
  }
  return text;
}

/** What a page's file says of itself before any script runs. */
export const headOf = (path: string) => ({
  title: /<title>([^<]*)<\/title>/.exec(textOf(path))?.[1],
  language: /<html[^>]* lang="([^"]*)"/.exec(textOf(path))?.[1]
});

/** The addresses that a page's file leads to, absolute. */
export const linksOf = (path: string): string[] =>
  [...textOf(path).matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(
    ([, to = '']) => new URL(to.replaceAll('&amp;', '&'), ROOT.url + path).href
  );

/** Which of these addresses are of the site and lead to no file of the build, or to no place in it. */
export const deadAmong = (addresses: readonly string[]): string[] =>
  [...new Set(addresses)].filter((address) => {
    if (!address.startsWith(ROOT.url)) return false;
    const { pathname, hash } = new URL(address);
    const text = textOf(decodeURIComponent(pathname.slice(1)));
    if (text === '') return true;
    // The state of a lab is no id.
    const id = /^#s\d+\./.test(hash) ? '' : decodeURIComponent(hash.slice(1));
    return id !== '' && !text.includes(`id="${id}"`);
  });
