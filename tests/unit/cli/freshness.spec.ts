import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceHash } from '../../../src/cli/freshness.mjs';

const FILES = ['package-lock.json', 'package.json', 'svelte.config.js', 'vite.config.ts'];
const made: string[] = [];

function project(): string {
  const root = mkdtempSync(join(tmpdir(), 'sources-'));
  made.push(root);
  for (const folder of ['src', 'src/lib', 'static']) mkdirSync(join(root, folder));
  for (const file of [...FILES, 'src/app.html', 'src/lib/a.ts', 'static/icon.svg'])
    writeFileSync(join(root, file), file);
  return root;
}

let root: string;
beforeEach(() => void (root = project()));
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

describe('the name of the sources', () => {
  it('is the same for the same files, wherever they are', () => {
    expect(sourceHash(project())).toBe(sourceHash(root));
  });

  it.each([...FILES, 'src/lib/a.ts', 'static/icon.svg'])('changes with %s', (file) => {
    const before = sourceHash(root);
    writeFileSync(join(root, file), 'other');
    expect(sourceHash(root)).not.toBe(before);
  });

  it('changes with the name of a file', () => {
    const before = sourceHash(root);
    renameSync(join(root, 'src/lib/a.ts'), join(root, 'src/lib/b.ts'));
    expect(sourceHash(root)).not.toBe(before);
  });

  it('does not change with what no build reads', () => {
    const before = sourceHash(root);
    writeFileSync(join(root, 'README.md'), 'new');
    expect(sourceHash(root)).toBe(before);
  });

  it('changes with the address that the site is published at', () => {
    const before = sourceHash(root);
    process.env['SITE_URL'] = 'https://example.org/book/';
    try {
      expect(sourceHash(root)).not.toBe(before);
    } finally {
      delete process.env['SITE_URL'];
    }
  });
});
