import type { Attachment } from 'svelte/attachments';

/** Scrolling by script must not move the figure: only what the reader does counts. */
const READERS_EVENTS = ['wheel', 'touchmove', 'keydown'] as const;
const RECENT_MS = 400;

/**
 * Where the figure stands beside the text, the step that the reader scrolls to becomes the
 * current one: the last whose top has passed 40 % of the window.
 */
export function reading(selector: string, onread: (id: string) => void): Attachment<HTMLElement> {
  return (element) => {
    const beside = matchMedia('(min-width: 73.8125rem)');
    let moved = -Infinity;
    const note = (event: Event) => (moved = event.timeStamp);
    const onscroll = (event: Event) => {
      if (!beside.matches || event.timeStamp - moved > RECENT_MS) return;
      const line = innerHeight * 0.4;
      const steps = Array.from(element.querySelectorAll<HTMLElement>(selector));
      const passed = steps.findLast((step) => step.getBoundingClientRect().top < line);
      if (passed && passed.getBoundingClientRect().bottom > 0) onread(passed.id);
    };
    for (const type of READERS_EVENTS) addEventListener(type, note, { passive: true });
    addEventListener('scroll', onscroll, { passive: true });
    return () => {
      for (const type of READERS_EVENTS) removeEventListener(type, note);
      removeEventListener('scroll', onscroll);
    };
  };
}
