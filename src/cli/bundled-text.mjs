// A Vite plugin: `import text from './x.ts?bundled-text'` gives the module with all that it imports
// as one script, minified, to be run somewhere else than on the page. In `?bundled-text&given=pako`
// the package pako is left out: the script takes it from a variable of that name.
import { build } from 'vite';

const SUFFIX = /\?bundled-text(?:&given=(\w+))?$/;

/** The script of an entry, and the files it was made of. */
async function bundle(/** @type {string} */ entry, /** @type {string[]} */ given) {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'esnext',
      minify: true,
      lib: { entry, formats: ['iife'], name: 'bundle', fileName: 'bundle' },
      rolldownOptions: {
        external: given,
        output: { globals: Object.fromEntries(given.map((name) => [name, name])) }
      }
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
      const [suffix] = SUFFIX.exec(source) ?? [];
      if (!suffix) return null;
      const found = await this.resolve(source.slice(0, -suffix.length), importer);
      return found && `${found.id}${suffix}`;
    },
    async load(id) {
      const [suffix, given] = SUFFIX.exec(id) ?? [];
      if (!suffix) return null;
      const { code, files } = await bundle(id.slice(0, -suffix.length), given ? [given] : []);
      for (const file of files) this.addWatchFile(file);
      return `export default ${JSON.stringify(code)};`;
    }
  };
}
