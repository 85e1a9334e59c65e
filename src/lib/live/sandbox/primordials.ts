/**
 * What the runtime itself needs of the worker, taken before reader code could change it. The port
 * to the page stays in here: whoever could reach it could speak for the runtime.
 */
import { HEAVIEST, type FromWorker, type ToWorker } from './messages.ts';
import { weigh } from './weigh.ts';

const { call } = Function.prototype;

/** A method as a function whose first argument is `this`. */
const uncurry = <T, A extends unknown[], R>(
  method: (this: T, ...args: A) => R
): ((self: T, ...args: A) => R) => call.bind(method) as (self: T, ...args: A) => R;

const getterOf = <T extends object, R>(prototype: T, name: string) => {
  const getter = Object.getOwnPropertyDescriptor(prototype, name)?.get as (this: T) => R;
  return uncurry<T, [], R>(getter);
};

const dataOf = getterOf<MessageEvent, unknown>(MessageEvent.prototype, 'data');
const portsOf = getterOf<MessageEvent, readonly MessagePort[]>(MessageEvent.prototype, 'ports');
const postTo = uncurry<MessagePort, [unknown], unknown>(MessagePort.prototype.postMessage);
const startTimer = globalThis.setTimeout;
const stopTimer = globalThis.clearTimeout;
const listenTo = uncurry<EventTarget, [string, (event: Event) => void], unknown>(
  EventTarget.prototype.addEventListener
);
const errorOf = getterOf<ErrorEvent, unknown>(ErrorEvent.prototype, 'error');
const reasonOf = getterOf<PromiseRejectionEvent, unknown>(
  PromiseRejectionEvent.prototype,
  'reason'
);
const prevent = uncurry<Event, [], unknown>(Event.prototype.preventDefault);
const stopEvent = uncurry<Event, [], unknown>(Event.prototype.stopImmediatePropagation);

const clock = performance;
const readClock = uncurry<Performance, [], number>(Performance.prototype.now);
/** Real milliseconds. */
export const realNow = (): number => readClock(clock);

const TOO_LARGE: FromWorker = { type: 'failed', reason: 'a message that is too large' };
/** What is too large would hold up the page while it is read. */
const bounded = (message: FromWorker): FromWorker =>
  weigh(message) > HEAVIEST ? TOO_LARGE : message;

export interface Port {
  post(message: FromWorker): void;
  onmessage: (message: ToWorker) => void;
}

/** The port that the frame passes on from the page. */
export function portFromPage(): Promise<Port> {
  return new Promise((resolve) => {
    listenTo(globalThis as unknown as EventTarget, 'message', (event) => {
      stopEvent(event);
      const [port] = portsOf(event as MessageEvent);
      if (!port) return;
      const own: Port = { post: (message) => postTo(port, bounded(message)), onmessage: () => {} };
      port.onmessage = (received) => own.onmessage(dataOf(received) as ToWorker);
      resolve(own);
    });
  });
}

/** Calls back with what nobody caught or handled, in place of the console and the page. */
export function watchErrors(uncaught: (error: unknown) => void): void {
  const target = globalThis as unknown as EventTarget;
  listenTo(target, 'error', (event) => {
    prevent(event);
    stopEvent(event);
    uncaught(errorOf(event as ErrorEvent));
  });
  listenTo(target, 'unhandledrejection', (event) => {
    prevent(event);
    stopEvent(event);
    uncaught(reasonOf(event as PromiseRejectionEvent));
  });
}

const { port1, port2 } = new MessageChannel();
let resume = () => {};
port2.onmessage = () => resume();

/** Ends in a new task of the event loop; one at a time. */
export const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    resume = resolve;
    postTo(port1, null);
  });

let wakeUp = () => {};
export const wake = (): void => wakeUp();

/** Ends after so many real milliseconds, or when somebody wakes it. */
export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = startTimer(resolve, milliseconds);
    wakeUp = () => {
      stopTimer(timer);
      resolve();
    };
  });
