import { readFileSync } from 'node:fs';
import type { Messages } from '#lib/i18n/messages.ts';
import { dataAt } from './content.ts';

/** A colour of the light theme: what stands first in tokens.css. */
export function tokenColour(name: string): string {
  const [, colour] =
    new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(readFileSync('src/tokens.css', 'utf8')) ?? [];
  if (colour === undefined) throw new Error(`tokens.css has no colour --${name}`);
  return colour;
}

const icon = (src: string, sizes: string, purpose: 'any' | 'maskable') => ({
  src: `../${src}`,
  sizes,
  type: src.endsWith('.svg') ? 'image/svg+xml' : 'image/png',
  purpose
});

/**
 * The web app manifest of a language. Addresses are relative to it, so that it holds under any
 * path. The app is the whole site; it begins with the book in its language.
 */
export function webAppManifest(language: string): object {
  const { site } = dataAt<Messages>(`ui/${language}.json`);
  return {
    name: site.name,
    short_name: site.name,
    description: site.tagline,
    lang: language,
    start_url: './',
    scope: '../',
    display: 'standalone',
    theme_color: tokenColour('paper'),
    background_color: tokenColour('paper'),
    categories: ['education'],
    icons: [
      icon('favicon.svg', 'any', 'any'),
      icon('icons/192.png', '192x192', 'any'),
      icon('icons/512.png', '512x512', 'any'),
      icon('icons/maskable-512.png', '512x512', 'maskable')
    ]
  };
}
