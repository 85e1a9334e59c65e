/** What a reader can set: each field with its range, as data. */
import { PROFILES } from '#lib/simulation/transports/profiles.ts';
import type { Settings } from '#lib/simulation/transports/settings.ts';

type Value = number | string | boolean;
interface FieldOf<V extends Value> {
  readonly id: string;
  readonly get: (settings: Settings) => V;
  readonly set: (settings: Settings, value: V) => Settings;
}
export interface NumberField extends FieldOf<number> {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
  /** The slider goes by powers: a field of many sizes. */
  readonly log?: true;
  readonly step: number;
  readonly unit: 'ms' | 'percent' | 'perSecond' | 'kbit' | 'bytes' | 'none';
}
export interface ChoiceField extends FieldOf<string> {
  readonly type: 'choice';
  readonly options: readonly string[];
}
export interface SwitchField extends FieldOf<boolean> {
  readonly type: 'switch';
}
export type Field = NumberField | ChoiceField | SwitchField;

type NumberKey<T> = { [K in keyof T]: T[K] extends number ? K : never }[keyof T];
type Range = Pick<NumberField, 'min' | 'max' | 'step' | 'unit'> & { readonly log?: true };

const top = (id: NumberKey<Settings> & string, range: Range): NumberField => ({
  type: 'number',
  id,
  ...range,
  get: (s) => s[id],
  set: (s, value) => ({ ...s, [id]: value })
});
function inside<G extends 'workload' | 'polling' | 'longPolling' | 'sse' | 'webSocket'>(
  group: G,
  key: NumberKey<Settings[G]> & string,
  id: string,
  range: Range
): NumberField {
  return {
    type: 'number',
    id,
    ...range,
    get: (s) => s[group][key] as number,
    set: (s, value) => ({ ...s, [group]: { ...s[group], [key]: value } })
  };
}
/** A share that a reader reads in percent. */
const percent = (field: NumberField): NumberField => ({
  ...field,
  get: (s) => Math.round(field.get(s) * 10_000) / 100,
  set: (s, value) => field.set(s, value / 100)
});
const choice = (
  id: string,
  options: readonly string[],
  get: (s: Settings) => string | number,
  set: (s: Settings, value: string) => Settings
): ChoiceField => ({ type: 'choice', id, options, get: (s) => String(get(s)), set });

const ms = (min: number, max: number, step: number, log?: true): Range => ({
  min,
  max,
  step,
  unit: 'ms',
  ...(log ? { log } : {})
});

export const ROUND_TRIP = top('roundTrip', ms(0, 2000, 5));
export const INTERVAL = inside('polling', 'interval', 'interval', ms(10, 3_600_000, 10, true));
export const RATE = inside('workload', 'rate', 'messages', {
  min: 0,
  max: 200,
  step: 0.1,
  unit: 'perSecond',
  log: true
});
export const SEED = top('seed', { min: 0, max: 4_294_967_295, step: 1, unit: 'none' });
export const DURATION = top('duration', ms(500, 86_400_000, 500, true));

/** Always in sight, and by groups. */
export const MAIN: readonly Field[] = [ROUND_TRIP, INTERVAL, RATE];
export const GROUPS: readonly { readonly id: string; readonly fields: readonly Field[] }[] = [
  {
    id: 'work',
    fields: [
      choice(
        'pattern',
        ['periodic', 'poisson', 'bursts'],
        (s) => s.workload.pattern,
        (s, pattern) => ({
          ...s,
          workload: { ...s.workload, pattern: pattern as Settings['workload']['pattern'] }
        })
      ),
      inside('workload', 'burst', 'burst', { min: 1, max: 100, step: 1, unit: 'none' }),
      percent(
        inside('workload', 'upstream', 'upstream', { min: 0, max: 100, step: 1, unit: 'percent' })
      ),
      inside('workload', 'payload', 'payload', {
        min: 1,
        max: 100_000,
        step: 1,
        unit: 'bytes',
        log: true
      }),
      choice(
        'sizes',
        ['fixed', 'uniform', 'exponential'],
        (s) => s.workload.sizes,
        (s, sizes) => ({
          ...s,
          workload: { ...s.workload, sizes: sizes as Settings['workload']['sizes'] }
        })
      ),
      DURATION,
      SEED
    ]
  },
  {
    id: 'network',
    fields: [
      top('jitter', ms(0, 1000, 5)),
      percent(top('loss', { min: 0, max: 50, step: 0.1, unit: 'percent' })),
      top('rate', { min: 0, max: 1_000_000, step: 8, unit: 'kbit', log: true }),
      choice(
        'security',
        ['none', 'full', 'resumed'],
        (s) => s.security,
        (s, security) => ({ ...s, security: security as Settings['security'] })
      ),
      choice(
        'start',
        ['cold', 'warm'],
        (s) => s.start,
        (s, start) => ({ ...s, start: start as Settings['start'] })
      ),
      top('cutAfter', ms(0, 3_600_000, 100, true))
    ]
  },
  {
    id: 'heads',
    fields: [
      choice(
        'profile',
        PROFILES,
        (s) => s.profile,
        (s, profile) => ({ ...s, profile: profile as Settings['profile'] })
      ),
      top('cookie', { min: 0, max: 4096, step: 1, unit: 'bytes' })
    ]
  },
  {
    id: 'polling',
    fields: [
      choice(
        'after',
        ['start', 'response'],
        (s) => s.polling.after,
        (s, after) => ({
          ...s,
          polling: { ...s.polling, after: after as Settings['polling']['after'] }
        })
      ),
      choice(
        'empty',
        ['204', '200', '304'],
        (s) => s.polling.empty,
        (s, empty) => ({
          ...s,
          polling: { ...s.polling, empty: Number(empty) as Settings['polling']['empty'] }
        })
      ),
      {
        type: 'switch',
        id: 'keepAlive',
        get: (s) => s.polling.keepAlive,
        set: (s, keepAlive) => ({ ...s, polling: { ...s.polling, keepAlive } })
      }
    ]
  },
  {
    id: 'streams',
    fields: [
      inside('longPolling', 'hold', 'hold', ms(50, 3_600_000, 50, true)),
      inside('longPolling', 'gather', 'gather', ms(0, 10_000, 10)),
      inside('sse', 'retry', 'retry', ms(0, 60_000, 100)),
      top('heartbeat', ms(0, 3_600_000, 100, true)),
      {
        type: 'switch',
        id: 'resume',
        get: (s) => s.webSocket.resume,
        set: (s, resume) => ({ ...s, webSocket: { ...s.webSocket, resume } })
      }
    ]
  }
];
export const FIELDS: readonly Field[] = [...MAIN, ...GROUPS.flatMap(({ fields }) => fields)];
