import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { withBookList } from './src/cli/book-list.mjs';
import { sourceHash } from './src/cli/freshness.mjs';
import { inlineScript } from './src/lib/server/inline-script.mjs';

/** The theme script stands in app.html, before the first paint, so its hash is ours to add. */
const themeScript = /<script>([^]*?)<\/script>/.exec(readFileSync('src/app.html', 'utf8'))?.[1];
if (themeScript === undefined) throw new Error('src/app.html has no theme script');
const sha256 = (/** @type {string} */ text) =>
  /** @type {`sha256-${string}`} */ (
    `sha256-${createHash('sha256').update(text).digest('base64')}`
  );

/** What tells of updates and faults stands behind the page: see src/hooks.server.ts. */
const notices = inlineScript(readFileSync('src/notices.js', 'utf8'));

/** The live lab's sandboxed frame inherits the page's policy: its one script is allowed here. */
const bootstrap = readFileSync('src/lib/live/sandbox/bootstrap.js', 'utf8').replaceAll(
  '\r\n',
  '\n'
);

/** @type {import('@sveltejs/kit').Config} */
export default {
  // The name of a component's styles stands on every element: four characters tell them apart.
  compilerOptions: { cssHash: ({ hash, filename }) => `s${hash(filename).slice(0, 4)}` },
  kit: {
    adapter: withBookList(adapter({ precompress: true })),
    // One build for every path: all links are relative (see src/lib/book/link.ts for the slash).
    paths: { base: /** @type {'' | `/${string}`} */ (process.env.BASE_PATH ?? ''), relative: true },
    // src/notices.js does it, and minds where it is denied.
    serviceWorker: { register: false },
    // Another name whenever the sources are others: the worker and old tabs tell builds apart by it.
    version: { name: sourceHash().slice(0, 12) },
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['none'],
        'script-src': ['self', sha256(themeScript), sha256(notices), sha256(bootstrap)],
        'style-src': ['self'],
        // SvelteKit's route announcer has one inline style; tests/e2e/csp.spec.ts notices when it changes.
        'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
        'img-src': ['self', 'data:', 'blob:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'manifest-src': ['self'],
        'worker-src': ['self', 'blob:'],
        'frame-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['none'],
        'object-src': ['none']
      }
    },
    prerender: {
      handleHttpError: 'fail',
      handleMissingId: ({ id, message }) => {
        // The state of a lab is in the fragment too: lib/links.
        if (!/^s\d+\./.test(id)) throw new Error(message);
      }
    }
  }
};
