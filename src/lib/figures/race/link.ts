import {
  DEFAULT_SETTINGS,
  TRANSPORTS,
  type Settings,
  type TransportId
} from '#lib/simulation/transports/settings.ts';
import { BYTE_KINDS, type ByteKind } from '#lib/simulation/transports/run.ts';
import { PROFILES } from '#lib/simulation/transports/profiles.ts';
import { decodeFragment, encodeFragment } from '#lib/links/fragment.ts';

/** The state of the transport lab. */
export interface TransportsState {
  /** What is run; the second is compared with the first. */
  readonly settings: readonly [Settings] | readonly [Settings, Settings];
  /** Lanes that are shown, in their order. */
  readonly lanes: readonly TransportId[];
  /** Kinds of bytes that count. */
  readonly kinds: readonly ByteKind[];
}

export const VERSION = 1;

type Data = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a text in the settings may be. */
const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  pattern: ['periodic', 'poisson', 'bursts'],
  sizes: ['fixed', 'uniform', 'exponential'],
  security: ['none', 'full', 'resumed'],
  start: ['cold', 'warm'],
  profile: PROFILES,
  after: ['start', 'response'],
  empty: [204, 200, 304]
};

/** Whether a value may stand in the place of the default one. Ranges are the lab's affair. */
function fits(key: string, value: unknown, model: unknown): boolean {
  const choices = CHOICES[key];
  if (choices) return choices.includes(value);
  if (typeof model === 'number')
    return typeof value === 'number' && Number.isFinite(value) && value >= 0;
  if (typeof model === 'string') return typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value);
  return typeof value === typeof model;
}

/** What differs from the default settings: a link stays short, and a new setting breaks no old one. */
function differences(value: Data, model: Data): Data {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, own]) => {
      const other = model[key];
      if (isObject(own) && isObject(other)) {
        const inner = differences(own, other);
        return Object.keys(inner).length ? [[key, inner]] : [];
      }
      return own === other ? [] : [[key, own]];
    })
  );
}

function applied(changes: unknown, model: Data): Data | undefined {
  if (!isObject(changes)) return undefined;
  const result: Record<string, unknown> = { ...model };
  for (const [key, value] of Object.entries(changes)) {
    const other = model[key];
    if (other === undefined) continue;
    const next = isObject(other)
      ? applied(value, other)
      : fits(key, value, other)
        ? value
        : undefined;
    if (next === undefined) return undefined;
    result[key] = next;
  }
  return result;
}

const DEFAULTS = DEFAULT_SETTINGS as unknown as Data;

/** The state as plain data: [settings, settings of B or null, lanes, kinds]. */
export const transportsToData = ({ settings, lanes, kinds }: TransportsState): unknown => {
  const [a, b] = settings;
  const data = (one: Settings) => differences(one as unknown as Data, DEFAULTS);
  return [data(a), b ? data(b) : null, lanes, kinds];
};

export function transportsFromData(value: unknown): TransportsState | undefined {
  if (!Array.isArray(value)) return undefined;
  const [first, second, lanes, kinds] = value as unknown[];
  const a = applied(first, DEFAULTS) as Settings | undefined;
  const b = second === null ? null : (applied(second, DEFAULTS) as Settings | undefined);
  if (!a || b === undefined || !Array.isArray(lanes) || !Array.isArray(kinds)) return undefined;
  const shown = TRANSPORTS.filter((one) => lanes.includes(one));
  return {
    settings: b ? [a, b] : [a],
    lanes: shown.length ? shown : TRANSPORTS,
    kinds: BYTE_KINDS.filter((one) => kinds.includes(one))
  };
}

export const transportsToFragment = (state: TransportsState): Promise<string | undefined> =>
  encodeFragment(VERSION, transportsToData(state));

export async function transportsFromFragment(hash: string): Promise<TransportsState | undefined> {
  const decoded = await decodeFragment(hash);
  return decoded?.version === VERSION ? transportsFromData(decoded.value) : undefined;
}
