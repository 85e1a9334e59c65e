// Writes build/book.json: what a reader needs to have the whole book without a network.
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Of no use without a network: compressed twins, and what only hosts and crawlers read. */
const LEFT_OUT =
  /\.(gz|br|xml|txt)$|(^|\/)(404\.html|\.nojekyll|service-worker\.js|version\.json|book\.json)$|^cards\//;

/**
 * Every file of a built site with its size in bytes, by path below the base; a page by its address.
 * @param {string} folder
 * @returns {[path: string, bytes: number][]}
 */
export const filesOfBook = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => ({ file, path: file.replaceAll('\\', '/') }))
    .filter(({ file, path }) => !LEFT_OUT.test(path) && statSync(join(folder, file)).isFile())
    .map(
      ({ file, path }) =>
        /** @type {[string, number]} */ ([
          path.replace(/(^|\/)index\.html$/, '$1'),
          statSync(join(folder, file)).size
        ])
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * The adapter, followed by the list of what it wrote.
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @param {string} [folder]
 * @returns {import('@sveltejs/kit').Adapter}
 */
export const withBookList = (adapter, folder = 'build') => ({
  ...adapter,
  async adapt(builder) {
    await adapter.adapt(builder);
    const version = builder.config.kit.version.name;
    const list = JSON.stringify({ version, files: filesOfBook(folder) });
    writeFileSync(join(folder, 'book.json'), list);
    writeFileSync(join(folder, 'book.json.gz'), gzipSync(list, { level: 9 }));
  }
});
