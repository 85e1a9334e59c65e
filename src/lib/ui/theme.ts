/** Kept in the browser; app.html reads it before the first paint. */
const KEY = 'websocket-101:theme';

/** Light becomes dark and back; what the system says is where it starts. */
export function switchTheme(): void {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const next = (root.dataset['theme'] ?? system) === 'dark' ? 'light' : 'dark';
  root.dataset['theme'] = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage may be denied: then the choice lasts as long as the page.
  }
}
