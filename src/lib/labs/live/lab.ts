/** What the live lab makes of its lessons and its run. */
import type { Translate } from '#lib/i18n/messages.ts';
import type { LiveState } from '#lib/links/live-link.ts';
import type { Pane } from '#lib/live/run/run.ts';
import type { Scenario } from '#lib/live/run/scenario.ts';
import type { Happening } from '#lib/live/run/story.ts';
import type { EditorMark } from './editor/mark.ts';
import type { LiveRun } from './live-run.svelte.ts';

export const stateOf = ({ id, program, conditions, seed }: Scenario): LiveState => ({
  ...program,
  conditions,
  seed,
  scenario: id
});

/** The lab begins with the first lesson; there is always one. */
export function firstOf([first]: readonly Scenario[]): LiveState {
  if (!first) throw new Error('the lab has no lesson');
  return stateOf(first);
}

/** `import` is what documentation of ws begins with. */
const hinted = (message: string, t: Translate): string =>
  /\bimport\b/.test(message)
    ? `${message}. ${t('liveLab.importHint').replaceAll('`', '')}`
    : message;

/** Lines that cannot be run, and lines whose error nobody caught. */
export function errorsOf(
  run: LiveRun | undefined,
  happenings: readonly Happening[],
  pane: Pane,
  t: Translate
): EditorMark[] {
  const mistakes = (run?.mistakes ?? [])
    .filter((mistake) => mistake.pane === pane)
    .map(({ line, message }): EditorMark => ({ line, kind: 'error', text: hinted(message, t) }));
  const uncaught = happenings.flatMap(({ line, event }): EditorMark[] =>
    event.type === 'console' && event.uncaught && line?.pane === pane
      ? [{ line: line.line, kind: 'error', text: event.text }]
      : []
  );
  const seen = new Set<string>();
  return [...mistakes, ...uncaught].filter(({ line, text }) => {
    const key = `${line} ${text}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** The event before, and the one after, in which something is to be seen; undefined: the last. */
export const stepBefore = (happenings: readonly Happening[], step: number): number =>
  happenings.findLast((happening) => happening.step < step)?.step ?? 0;
export const stepAfter = (happenings: readonly Happening[], step: number): number | undefined =>
  happenings.find((happening) => happening.step > step)?.step;
