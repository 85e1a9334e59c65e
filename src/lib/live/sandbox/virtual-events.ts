/** Event.timeStamp on virtual time: of the moment when an event is dispatched, or first asked. */
export function virtualEvents(events: object, targets: object, now: () => number): void {
  const stamps = new WeakMap<object, number>();
  const { get, set, has } = WeakMap.prototype;
  const stamp = (event: object): number => {
    if (!Reflect.apply(has, stamps, [event])) Reflect.apply(set, stamps, [event, now()]);
    return Reflect.apply(get, stamps, [event]) as number;
  };
  Object.defineProperty(events, 'timeStamp', {
    configurable: true,
    enumerable: true,
    get(this: object) {
      return stamp(this);
    }
  });
  const native = Reflect.get(targets, 'dispatchEvent') as (event: unknown) => boolean;
  Object.defineProperty(targets, 'dispatchEvent', {
    configurable: true,
    enumerable: true,
    writable: true,
    value(event: unknown) {
      if (typeof event === 'object' && event !== null) stamp(event);
      return Reflect.apply(native, this, [event]) as boolean;
    }
  });
}
