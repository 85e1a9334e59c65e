import { LANGUAGES } from '#lib/server/content.ts';
import { webAppManifest } from '#lib/server/manifest.ts';
import { error } from '@sveltejs/kit';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;
export const entries: EntryGenerator = () => LANGUAGES.map((lang) => ({ lang }));

export const GET: RequestHandler = ({ params: { lang } }) => {
  if (!LANGUAGES.includes(lang)) error(404);
  return new Response(JSON.stringify(webAppManifest(lang)), {
    headers: { 'Content-Type': 'application/manifest+json' }
  });
};
