import type { Page } from '@playwright/test';

/** One stop of the Tab key. */
export interface Stop {
  /** What it is: its tag, its name and where it stands. */
  readonly what: string;
  /** Some of it can be seen: WCAG 2.2 §2.4.11. */
  readonly seen: boolean;
  /** It shows that it has the focus: §2.4.7. */
  readonly marked: boolean;
  /** The same stop as the first one: the round is complete. */
  readonly again: boolean;
}

/** Presses Tab until the focus leaves the page or comes to where it began, or `most` times. */
export async function tabThrough(page: Page, most: number): Promise<Stop[]> {
  const stops: Stop[] = [];
  while (stops.length < most) {
    await page.keyboard.press('Tab');
    let stop = await page.evaluate(stopNow);
    if (!stop || stop.again) break;
    if (stops.length === 0)
      await page.evaluate(() => document.activeElement?.setAttribute('data-first-stop', ''));
    // An editor draws its edge a moment after it has the focus.
    for (let looks = 0; looks < 20 && stop && !(stop.seen && stop.marked); looks++) {
      await page.waitForTimeout(25);
      stop = await page.evaluate(stopNow);
    }
    if (stop) stops.push(stop);
  }
  return stops;
}

function stopNow(): Stop | undefined {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return undefined;
  const again = element.hasAttribute('data-first-stop');

  // What is hidden from sight is seen and hit by its label.
  const { labels } = element as Partial<HTMLInputElement>;
  const shown = (element.matches('.visually-hidden,[type=radio]') && labels?.[0]) || element;
  const isSeen = (x: number, y: number) => {
    const root = shown.getRootNode() as Document | ShadowRoot;
    const on = root.elementFromPoint(x, y);
    return on !== null && (shown.contains(on) || on.contains(element));
  };
  const seen = [...shown.getClientRects()].some(({ left, top, width, height }) =>
    // Of an editor that is higher than what is left of the window, the line with the caret is seen.
    [6, 0.1 * height, 0.3 * height, 0.5 * height, 0.7 * height, 0.9 * height].some(
      (y) => isSeen(left + width / 2, top + y) || isSeen(left + 3, top + y)
    )
  );
  const isOutlined = (of: Element) => {
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(of);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 1 && opacity !== '0';
  };
  // Asked once a page: an element that comes and goes has the whole page styled anew, twice a stop.
  const { dataset } = document.documentElement;
  dataset['focusColour'] ??= (() => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = 'var(--focus)';
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  })();
  const focusColour = dataset['focusColour'];
  const isEdged = (of: Element) => getComputedStyle(of).boxShadow.includes(focusColour);
  let around: Element | null = shown;
  let marked =
    (isOutlined(element) && !element.matches('.visually-hidden')) ||
    [...element.querySelectorAll('*')].some(isEdged);
  while (around && !marked && around !== document.body) {
    marked = isOutlined(around) || isEdged(around);
    around = around.parentElement;
  }
  const name = element.getAttribute('aria-label') ?? element.textContent;
  const { x, y } = shown.getBoundingClientRect();
  const what = `${element.tagName} “${name.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}” at ${Math.round(x)}, ${Math.round(y)}`;
  return { what, seen, marked, again };
}
