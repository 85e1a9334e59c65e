import { mount, unmount } from 'svelte';
import type { Words } from '#lib/i18n/context.ts';

let isOpen = false;

/**
 * Shows the search over the page; once, however often it is asked for. `typed`: what the reader has
 * typed meanwhile.
 */
export async function open({ language, t }: Words, typed = () => ''): Promise<void> {
  if (isOpen) return;
  isOpen = true;
  // A chunk of its own: the chunk of every page would else hold a list of its style sheets.
  const { default: SearchDialog } = await import('./SearchDialog.svelte');
  const dialog = mount(SearchDialog, {
    target: document.body,
    props: {
      language,
      title: t('site.search'),
      failed: t('site.searchFailed'),
      first: askedFor(location.hash) || typed(),
      onclose: () => {
        isOpen = false;
        void unmount(dialog);
      }
    }
  });
}

/** `#search=close%201006`: what a link asks for; '' where it asks for nothing. */
function askedFor(hash: string): string {
  const [, query = ''] = /^#search=(.*)$/.exec(hash) ?? [];
  try {
    return decodeURIComponent(query);
  } catch {
    return '';
  }
}
