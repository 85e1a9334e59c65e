/** Event handler attributes (`onopen` and its like), as HTML defines them. */
type Handler = ((this: unknown, event: Event) => unknown) | null;

interface Slot {
  handler: Handler;
  readonly listener: (event: Event) => void;
}

const slots = new WeakMap<EventTarget, Map<string, Slot>>();

/** A handler is a listener whose place in the order is that of its first setting. */
export function setHandler(target: EventTarget, type: string, value: unknown): void {
  const own = slots.get(target) ?? new Map<string, Slot>();
  slots.set(target, own);
  const handler = typeof value === 'function' ? (value as Handler) : null;
  const slot = own.get(type);
  if (slot && handler) slot.handler = handler;
  else if (slot) {
    target.removeEventListener(type, slot.listener);
    own.delete(type);
  } else if (handler) {
    const created: Slot = {
      handler,
      listener: (event) => created.handler?.call(target, event)
    };
    own.set(type, created);
    target.addEventListener(type, created.listener);
  }
}

export const handlerOf = (target: EventTarget, type: string): Handler =>
  slots.get(target)?.get(type)?.handler ?? null;
