/** Time and waiting, as the live parts use them. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  after(milliseconds: number, action: () => void): void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, action) => void setTimeout(action, milliseconds)
};

export const wait = (clock: Clock, milliseconds: number): Promise<void> =>
  new Promise((resolve) => clock.after(milliseconds, resolve));
