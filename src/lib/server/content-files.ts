/** The files under src/content, as they are, by their paths from the root of the project. */
export const texts = import.meta.glob<string>('/src/content/**/*.md', {
  query: '?raw',
  import: 'default',
  eager: true
});
export const data = import.meta.glob<Record<string, unknown>>('/src/content/**/*.json', {
  import: 'default',
  eager: true
});
/** Programs of the live lab, as text. */
export const programs = import.meta.glob<string>('/src/content/live/**/*.js', {
  query: '?raw',
  import: 'default',
  eager: true
});
