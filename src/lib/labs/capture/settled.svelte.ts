/**
 * The value of the newest promise, once it is there; undefined before. An effect, because a promise
 * settles outside of all that is derived; and not {#await}, which every page would have to load.
 */
export function settled<T>(promise: () => Promise<T>): { readonly value: T | undefined } {
  let value = $state.raw<T>();
  $effect(() => {
    let isNewest = true;
    value = undefined;
    void promise().then((made) => {
      if (isNewest) value = made;
    });
    return () => {
      isNewest = false;
    };
  });
  return {
    get value() {
      return value;
    }
  };
}
