import type { Attachment } from 'svelte/attachments';

/** The item a step away: sideways in the order of the page, up and down by where it is drawn. */
function neighbour(
  items: readonly HTMLElement[],
  at: number,
  key: string
): HTMLElement | undefined {
  switch (key) {
    case 'ArrowRight':
      return items[at + 1];
    case 'ArrowLeft':
      return items[at - 1];
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
  }
  const down = key === 'ArrowDown';
  if (!down && key !== 'ArrowUp') return undefined;
  const here = items[at]?.getBoundingClientRect();
  if (!here) return undefined;
  const rects = items.map((item) => item.getBoundingClientRect());
  const rows = rects
    .map(({ top }) => top)
    .filter((top) => (down ? top > here.top + 2 : top < here.top - 2));
  if (rows.length === 0) return undefined;
  const row = down ? Math.min(...rows) : Math.max(...rows);
  let nearest: number | undefined;
  rects.forEach(({ left, top }, i) => {
    if (Math.abs(top - row) > 2) return;
    if (
      nearest === undefined ||
      Math.abs(left - here.left) < Math.abs((rects[nearest]?.left ?? 0) - here.left)
    )
      nearest = i;
  });
  return nearest === undefined ? undefined : items[nearest];
}

/**
 * Arrow keys, Home and End move the focus among the items of a grid whose rows are as long as the
 * room allows. Which item is the tab stop is the component's state: it listens to focus.
 */
export function rovingGrid(selector: string): Attachment<HTMLElement> {
  return (element) => {
    function onkeydown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const items = Array.from(element.querySelectorAll<HTMLElement>(selector));
      const at = items.indexOf(document.activeElement as HTMLElement);
      const next = at < 0 ? undefined : neighbour(items, at, event.key);
      if (!next) return;
      event.preventDefault();
      event.stopPropagation();
      next.focus();
    }
    element.addEventListener('keydown', onkeydown);
    return () => element.removeEventListener('keydown', onkeydown);
  };
}
