/** The step in the URL's fragment: `#host`. A plain anchor, so that it works without scripts. */

/** Index of the step that the fragment names; undefined when it names none. */
export function stepInFragment(
  steps: readonly { readonly id: string }[],
  hash: string
): number | undefined {
  let id: string;
  try {
    id = decodeURIComponent(hash.replace(/^#/, ''));
  } catch {
    return undefined;
  }
  const index = steps.findIndex((step) => step.id === id);
  return index < 0 ? undefined : index;
}
