/**
 * Mean delays as closed formulas. All assume a constant one-way delay, no processing time, warm
 * connections, no loss (but for the last), and messages that do not know when a poll begins.
 * Times in milliseconds.
 */

/** A poll begins every `interval`, which is no shorter than the round trip. */
export const shortPollFromStart = (interval: number, oneWay: number): number =>
  interval / 2 + oneWay;

/** A poll begins `interval` after the last response; `setUp` round trips for its connection. */
export const shortPollFromResponse = (interval: number, oneWay: number, setUp = 0): number =>
  (interval + 2 * oneWay + 2 * oneWay * setUp) / 2 + oneWay;

/** Share of short polls that bring nothing, messages at random, `rate` per second. */
export const emptyShare = (interval: number, rate: number): number =>
  Math.exp((-rate * interval) / 1000);

export interface LongPoll {
  readonly delay: number;
  /** Requests per second. */
  readonly requests: number;
}
/**
 * Messages at random, `rate` per second; a request is held for `hold` at most. While a response
 * and the next request are under way, nothing can be said: who comes then waits.
 */
export function longPoll(rate: number, oneWay: number, hold: number): LongPoll {
  const perMs = rate / 1000;
  const gap = 2 * oneWay;
  const held = perMs === 0 ? hold : (Math.exp(-perMs * gap) * -Math.expm1(-perMs * hold)) / perMs;
  const share = gap / (gap + held);
  return { delay: oneWay * (1 + share), requests: 1000 / (gap + held) };
}

/** An open SSE stream or WebSocket: the way, and nothing else. */
export const pushed = (oneWay: number): number => oneWay;

/**
 * What loss adds on TCP when one message goes every `spacing`: a lost one comes `recovery` later,
 * and all that were sent meanwhile wait behind it. For small `loss`.
 */
export function headOfLine(loss: number, spacing: number, recovery: number): number {
  let sum = 0;
  for (let k = 0; k * spacing <= recovery; k++) sum += recovery - k * spacing;
  return loss * sum;
}

/** Round trips until the client may write, on a new connection. */
export const setUpRoundTrips = (security: 'none' | 'full' | 'resumed'): number =>
  security === 'none' ? 1 : 2;
