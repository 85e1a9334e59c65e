/** Event handler attributes (`onopen` and its like), as HTML defines them. */
type Handler = ((this: unknown, event: Event) => unknown) | object | null;

interface Slot {
  handler: Handler;
  readonly listener: (event: Event) => void;
}

const slots = new WeakMap<EventTarget, Map<string, Slot>>();

/** A handler is a listener whose place in the order is that of its first setting. */
export function setHandler(target: EventTarget, type: string, value: unknown): void {
  const own = slots.get(target) ?? new Map<string, Slot>();
  slots.set(target, own);
  const isObject = typeof value === 'function' || typeof value === 'object';
  const handler = isObject ? (value as Handler) : null;
  const slot = own.get(type);
  if (slot && handler) slot.handler = handler;
  else if (slot) {
    target.removeEventListener(type, slot.listener);
    own.delete(type);
  } else if (handler) {
    const created: Slot = {
      handler,
      listener: (event) => {
        const { handler: callback } = created;
        // An object that is no function is kept, and does nothing (Web IDL, legacy callbacks).
        if (typeof callback === 'function') Reflect.apply(callback, target, [event]);
      }
    };
    own.set(type, created);
    target.addEventListener(type, created.listener);
  }
}

export const handlerOf = (target: EventTarget, type: string): Handler =>
  slots.get(target)?.get(type)?.handler ?? null;
