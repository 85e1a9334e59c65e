import type { Attachment } from 'svelte/attachments';

interface Handlers {
  /** Something with `data-address` is pointed at or focused; undefined when that ends. */
  readonly onlight: (address: string | undefined) => void;
  /** It was pressed or tapped. */
  readonly onselect: (address: string) => void;
}

/** Words of the prose are HTML made at build time: their events are handled where they bubble to. */
export function linked({ onlight, onselect }: Handlers): Attachment<HTMLElement> {
  return (element) => {
    const addressOf = (event: Event) =>
      (event.target as Element).closest<HTMLElement>('[data-address]')?.dataset['address'];
    // A figure lights what has the focus in it by itself.
    const isOfFigure = (event: Event) =>
      event.type === 'focusin' && (event.target as Element).closest('.plate') !== null;
    const light = (event: Event) => {
      if (!isOfFigure(event)) onlight(addressOf(event));
    };
    const dark = () => onlight(undefined);
    const select = (event: Event) => {
      const address = addressOf(event);
      if (address === undefined) return;
      event.preventDefault();
      onselect(address);
    };
    const listeners: [string, (event: Event) => void][] = [
      ['pointerover', light],
      ['pointerleave', dark],
      ['focusin', light],
      ['focusout', dark],
      ['click', select]
    ];
    for (const [type, listener] of listeners) element.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of listeners) element.removeEventListener(type, listener);
    };
  };
}

/** Marks the words of the prose that mean the lit address; writes classes that no state holds. */
export function lightWords(element: HTMLElement, address: string | undefined): void {
  const tags = address?.split('.') ?? [];
  for (const word of element.querySelectorAll<HTMLElement>('[data-address]')) {
    const wanted = word.dataset['address']?.split('.') ?? [];
    word.classList.toggle('is-lit', tags.length > 0 && wanted.every((tag) => tags.includes(tag)));
  }
}
