/** The time of the programs: real, or stepped from instant to instant while the sockets are real. */
import TinyQueue from 'tinyqueue';

/** Milliseconds since the run began. */
export interface Clock {
  readonly now: () => number;
  /** Calls back after so many milliseconds. */
  readonly after: (milliseconds: number, act: () => void) => void;
}
/** A clock that somebody has to run. */
export interface RunningClock extends Clock {
  start(): void;
  until(at: number): Promise<void>;
  /** Nothing fires any more. */
  stop(): void;
}

export function realClock(): RunningClock {
  let began = performance.now();
  const timers = new Set<NodeJS.Timeout>();
  const now = () => performance.now() - began;
  const after = (milliseconds: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, Math.round(milliseconds));
    timers.add(timer);
  };
  return {
    now,
    after,
    start: () => void (began = performance.now()),
    until: (at) => new Promise((resolve) => after(at - now(), resolve)),
    stop: () => timers.forEach(clearTimeout)
  };
}

/** Goes on to its next instant when everything that was sent has been read: stalls change nothing. */
export function steppedClock(quiet: () => Promise<void>): RunningClock {
  const queue = new TinyQueue<{ at: number; order: number; act: () => void }>(
    [],
    (a, b) => a.at - b.at || a.order - b.order
  );
  let [time, order] = [0, 0];
  return {
    now: () => time,
    after: (milliseconds, act) =>
      queue.push({ at: time + Math.max(0, milliseconds), order: order++, act }),
    start: () => {},
    until: async (end) => {
      await quiet();
      for (let next = queue.peek(); next && next.at <= end; next = queue.peek()) {
        queue.pop();
        time = next.at;
        next.act();
        await quiet();
      }
      time = end;
    },
    stop: () => {}
  };
}
