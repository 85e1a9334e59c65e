/**
 * What a page can do that few visits ask for: `data-deed="keys"` on a button, or a key. The code
 * comes with the press, so that no page carries it.
 */
import type { Words } from '#lib/i18n/context.ts';

export interface DeedAsked {
  readonly words: Words;
  /** The button that was pressed. */
  readonly source: HTMLElement | undefined;
  /** What was typed since the deed was asked for. */
  readonly typed: () => string;
}
type Deed = (asked: DeedAsked) => unknown;

/** What a reader has solved, on the page that is there. */
export async function showProgress(words: Words): Promise<void> {
  const { show } = await import('#lib/book/progress/show.ts');
  await show(words);
}

const DEEDS: Readonly<Record<string, () => Promise<Deed>>> = {
  search: async () => {
    const { open } = await import('#lib/search/open.ts');
    return ({ words, typed }) => open(words, typed);
  },
  keys: async () => {
    const { open } = await import('#lib/ui/keys/open.ts');
    return ({ words }) => open(words);
  },
  exercise: async () => {
    const { open } = await import('#lib/book/exercises/open.ts');
    return ({ words, source }) => source && open(words, source);
  }
};

export async function begin(name: string, asked: DeedAsked): Promise<void> {
  await (
    await DEEDS[name]?.()
  )?.(asked);
}
