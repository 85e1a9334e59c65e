import { STAGES } from '#lib/book/stages/stages.ts';

const bringFormula = () => import('#lib/book/Formula.svelte');

/** The chapter's figure comes as a chunk of its own, before the page is drawn; formulas likewise. */
export const load = async ({ data }) => {
  const { figure, text } = data.chapter;
  const [stage, formula] = await Promise.all([
    STAGES[figure](),
    text.blocks.some(({ type }) => type === 'formula') ? bringFormula() : undefined
  ]);
  return { ...data, Stage: stage.default, Formula: formula?.default };
};
