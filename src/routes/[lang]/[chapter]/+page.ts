import { STAGES } from '#lib/book/stages/stages.ts';

/** The chapter's figure comes as a chunk of its own, before the page is drawn. */
export const load = async ({ data }) => ({
  ...data,
  Stage: (await STAGES[data.chapter.figure]()).default
});
