import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default defineConfig(
  globalIgnores([
    'build/',
    '.svelte-kit/',
    'test-results/',
    'coverage/',
    'src/lib/ui/fonts/',
    'tests/fixtures/'
  ]),
  js.configs.recommended,
  typescript.configs.strict,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'no-undef': 'off', // svelte-check knows better
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }]
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'], svelteConfig }
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: {
      // Every link goes through ui/link.ts, which calls resolve() and adds the slash.
      'svelte/no-navigation-without-resolve': 'off',
      // Prettier writes {' '} where a line ends between two inline elements.
      'svelte/no-useless-mustaches': 'off'
    }
  },
  // The only HTML strings: chapters and reference, made of our own Markdown at build time.
  {
    files: ['src/lib/book/**/*.svelte', 'src/lib/reference/**/*.svelte'],
    rules: { 'svelte/no-at-html-tags': 'off' }
  },
  { files: ['src/cli/**', 'src/content/live/**', 'tests/**'], rules: { 'no-console': 'off' } }
);
