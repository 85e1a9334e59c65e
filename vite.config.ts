import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { bundledText } from './src/cli/bundled-text.mjs';
import { plainImports } from './src/cli/plain-imports.mjs';

/** Full counts take their time; a limit is there to end what hangs. */
const patience = process.env['DEEP'] ? 5 : 1;

export default defineConfig({
  plugins: [sveltekit(), bundledText(), plainImports()],
  build: {
    // Browsers of the last two years: see the README.
    target: ['chrome120', 'edge120', 'firefox121', 'safari17.2'],
    // Fonts are files: the policy allows no data: address for them.
    assetsInlineLimit: 0,
    // Lists of what to preload would grow with every chunk; what a page needs stands in its head.
    modulePreload: { polyfill: false, resolveDependencies: () => [] },
    rolldownOptions: {
      // A component that only <noscript> uses is drawn at build time and never shipped.
      treeshake: { moduleSideEffects: [{ test: /TranscriptLines\.svelte$/, sideEffects: false }] },
      output: {
        // What every page needs, as one chunk: many small ones compress worse.
        codeSplitting: {
          groups: [
            // One stylesheet: ten small ones hold up the first paint.
            { name: 'style', test: /type=style|src.app\.css$/, priority: 1 },
            {
              name: 'base',
              test: /rolldown.runtime|node_modules.(svelte|@sveltejs|esm-env|clsx|devalue)|src.hooks|src.lib.i18n.(context|messages)|src.lib.player|src.lib.bytes.bytes|src.lib.protocol.http.abnf|src.lib.trace.(trace|snapshot)\.ts|src.lib.figures.(parts.(roles|address|geometry|frame-name))|vite.preload-helper|src.lib.book.(markup|stages.(Caption|BackToChapter|StageFoot|shown))|src.lib.ui.(Icon|Brand|Phrase|CopyButton|link|theme|kept)|routes.(.error|.lang..(Site|.layout))/
            }
          ]
        }
      }
    }
  },
  optimizeDeps: { include: ['d3'] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          setupFiles: ['tests/helpers/close-event.ts'],
          include: ['tests/unit/**/*.spec.ts'],
          testTimeout: 60_000 * patience
        }
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['tests/conformance/**/*.spec.ts'],
          testTimeout: 120_000 * patience,
          hookTimeout: 60_000,
          // Some tests ask how much memory is in use.
          execArgv: ['--expose-gc']
        }
      },
      // Needs openssl, curl, Python and tshark, and fails where they are missing.
      {
        extends: true,
        test: {
          name: 'deep',
          include: ['tests/deep/**/*.spec.ts'],
          testTimeout: 120_000 * patience
        }
      }
    ]
  }
});
