import { mount, unmount } from 'svelte';
import { resolve } from '$app/paths';
import type { Words } from '#lib/i18n/context.ts';
import { createTranslate, type MessageAreas } from '#lib/i18n/messages.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import type { Exercise } from '#lib/exercises/exercise.ts';
import { currentProgress, keepProgress, withSolved } from '../progress/progress.ts';
import { show } from '../progress/show.ts';
import Attempt from './Attempt.svelte';

/** What lib/server/exercises.ts writes. */
interface Lazy {
  readonly exercises: Readonly<
    Record<string, { readonly task: Exercise; readonly notes: Readonly<Record<string, string>> }>
  >;
  readonly messages: MessageAreas;
  readonly rules: Readonly<Partial<Record<RuleId, string>>>;
}

const loaded = new Map<string, Promise<Lazy>>();
/** Fields on the page; those of a page that is gone are taken down with the next one. */
const mounted = new Map<Element, ReturnType<typeof mount>>();

function dataOf(language: string, chapter: string): Promise<Lazy> {
  const path = `/exercises/${language}/${chapter}.json`;
  const known =
    loaded.get(path) ??
    fetch(resolve(path as '/')).then((response) => {
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.json() as Promise<Lazy>;
    });
  loaded.set(path, known);
  known.catch(() => loaded.delete(path));
  return known;
}

/** Puts the field in which an exercise is answered in the place of the button that asked for it. */
export async function open(page: Words, source: HTMLElement): Promise<void> {
  const section = source.closest<HTMLElement>('[data-exercise]');
  const target = source.parentElement;
  const name = section?.dataset['exercise'] ?? '';
  const [chapter = '', id = ''] = name.split('/');
  if (!section || !target || mounted.has(target)) return;
  const { exercises, messages, rules } = await dataOf(page.language, chapter);
  const exercise = exercises[id];
  if (!exercise || !target.isConnected || mounted.has(target)) return;
  for (const [element, field] of mounted)
    if (!element.isConnected) {
      mounted.delete(element);
      void unmount(field);
    }
  target.replaceChildren();
  section.classList.add('is-open');
  const field = mount(Attempt, {
    target,
    props: {
      id,
      task: exercise.task,
      notes: exercise.notes,
      rules,
      t: createTranslate(page.language, messages),
      onsolved: () => {
        keepProgress(withSolved(currentProgress(), name));
        const answer = section.querySelector('details');
        if (answer) answer.open = true;
        void show(page);
      }
    }
  });
  mounted.set(target, field);
}
