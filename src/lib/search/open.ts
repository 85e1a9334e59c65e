import { mount, unmount } from 'svelte';
import type { Words } from '#lib/i18n/context.ts';
import SearchDialog from './SearchDialog.svelte';

let isOpen = false;

/** Shows the search over the page; once, however often it is asked for. */
export function open({ language, t }: Words): void {
  if (isOpen) return;
  isOpen = true;
  const dialog = mount(SearchDialog, {
    target: document.body,
    props: {
      language,
      title: t('site.search'),
      failed: t('site.searchFailed'),
      first: askedFor(location.hash),
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
