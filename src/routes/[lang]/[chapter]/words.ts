import type { ChapterView } from '#lib/book/chapter.ts';
import { Markup } from '#lib/book/markup.ts';
import type { ShownBlock, ShownText } from '#lib/server/exercises.ts';

/**
 * The words of a chapter for its page. With `places`, each piece knows where the page shows it, so
 * that the page's data need not hold it again.
 */
export function wordsOf(text: ShownText, places: boolean): ChapterView['text'] {
  let next = 0;
  const words = (html: string) => new Markup(html, places ? next++ : undefined);

  function blockOf(block: ShownBlock): ChapterView['text']['blocks'][number] {
    switch (block.type) {
      case 'prose':
        return { ...block, html: words(block.html) };
      case 'step':
      case 'tools':
        return { ...block, title: words(block.title), html: words(block.html) };
      case 'question':
        return {
          ...block,
          title: words(block.title),
          choices: block.choices.map(({ html, correct }) => ({ html: words(html), correct })),
          answer: words(block.answer)
        };
      case 'formula':
        return {
          ...block,
          lines: block.lines.map((line) => ({ ...line, html: words(line.html) }))
        };
      case 'commands':
        return block;
    }
  }
  return { ...text, lede: words(text.lede), blocks: text.blocks.map(blockOf) };
}
