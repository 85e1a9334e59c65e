/** The arguments of `send()`, `ping()` and `pong()`: callbacks may stand in each place but the first. */
import type { SendOptions } from './frame-sender.ts';

export type Callback = (error?: Error | null) => void;

export interface Call<Options> {
  readonly data: unknown;
  readonly options: Options;
  readonly callback: Callback | undefined;
}

const callbackOf = (...places: readonly unknown[]): Callback | undefined =>
  places.find((place): place is Callback => typeof place === 'function');

/** Numbers are sent as text. */
const valueOf = (data: unknown): unknown => (typeof data === 'number' ? String(data) : data);

export function sendCall(given: unknown, options: unknown, callback: unknown): Call<SendOptions> {
  const data = valueOf(given);
  const defaults = { binary: typeof data !== 'string', mask: false, compress: true, fin: true };
  const own = typeof options === 'function' ? {} : (options as Partial<SendOptions> | undefined);
  return { data, options: { ...defaults, ...own }, callback: callbackOf(options, callback) };
}

export function controlCall(given: unknown, mask: unknown, callback: unknown): Call<boolean> {
  if (typeof given === 'function')
    return { data: undefined, options: false, callback: given as Callback };
  return { data: valueOf(given), options: mask === true, callback: callbackOf(mask, callback) };
}
