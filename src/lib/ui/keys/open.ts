import { mount, unmount } from 'svelte';
import type { Words } from '#lib/i18n/context.ts';
import { lazyWords } from '../lazy-words.ts';

let isOpen = false;

/** Shows the sheet of keys over the page. */
export async function open(page: Words): Promise<void> {
  if (isOpen) return;
  isOpen = true;
  try {
    const [words, { default: KeySheet }] = await Promise.all([
      lazyWords(page, ['keys']),
      import('./KeySheet.svelte')
    ]);
    const sheet = mount(KeySheet, {
      target: document.body,
      props: {
        words,
        onclose: () => {
          isOpen = false;
          void unmount(sheet);
        }
      }
    });
  } catch (error) {
    isOpen = false;
    throw error;
  }
}
