import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** All rules run, but what passes is not described: that takes longer than the rules. */
const axeOn = (page: Page) =>
  new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    // The report is made in the page, not in another tab: frames of other origins the site has none.
    .setLegacyMode();
type Results = Awaited<ReturnType<AxeBuilder['analyze']>>;
const worded = ({ violations }: Results) =>
  violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`);

/** What axe has against a page, by rule; of the colours, those of the theme that is shown. */
export async function axeViolations(page: Page): Promise<string[]> {
  const all = axeOn(page).withTags(RULES).disableRules(['color-contrast']);
  return [...worded(await all.analyze()), ...(await contrastViolations(page))];
}

/**
 * What axe has against the colours of a page. Contrast is four fifths of the time that axe takes,
 * so it judges one text of each kind: of one colour, size and weight, on the same grounds. Text in
 * drawings and text that is laid over something is judged each.
 */
export async function contrastViolations(page: Page) {
  await page.evaluate(() => {
    const grounds = new Map<Element | null, string>([[null, '']]);
    const groundOf = (element: Element | null): string => {
      let ground = grounds.get(element);
      if (ground === undefined && element) {
        const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
        ground = `${groundOf(element.parentElement)}/${backgroundColor} ${backgroundImage} ${opacity}`;
        // Grounds that are not there make no other kind.
        ground = ground.replace(/\/rgba\(0, 0, 0, 0\) none 1$/, '');
        grounds.set(element, ground);
      }
      return ground ?? '';
    };
    const hasText = ({ childNodes }: Element) =>
      [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
    const kinds = new Set<string | Element>();
    for (const element of document.body.querySelectorAll('*')) {
      if (!hasText(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
      const { color, fontSize, fontWeight, position } = getComputedStyle(element);
      const isOver = position === 'absolute' || element.closest('svg');
      const kind = isOver ? element : [color, fontSize, fontWeight, groundOf(element)].join();
      element.toggleAttribute('data-kind-of-text', !kinds.has(kind));
      kinds.add(kind);
    }
  });
  return worded(
    await axeOn(page)
      .include('[data-kind-of-text]')
      .withRules(['color-contrast', 'link-in-text-block'])
      .analyze()
  );
}

/** How far a page can be scrolled sideways, in CSS pixels. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(async () => {
    // Widths are those of the page's own fonts, once they are there.
    await document.fonts.ready;
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
}

/** What is cut off where text is spaced as WCAG 2.2 §1.4.12 says; the spacing goes again. */
export function cutBySpacing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets.push(sheet);
    const cut = [...document.body.querySelectorAll('*')]
      .filter((element) => element.checkVisibility() && element.clientWidth > 1)
      .filter((element) => !element.closest('svg,select,textarea,.visually-hidden'))
      .filter((element) => {
        const { overflowX, overflowY } = getComputedStyle(element);
        return (
          (/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 2)
        );
      })
      .map((element) => element.outerHTML.slice(0, 160));
    document.adoptedStyleSheets.pop();
    return cut;
  });
}

/**
 * The targets of a page that are too small to be hit, WCAG 2.2 §2.5.8: less than 24 CSS pixels in
 * one direction, not in a sentence, and with another target within 12 pixels of their middle.
 */
export function smallTargetsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const SIZE = 24;
    const all = [
      ...document.querySelectorAll<HTMLElement>(
        'a[href],button,summary,select,textarea,input,[role=button],[role=option],[role=slider],[role=tab],[role=switch],[tabindex="0"]'
      )
    ]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      // What is marked by its label is hit by its label.
      .map((element) => {
        const label = 'labels' in element ? (element.labels as NodeList | null)?.[0] : undefined;
        return { element, hit: label instanceof Element ? label : element };
      })
      // A part that scrolls takes the focus only to be scrolled.
      .filter(({ element }) => element.matches('a,button,summary,select,textarea,input,[role]'))
      .map(({ element, hit }) => ({ element, box: hit.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1);
    const isInline = (element: Element) =>
      getComputedStyle(element).display === 'inline' &&
      (element.parentElement?.textContent.trim().length ?? 0) > element.textContent.trim().length;
    const small = all.filter(
      ({ element, box }) => (box.width < SIZE || box.height < SIZE) && !isInline(element)
    );
    const isSmall = new Set(small.map(({ element }) => element));
    const middle = (box: DOMRect) => ({
      x: box.x + box.width / 2,
      y: box.y + box.height / 2
    });
    const isNear = (from: DOMRect, to: DOMRect, toIsSmall: boolean) => {
      const a = middle(from);
      const b = middle(to);
      if (toIsSmall && Math.hypot(a.x - b.x, a.y - b.y) < SIZE) return true;
      const dx = Math.max(to.left - a.x, 0, a.x - to.right);
      const dy = Math.max(to.top - a.y, 0, a.y - to.bottom);
      return Math.hypot(dx, dy) < SIZE / 2;
    };
    return small
      .filter(({ element, box }) =>
        all.some(
          (other) =>
            other.element !== element &&
            !other.element.contains(element) &&
            !element.contains(other.element) &&
            isNear(box, other.box, isSmall.has(other.element))
        )
      )
      .map(
        ({ element, box }) =>
          `${Math.round(box.width)} × ${Math.round(box.height)}: ${element.outerHTML.slice(0, 160)}`
      );
  });
}

/** What floats over the page, is to be seen, and has nothing to say. */
export const emptyFloatsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => getComputedStyle(element).position === 'fixed')
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => element.offsetWidth > 1 && element.offsetHeight > 1)
      .filter((element) => element.innerText.trim() === '')
      .map((element) => element.outerHTML.slice(0, 160))
  );
