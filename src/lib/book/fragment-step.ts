/**
 * The moment in the URL's fragment: `#host` is a step, and a plain anchor that works without
 * scripts; `#host@47.5` is an instant within it.
 */
export interface Moment {
  readonly index: number;
  /** Virtual time; undefined: the step's own instant. */
  readonly time: number | undefined;
}

/** The moment that the fragment names; undefined when it names none. */
export function momentInFragment(
  steps: readonly { readonly id: string }[],
  hash: string
): Moment | undefined {
  let text: string;
  try {
    text = decodeURIComponent(hash.replace(/^#/, ''));
  } catch {
    return undefined;
  }
  const [, id = '', at] = /^([\w-]+)(?:@(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  const index = steps.findIndex((step) => step.id === id);
  return index < 0 ? undefined : { index, time: at === undefined ? undefined : Number(at) };
}

/** The fragment of an instant: the step, and the time where it is not the step's own. */
export function fragmentOf(
  steps: readonly { readonly id: string; readonly at: number }[],
  index: number,
  time: number
): string {
  const step = steps[index];
  if (!step) return '';
  const isOwn = Math.abs(time - step.at) < 0.05;
  return `#${step.id}${isOwn ? '' : `@${Math.round(time * 10) / 10}`}`;
}
