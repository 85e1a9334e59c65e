const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;'
};

/** Text for HTML and XML, between tags and in quoted attributes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

const CHARACTERS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'"
};

/** The text of HTML that Svelte wrote. */
export const unescaped = (html: string): string =>
  html.replace(/&(#?\w+);/g, (entity, name: string) => CHARACTERS[name] ?? entity);
