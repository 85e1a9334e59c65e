/** The theme as a choice of three; app.html and theme.ts know the same key. */
const KEY = 'websocket-101:theme';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export function chosenTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** Nothing is stored where the system decides. */
export function chooseTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be denied: then the choice lasts as long as the page.
  }
}

/** Tells when the theme is switched elsewhere on the page; returns what ends that. */
export function onThemeChange(tell: (theme: Theme) => void): () => void {
  const observer = new MutationObserver(() => tell(chosenTheme()));
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
