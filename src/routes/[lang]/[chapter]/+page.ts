import { browser } from '$app/environment';
import { isTurn } from '#lib/book/turn.ts';
import { STAGES } from '#lib/book/stages/stages.ts';

const bringFormula = () => import('#lib/book/Formula.svelte');

/**
 * The chapter's figure comes as a chunk of its own, before the page is drawn; formulas likewise.
 * To one who turns a page the words are shown without waiting for the figure.
 */
export const load = async ({ data }) => {
  const { figure, text } = data.chapter;
  const stage = STAGES[figure]();
  const formula = text.blocks.some(({ type }) => type === 'formula') ? bringFormula() : undefined;
  // Where it does not come, the page says so: it has to be there first.
  stage.catch(() => {});
  const Stage = browser && isTurn() ? stage : await stage;
  return { ...data, Stage, Formula: (await formula)?.default };
};
