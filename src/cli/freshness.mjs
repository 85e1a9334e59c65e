// Whether build/ belongs to the sources as they are, and the name of that state.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const STAMP = '.svelte-kit/built-from';
const SOURCES = [
  'src',
  'static',
  'package-lock.json',
  'package.json',
  'svelte.config.js',
  'vite.config.ts'
];

function* filesUnder(path) {
  if (!existsSync(path)) return;
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1
  );
  for (const entry of entries) {
    const file = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(file);
    else yield file;
  }
}

/**
 * A name for all that a build is made of, in hexadecimal digits: the same files, the same name.
 * @param {string} [root] the folder of the project
 */
export function sourceHash(root = '.') {
  const hash = createHash('sha256');
  hash.update(`${process.env.BASE_PATH ?? ''}\n${process.env.SITE_URL ?? ''}\n`);
  for (const source of SOURCES) {
    const path = join(root, source);
    for (const file of source.includes('.') ? [path] : filesUnder(path))
      hash
        .update(relative(root, file).replaceAll('\\', '/'))
        .update('\0')
        .update(readFileSync(file));
  }
  return hash.digest('hex');
}

export const isBuildFresh = () =>
  existsSync('build/index.html') &&
  existsSync(STAMP) &&
  readFileSync(STAMP, 'utf8') === sourceHash();

export function markBuildFresh() {
  mkdirSync('.svelte-kit', { recursive: true });
  writeFileSync(STAMP, sourceHash());
}
