import { resolve } from '$app/paths';
import type { Words } from '#lib/i18n/context.ts';
import type { LazyArea } from '#lib/i18n/lazy-areas.ts';
import { createTranslate, type MessageAreas } from '#lib/i18n/messages.ts';

const loaded = new Map<string, Promise<MessageAreas>>();

async function read(language: string, area: LazyArea): Promise<MessageAreas> {
  const response = await fetch(resolve(`/words/${language}/${area}.json` as '/'));
  if (!response.ok) throw new Error(`the words of ${area}: ${response.status}`);
  return (await response.json()) as MessageAreas;
}

/** The page's words with those of these areas, read once a visit; what failed is tried again. */
export async function lazyWords(page: Words, areas: readonly LazyArea[]): Promise<Words> {
  const { language, number } = page;
  const parts = await Promise.all(
    areas.map((area) => {
      const key = `${language}/${area}`;
      const known = loaded.get(key) ?? read(language, area);
      loaded.set(key, known);
      known.catch(() => loaded.delete(key));
      return known;
    })
  );
  const own = createTranslate(language, Object.assign({}, ...parts) as MessageAreas);
  return {
    language,
    number,
    t: (id, values) =>
      (areas as readonly string[]).includes(id.slice(0, id.indexOf('.')))
        ? own(id, values)
        : page.t(id, values)
  };
}
