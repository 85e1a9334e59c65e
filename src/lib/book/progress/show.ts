/** Marks what is solved on the page: at each exercise, at their heading, in a list of chapters. */
import type { Words } from '#lib/i18n/context.ts';
import { lazyWords } from '#lib/ui/lazy-words.ts';
import { currentProgress } from './progress.ts';

const write = (element: Element, text: string) => {
  if (element.textContent !== text) element.textContent = text;
};

function markOf(section: Element): Element {
  const found = section.querySelector(':scope > .solved');
  if (found) return found;
  const mark = document.createElement('p');
  mark.className = 'solved';
  section.querySelector('h3')?.after(mark);
  return mark;
}

export async function show(page: Words): Promise<void> {
  const { t } = await lazyWords(page, ['progress']);
  const solved = new Set(currentProgress().solved);
  for (const section of document.querySelectorAll<HTMLElement>('[data-exercise]')) {
    const isSolved = solved.has(section.dataset['exercise'] ?? '');
    if (isSolved) write(markOf(section), t('progress.solved'));
    else section.querySelector(':scope > .solved')?.remove();
  }
  for (const tally of document.querySelectorAll<HTMLElement>('[data-tally]')) {
    const names = (tally.dataset['tally'] ?? '').split(' ').filter(Boolean);
    const n = names.filter((name) => solved.has(name)).length;
    write(tally, n ? t('progress.tally', { n, of: names.length }) : '');
  }
}
