import type { Attachment } from 'svelte/attachments';

/** Only what the reader scrolls counts; these keys scroll. */
const SCROLL_KEYS = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' '];
/** What has keys of its own. */
const TAKEN = '.plate, input, textarea, select';
const RECENT_MS = 400;

/**
 * Where the figure stands beside the text, the step that the reader scrolls to becomes the
 * current one: the last whose top has passed 40 % of the window. Scrolling by script (after
 * a press or a key that a figure has taken) does not count.
 */
export function reading(selector: string, onread: (id: string) => void): Attachment<HTMLElement> {
  return (element) => {
    const beside = matchMedia('(min-width: 73.8125rem)');
    let moved = -Infinity;
    const note = (event: Event) => {
      const isTaken = event.target instanceof Element && event.target.closest(TAKEN) !== null;
      const scrolls =
        event instanceof KeyboardEvent
          ? !isTaken && SCROLL_KEYS.includes(event.key)
          : event.type !== 'pointerdown';
      moved = scrolls ? event.timeStamp : -Infinity;
    };
    const onscroll = (event: Event) => {
      if (!beside.matches || event.timeStamp - moved > RECENT_MS) return;
      const line = innerHeight * 0.4;
      const steps = Array.from(element.querySelectorAll<HTMLElement>(selector));
      const passed = steps.findLast((step) => step.getBoundingClientRect().top < line);
      if (passed && passed.getBoundingClientRect().bottom > 0) onread(passed.id);
    };
    const types = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
    for (const type of types) addEventListener(type, note, { passive: true, capture: true });
    addEventListener('scroll', onscroll, { passive: true });
    return () => {
      for (const type of types) removeEventListener(type, note, { capture: true });
      removeEventListener('scroll', onscroll);
    };
  };
}
