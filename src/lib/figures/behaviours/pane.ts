/**
 * Brings an element into view inside its pane (`data-pane`), without scrolling the page. The
 * pane's own bar, if it has one (`data-pane-bar`), covers its top.
 */
export function showInPane(element: Element | null | undefined): void {
  const pane = element?.closest<HTMLElement>('[data-pane]');
  if (!element || !pane) return;
  const at = element.getBoundingClientRect();
  const room = pane.getBoundingClientRect();
  const bar = pane.querySelector('[data-pane-bar]')?.getBoundingClientRect().height ?? 0;
  if (at.top < room.top + bar) pane.scrollTop -= room.top + bar - at.top;
  else if (at.bottom > room.bottom)
    pane.scrollTop += Math.min(at.bottom - room.bottom, at.top - room.top - bar);
}
