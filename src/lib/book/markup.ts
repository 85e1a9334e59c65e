/**
 * Words of a chapter as HTML. A prerendered page already shows them, so its data keeps only their
 * place, `data-words`, and the browser reads them back from there: no word is sent twice. The data
 * that a reader gets who comes from another page holds the words themselves.
 */
export class Markup {
  readonly html: string;
  /** Where the page shows it; undefined in data that comes without a page. */
  readonly place: number | undefined;

  constructor(html: string, place?: number) {
    this.html = html;
    this.place = place;
  }

  /** What the page shows there, without the comments that mark it for hydration. */
  static shownAt(place: number): Markup {
    const shown = document.querySelector(`[data-words="${place}"]`);
    return new Markup(shown?.innerHTML.replace(/<!--.*?-->/g, '') ?? '', place);
  }
}

/** What the page has been given already. */
const onPage = new WeakSet<Markup>();

/**
 * What stands for it in data. Kit writes each piece twice when it prerenders: first into the page,
 * which shows it, then into the data for those who come from another page.
 */
export function standIn(markup: Markup): number | string {
  if (markup.place === undefined || onPage.has(markup)) return markup.html;
  onPage.add(markup);
  return markup.place;
}
