/** Words and numbers in American English, times in UTC, wherever the code names nothing else. */

const LOCALE = 'en-US';
const ZONE = { timeZone: 'UTC' };

type Formatter = (new (locales?: unknown, options?: unknown) => object) & {
  supportedLocalesOf(locales: unknown): string[];
};

/** What would be the machine's choice is ours. */
function localesOf(native: Formatter, locales: unknown): unknown {
  if (locales === undefined) return LOCALE;
  return native.supportedLocalesOf(locales).length > 0 ? locales : LOCALE;
}

const optionsOf = (name: string, options: unknown): unknown =>
  name === 'DateTimeFormat'
    ? { ...ZONE, ...withoutUndefined(options as Record<string, unknown> | undefined) }
    : options;

const withoutUndefined = (options: Record<string, unknown> | undefined) =>
  Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined));

/** Replaces the constructors of Intl, and the formatting of dates that name no date. */
export function pinIntl(intl: object, now: () => number): void {
  for (const name of Object.getOwnPropertyNames(intl)) {
    const native = Reflect.get(intl, name) as Formatter;
    if (typeof native !== 'function' || !('supportedLocalesOf' in native)) continue;
    const argumentsOf = (args: unknown[]) => [localesOf(native, args[0]), optionsOf(name, args[1])];
    const pinned = new Proxy(native, {
      construct: (target, args, newTarget) =>
        Reflect.construct(target, argumentsOf(args), newTarget) as object,
      apply: (target, self, args) =>
        Reflect.apply(target as unknown as () => unknown, self, argumentsOf(args))
    });
    Object.defineProperty(intl, name, { value: pinned, writable: true, configurable: true });
    const prototype = native.prototype as object;
    Object.defineProperty(prototype, 'constructor', { value: pinned });
    if (name === 'DateTimeFormat') pinNow(prototype, now);
  }
}

function pinNow(prototype: object, now: () => number): void {
  const getter = Object.getOwnPropertyDescriptor(prototype, 'format')?.get;
  if (getter)
    Object.defineProperty(prototype, 'format', {
      configurable: true,
      get() {
        const format = Reflect.apply(getter, this, []) as (date: unknown) => string;
        return (date?: unknown) => format(date ?? now());
      }
    });
  const toParts = Reflect.get(prototype, 'formatToParts') as (date: unknown) => unknown;
  Object.defineProperty(prototype, 'formatToParts', {
    configurable: true,
    writable: true,
    value(date?: unknown) {
      return Reflect.apply(toParts, this, [date ?? now()]) as unknown;
    }
  });
}

/** The methods of the language that ask the machine for its locale: by their first argument. */
const LOCALE_FIRST: Readonly<Record<string, readonly string[]>> = {
  Number: ['toLocaleString'],
  BigInt: ['toLocaleString'],
  String: ['toLocaleLowerCase', 'toLocaleUpperCase'],
  Array: ['toLocaleString'],
  Date: ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']
};

function pinMethod(prototype: object, name: string, place: number, zone: boolean): void {
  const native = Reflect.get(prototype, name) as ((...args: unknown[]) => unknown) | undefined;
  if (!native) return;
  Object.defineProperty(prototype, name, {
    writable: true,
    configurable: true,
    value(...args: unknown[]) {
      args[place] ??= LOCALE;
      if (zone) args[1] = optionsOf('DateTimeFormat', args[1]);
      return Reflect.apply(native, this, args);
    }
  });
}

/** Replaces methods of Number, BigInt, String, Array and Date. */
export function pinMethods(scope: object): void {
  const prototypeOf = (name: string) =>
    (Reflect.get(scope, name) as { prototype: object }).prototype;
  for (const [name, methods] of Object.entries(LOCALE_FIRST))
    for (const method of methods) pinMethod(prototypeOf(name), method, 0, name === 'Date');
  pinMethod(prototypeOf('String'), 'localeCompare', 1, false);
  const typed = Reflect.getPrototypeOf(prototypeOf('Uint8Array'));
  if (typed) pinMethod(typed, 'toLocaleString', 0, false);
}
