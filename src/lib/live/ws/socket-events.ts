/** What of a WebSocket stands in the browser's interface: constants, handlers, listeners. */
import { EventEmitter } from 'events';
import { EventHandlers } from './event-target.ts';

export abstract class SocketEvents extends EventEmitter {
  readonly #handlers = new EventHandlers(this);

  /** Both Close frames were exchanged. */
  abstract get wasClean(): boolean;

  get CONNECTING(): 0 {
    return 0;
  }
  get OPEN(): 1 {
    return 1;
  }
  get CLOSING(): 2 {
    return 2;
  }
  get CLOSED(): 3 {
    return 3;
  }
  get onopen(): unknown {
    return this.#handlers.attribute('open');
  }
  set onopen(handler: unknown) {
    this.#handlers.setAttribute('open', handler);
  }
  get onmessage(): unknown {
    return this.#handlers.attribute('message');
  }
  set onmessage(handler: unknown) {
    this.#handlers.setAttribute('message', handler);
  }
  get onerror(): unknown {
    return this.#handlers.attribute('error');
  }
  set onerror(handler: unknown) {
    this.#handlers.setAttribute('error', handler);
  }
  get onclose(): unknown {
    return this.#handlers.attribute('close');
  }
  set onclose(handler: unknown) {
    this.#handlers.setAttribute('close', handler);
  }
  addEventListener(type: string, handler: unknown, options: { once?: boolean } = {}): void {
    this.#handlers.add(type, handler, { once: options.once === true });
  }
  removeEventListener(type: string, handler: unknown): void {
    this.#handlers.remove(type, handler);
  }
}
