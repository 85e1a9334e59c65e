import { expect, it } from 'vitest';
import { Watchdog, type Timing } from '#lib/live/sandbox/watchdog.ts';

/** Time in the hand of the test. */
function timing() {
  let [clock, next, beat] = [0, 0, 0];
  let tick: (() => void) | undefined;
  const hands: Timing = {
    now: () => clock,
    every(milliseconds, action) {
      [beat, next, tick] = [milliseconds, clock + milliseconds, action];
      return () => (tick = undefined);
    }
  };
  /** Lets time pass; `asleep`: the thread runs nothing meanwhile. */
  const pass = (milliseconds: number, asleep = false) => {
    const end = clock + milliseconds;
    if (asleep) clock = next = end;
    for (; next <= end; next += beat) {
      clock = next;
      tick?.();
    }
    clock = end;
  };
  return { hands, pass, isRunning: () => tick !== undefined };
}

function watch(answers: boolean) {
  const { hands, pass, isRunning } = timing();
  const heard = { hung: 0 };
  const dog: Watchdog = new Watchdog(
    () => answers && dog.answered(),
    () => heard.hung++,
    hands
  );
  return { dog, pass, heard, isRunning };
}

it('leaves alone what answers', () => {
  const { pass, heard } = watch(true);
  pass(60_000);
  expect(heard.hung).toBe(0);
});

it('ends what has not answered for 1.5 s, once', () => {
  const { pass, heard, isRunning } = watch(false);
  pass(1400);
  expect(heard.hung).toBe(0);
  pass(10_000);
  expect(heard.hung).toBe(1);
  expect(isRunning()).toBe(false);
});

it('blames nobody for the time that the page itself slept', () => {
  const { pass, heard } = watch(false);
  pass(1000);
  pass(60_000, true);
  expect(heard.hung).toBe(0);
  pass(1500);
  expect(heard.hung).toBe(1);
});

it('does nothing once it was stopped', () => {
  const { dog, pass, heard } = watch(false);
  dog.stop();
  pass(10_000);
  expect(heard.hung).toBe(0);
});
