/**
 * What a page shows of exercises before they are answered: the tasks, what they are about, and the
 * answers behind a press that needs no script. Text alone, so that no page carries code for it.
 */
import { toHex } from '#lib/bytes/bytes.ts';
import type { Exercise } from '#lib/exercises/exercise.ts';
import { brokenOf, type Part } from '#lib/exercises/find-fault.ts';
import { recipesBytes } from '#lib/exercises/frames.ts';
import { headLines, rightLines } from '#lib/exercises/head.ts';
import { wordPhrase } from '#lib/exercises/word-phrase.ts';
import { createTranslate, type Translate } from '#lib/i18n/messages.ts';
import { messagesOf } from './dictionary.ts';
import type { ExerciseText } from './markdown.ts';

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

const code = (lines: readonly string[]): string =>
  `<pre class="shown"><code>${escape(lines.join('\n'))}</code></pre>`;

function partList(parts: readonly Part[], t: Translate): string {
  const groups = [...new Set(parts.map(({ group }) => group))];
  const items = (group: number) =>
    parts
      .filter((part) => part.group === group)
      .map((part) =>
        part.id === part.text
          ? `<li><code>${escape(part.text)}</code></li>`
          : `<li><code>${escape(part.text)}</code> ${escape(wordPhrase(t, part.name))}</li>`
      )
      .join('');
  const title = (group: number) =>
    groups.length > 1
      ? `<p class="label">${escape(t('exercise.frame', { n: group + 1 }))}</p>`
      : '';
  return groups.map((group) => `${title(group)}<ol class="parts">${items(group)}</ol>`).join('');
}

/** What the task is about. */
function shownOf(task: Exercise, t: Translate): string {
  switch (task.kind) {
    case 'build-bytes':
      return task.shows
        ? code(
            task.shows.map((recipe) =>
              toHex(recipesBytes(task.from === 'client' ? 'server' : 'client', [recipe]), ' ')
            )
          )
        : '';
    case 'build-head':
      return (
        (task.showsRequest ? code(rightLines({ ...task.head, message: 'request' })) : '') +
        `<div class="parts-at-first">${code(headLines(task.head))}</div>`
      );
    case 'find-fault':
      return 'head' in task
        ? `<div class="parts-at-first">${code(headLines(task.head))}</div>`
        : `<div class="parts-at-first">${partList(brokenOf(task).parts, t)}</div>`;
    case 'predict-number':
      return '';
  }
}

/** All exercises of a chapter, under one heading. */
export function exerciseHtml(
  chapter: string,
  tasks: readonly { readonly words: ExerciseText; readonly task: Exercise }[],
  language: string
): string {
  const t = createTranslate(language, messagesOf(language, ['exercise', 'frameSpans', 'spans']));
  const names = tasks.map(({ words }) => `${chapter}/${words.id}`).join(' ');
  const sections = tasks.map(
    ({ words, task }) =>
      `<section class="exercise" id="${words.id}" data-exercise="${chapter}/${words.id}" aria-labelledby="${words.id}-title">` +
      `<h3 id="${words.id}-title">${words.title}</h3>${words.task}${shownOf(task, t)}` +
      `<div class="attempt"><button type="button" class="btn btn--ink needs-script" data-deed="exercise" aria-describedby="${words.id}-title">${escape(t('exercise.begin'))}</button></div>` +
      `<details><summary class="btn">${escape(t('exercise.showAnswer'))}</summary><div class="answer">${words.answer}</div></details></section>`
  );
  return (
    `<section class="exercises"><h2 id="exercises">${escape(t('exercise.title'))}</h2>` +
    `<p class="tally label" data-tally="${names}"></p>${sections.join('')}</section>`
  );
}
