/**
 * The timers of mock-socket: connecting, sending and closing wait a fixed 4 ms each there. A world
 * with a clock of its own says here how that is to be waited for; src/cli/network-timers.mjs puts
 * this setTimeout in the place of the global one.
 */
type Later = (action: () => void) => void;

let later: Later | undefined;

/** From now on the network's own waits are run by this; undefined: by the machine's timers. */
export function waitInNetwork(by: Later | undefined): void {
  later = by;
}

const machine = globalThis.setTimeout;

/** The part of the global function that mock-socket uses. */
export function setTimeout<T extends unknown[]>(
  action: (...args: T) => void,
  milliseconds: number,
  ...args: T
): void {
  if (later) later(() => action(...args));
  else machine(action, milliseconds, ...args);
}
