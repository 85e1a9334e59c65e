import { VIEWS } from '#lib/reference/views.ts';

/** The page's own component comes as a chunk of its own, before the page is drawn. */
export const load = async ({ data }) => ({
  ...data,
  Page: await VIEWS[data.view.topic]()
});
