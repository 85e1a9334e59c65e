// A Vite plugin: `import text from './x.ts?bundled-text'` gives the module with all that it imports
// as one script, minified, to be run somewhere else than on the page.
import { build } from 'vite';

const SUFFIX = '?bundled-text';

/** The script of an entry, and the files it was made of. */
async function bundle(/** @type {string} */ entry) {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'esnext',
      minify: true,
      lib: { entry, formats: ['iife'], name: 'bundle', fileName: 'bundle' }
    }
  });
  const [{ output }] = /** @type {import('vite').Rolldown.RolldownOutput[]} */ (built);
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error(`${entry} is more than one script`);
  return { code: chunk.code, files: chunk.moduleIds.filter((id) => !id.startsWith('\0')) };
}

/** @returns {import('vite').Plugin} */
export function bundledText() {
  return {
    name: 'bundled-text',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(SUFFIX)) return null;
      const found = await this.resolve(source.slice(0, -SUFFIX.length), importer);
      return found && `${found.id}${SUFFIX}`;
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const { code, files } = await bundle(id.slice(0, -SUFFIX.length));
      for (const file of files) this.addWatchFile(file);
      return `export default ${JSON.stringify(code)};`;
    }
  };
}
