import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesOfBook } from '../../../src/cli/book-list.mjs';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'book-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe('the list of the book', () => {
  it('names pages by their addresses, and each file with its bytes', () => {
    write('index.html', 'a');
    write('en/frames/index.html', 'кадр');
    write('en/frames/__data.json', '{}');
    write('_app/immutable/chunks/x.js', '1;');
    expect(filesOfBook(folder)).toEqual([
      ['', 1],
      ['_app/immutable/chunks/x.js', 2],
      ['en/frames/', 8],
      ['en/frames/__data.json', 2]
    ]);
  });

  it('leaves out what a reader without a network cannot ask for', () => {
    for (const path of [
      'en/index.html.br',
      'en/index.html.gz',
      'service-worker.js',
      '404.html',
      '.nojekyll',
      '_app/version.json',
      'book.json',
      'sitemap.xml',
      'robots.txt',
      'cards/en/book.png'
    ])
      write(path, 'x');
    expect(filesOfBook(folder)).toEqual([]);
  });
});
