/** `addEventListener`, `onmessage` and their like on top of an EventEmitter, as ws does it. */
import type { EventEmitter } from 'events';
import { asBuffer, Buffer } from './to-buffer.ts';

export class Event {
  readonly #type: string;
  readonly #target: unknown;

  constructor(type: string, target: unknown) {
    this.#type = type;
    this.#target = target;
  }
  get target(): unknown {
    return this.#target;
  }
  get type(): string {
    return this.#type;
  }
}

export class CloseEvent extends Event {
  readonly #init: { code: number; reason: string; wasClean: boolean };

  constructor(target: unknown, init: { code: number; reason: string; wasClean: boolean }) {
    super('close', target);
    this.#init = init;
  }
  get code(): number {
    return this.#init.code;
  }
  get reason(): string {
    return this.#init.reason;
  }
  get wasClean(): boolean {
    return this.#init.wasClean;
  }
}

export class ErrorEvent extends Event {
  readonly #error: Error;

  constructor(target: unknown, error: Error) {
    super('error', target);
    this.#error = error;
  }
  get error(): Error {
    return this.#error;
  }
  get message(): string {
    return this.#error.message;
  }
}

export class MessageEvent extends Event {
  readonly #data: unknown;

  constructor(target: unknown, data: unknown) {
    super('message', target);
    this.#data = data;
  }
  get data(): unknown {
    return this.#data;
  }
}

export type Handler = ((event: Event) => unknown) | { handleEvent(event: Event): unknown };
type Listener = (...values: unknown[]) => void;

/** What a listener on the emitter stands for. */
interface Wrapped {
  readonly handler: unknown;
  readonly isAttribute: boolean;
}

const EVENTS: Readonly<
  Record<string, (target: EventTargetState, first: unknown, second: unknown) => Event>
> = {
  open: (target) => new Event('open', target),
  message: (target, data, isBinary) =>
    new MessageEvent(target, isBinary ? data : Buffer.isBuffer(data) ? data.toString() : data),
  error: (target, error) => new ErrorEvent(target, error as Error),
  close: (target, code, reason) =>
    new CloseEvent(target, {
      code: Number(code),
      reason: asBuffer(reason as Uint8Array).toString(),
      wasClean: target.wasClean
    })
};

/** The emitter that events come from, and what a close event needs of it. */
export type EventTargetState = EventEmitter & { readonly wasClean: boolean };

export class EventHandlers {
  readonly #target: EventTargetState;
  readonly #wrapped = new WeakMap<object, Wrapped>();

  constructor(target: EventTargetState) {
    this.#target = target;
  }

  /** A handler that was added already is not added again; other events are none of ws's. */
  add(
    type: string,
    handler: unknown,
    options: { once?: boolean; isAttribute?: boolean } = {}
  ): void {
    const { once = false, isAttribute = false } = options;
    const make = EVENTS[type];
    if (!isAttribute && this.#find(type, (w) => w.handler === handler && !w.isAttribute)) return;
    if (!make) return;
    const target = this.#target;
    const listener = (first: unknown, second: unknown): void => {
      const event = make(target, first, second);
      if (typeof handler === 'function') handler.call(target, event);
      else (handler as { handleEvent(event: Event): void }).handleEvent(event);
    };
    this.#wrapped.set(listener, { handler, isAttribute });
    if (once) target.once(type, listener);
    else target.on(type, listener);
  }

  remove(type: string, handler: unknown): void {
    const found = this.#find(type, (w) => w.handler === handler && !w.isAttribute);
    if (found) this.#target.removeListener(type, found);
  }

  /** Of `onmessage` and its like. */
  attribute(type: string): unknown {
    const found = this.#find(type, ({ isAttribute }) => isAttribute);
    return found ? this.#wrapped.get(found)?.handler : null;
  }

  setAttribute(type: string, handler: unknown): void {
    const found = this.#find(type, ({ isAttribute }) => isAttribute);
    if (found) this.#target.removeListener(type, found);
    if (typeof handler === 'function') this.add(type, handler, { isAttribute: true });
  }

  #find(type: string, matches: (wrapped: Wrapped) => boolean): Listener | undefined {
    return (this.#target.listeners(type) as Listener[]).find((listener) => {
      const wrapped = this.#wrapped.get(listener);
      return wrapped !== undefined && matches(wrapped);
    });
  }
}
