/** What Vite makes of a dynamic import: a function that imports, what to load before, the base. */
const DEPS = /,(?:__vite__mapDeps\(\[[\d,]*\]\)|\[\]),import\.meta\.url\)/.source;
const IMPORT = /import\([^()]*\)(?:\.then\([\w$]+=>[\w$]+\.[\w$]+\))?/.source;
const PLAIN = new RegExp(`\\b[\\w$]+\\(\\(\\)=>(${IMPORT})${DEPS}`, 'g');
const BY_NAME = new RegExp(
  `\\b[\\w$]+\\((async\\(\\)=>\\{let\\{[^}]*\\}=await ${IMPORT};return\\{[^}]*\\}\\})${DEPS}`,
  'g'
);
const LIST = /^const __vite__mapDeps=.*;\n/m;

/**
 * Dynamic imports as they are written. Vite wraps each one to load the styles of its chunk first;
 * here one stylesheet has them all, and the wrappers weigh half a kilobyte on every page.
 * @returns {import('vite').Plugin}
 */
export function plainImports() {
  return {
    name: 'plain-imports',
    apply: 'build',
    transform: (_code, id) =>
      id.includes('vite/preload-helper')
        ? { code: 'export const __vitePreload = (load) => load();', map: null }
        : null,
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'chunk' || !file.code.includes('__vite__mapDeps(')) continue;
          file.code = file.code.replace(PLAIN, '$1').replace(BY_NAME, '($1)()').replace(LIST, '');
          const [left] = /.{0,80}__vite__mapDeps/s.exec(file.code) ?? [];
          if (left) throw new Error(`${file.fileName}: an import is still wrapped: ${left}`);
        }
      }
    }
  };
}
