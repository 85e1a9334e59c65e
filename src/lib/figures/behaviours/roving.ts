import type { Attachment } from 'svelte/attachments';

const MOVES: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowRight: (index) => index + 1,
  ArrowDown: (index) => index + 1,
  ArrowLeft: (index) => index - 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, count) => count - 1
};

/**
 * One tab stop for many items (WAI-ARIA: roving tabindex). Arrow keys, Home and End move the
 * focus; the keys do not go on to the player. Moving writes tabindex only, which no state holds.
 */
export function roving(selector: string): Attachment<HTMLElement> {
  return (element) => {
    function onkeydown(event: KeyboardEvent) {
      const items = Array.from(element.querySelectorAll<HTMLElement>(selector));
      const index = items.indexOf(document.activeElement as HTMLElement);
      const move = MOVES[event.key];
      if (index < 0 || !move || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      const next = items[Math.min(Math.max(move(index, items.length), 0), items.length - 1)];
      for (const item of items) item.tabIndex = item === next ? 0 : -1;
      next?.focus();
    }
    element.addEventListener('keydown', onkeydown);
    return () => element.removeEventListener('keydown', onkeydown);
  };
}
