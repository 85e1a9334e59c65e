/** Date on virtual time, in the time zone UTC. */

/** What the calendar says when a run begins: 2026-01-01T00:00:00Z. */
export const EPOCH = 1_767_225_600_000;

const FIELDS = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];
const SHORT_ISO = /^\d{4}(-\d\d(-\d\d)?)?$/;
const LOCAL_ISO = /^([+-]\d\d)?\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;
const WITH_ZONE = /(Z|UTC|GMT|[ECMP][SD]T|[+-]\d\d:?\d\d)(\s*\([^)]*\))?\s*$/i;

type Method = (this: Date, ...args: unknown[]) => unknown;

/** Makes a realm's Date virtual, and gives the constructor to put in its place. */
export function virtualDate(native: DateConstructor, read: () => number): DateConstructor {
  const { parse, UTC, prototype } = native;
  const methods = prototype as unknown as Record<string, Method>;
  const define = (name: string, value: Method) =>
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });

  const now = () => Math.floor(EPOCH + read());
  /** A text without a zone means UTC, as everything here does. */
  const parseText = (text: unknown): number => {
    const given = String(text);
    if (SHORT_ISO.test(given) || WITH_ZONE.test(given)) return parse(given);
    return parse(LOCAL_ISO.test(given) ? `${given}Z` : `${given} UTC`);
  };

  for (const field of FIELDS)
    for (const verb of ['get', 'set']) {
      const utc = methods[`${verb}UTC${field}`];
      if (utc) define(`${verb}${field}`, utc);
    }
  define('getTimezoneOffset', function () {
    return Number.isNaN(this.getTime()) ? NaN : 0;
  });
  const parts = (date: Date): RegExpExecArray | null =>
    /^(\w+), (\d+) (\w+) (-?\d+) ([\d:]+)/.exec(date.toUTCString());
  const written = (write: (parts: string[]) => string): Method =>
    function () {
      const found = parts(this);
      return found ? write([...found]) : 'Invalid Date';
    };
  const day = ([, week, date, month, year]: string[]) => `${week} ${month} ${date} ${year}`;
  const time = (found: string[]) => `${found[5]} GMT+0000 (Coordinated Universal Time)`;
  define(
    'toString',
    written((found) => `${day(found)} ${time(found)}`)
  );
  define('toDateString', written(day));
  define('toTimeString', written(time));
  define('getYear', function () {
    return this.getUTCFullYear() - 1900;
  });
  Reflect.deleteProperty(prototype, 'setYear');

  const valueOf = (args: unknown[]): unknown[] => {
    if (args.length === 0) return [now()];
    if (args.length > 1) return [UTC(...(args as [number, number]))];
    const [only] = args;
    if (typeof only === 'object' && only instanceof native) return [only.getTime()];
    const text = typeof only === 'object' && only !== null ? primitive(only) : only;
    return [typeof text === 'string' ? parseText(text) : text];
  };
  const constructor = new Proxy(native, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, valueOf(args), newTarget) as Date,
    apply: (target) => new target(now()).toString()
  });
  Object.assign(native, { now, parse: parseText });
  Object.defineProperty(prototype, 'constructor', { value: constructor });
  return constructor;
}

/** ECMA-262 §7.1.1, ToPrimitive without a hint. */
function primitive(value: object): unknown {
  const exotic = Reflect.get(value, Symbol.toPrimitive) as ((hint: string) => unknown) | undefined;
  if (exotic) return Reflect.apply(exotic, value, ['default']);
  const plain: unknown = value.valueOf();
  return typeof plain === 'object' ? String(value) : plain;
}
