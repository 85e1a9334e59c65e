/**
 * What reader code finds on the global object, by name; everything else is taken away. Nothing here
 * reaches a network, a disk, another thread, or a clock or chance of the machine.
 */

/** ECMA-262, without shared memory, and without what shows when memory is collected. */
const LANGUAGE = [
  ...['globalThis', 'Infinity', 'NaN', 'undefined', 'isFinite', 'isNaN', 'parseFloat', 'parseInt'],
  ...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape'],
  ...['Object', 'Function', 'Boolean', 'Symbol', 'Number', 'BigInt', 'Math', 'Date', 'String'],
  ...['RegExp', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Iterator', 'JSON', 'Intl'],
  ...['Promise', 'Reflect', 'Proxy', 'DisposableStack', 'AsyncDisposableStack'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError'],
  ...['TypeError', 'URIError', 'SuppressedError', 'ArrayBuffer', 'DataView'],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array'],
  ...['Uint32Array', 'BigInt64Array', 'BigUint64Array', 'Float16Array', 'Float32Array'],
  'Float64Array'
];

/** Of the platform. */
const PLATFORM = [
  ...['EventTarget', 'Event', 'MessageEvent', 'CloseEvent', 'ErrorEvent', 'CustomEvent'],
  ...['DOMException', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'Blob'],
  ...['AbortController', 'AbortSignal', 'structuredClone', 'queueMicrotask', 'atob', 'btoa'],
  'self'
];

/** What the machine's own global object may keep. */
export const KEPT: readonly string[] = [...LANGUAGE, ...PLATFORM];
/** What is put there instead of the machine's. */
export const OURS: readonly string[] = ['performance', 'crypto'];

/** The members of platform classes that have others as well: streams, files, timers, observers. */
const STATIC: Readonly<Record<string, readonly string[]>> = {
  URL: ['canParse', 'parse'],
  AbortSignal: ['abort', 'any'],
  Blob: []
};
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EventTarget: ['addEventListener', 'removeEventListener', 'dispatchEvent'],
  Blob: ['size', 'type', 'slice', 'arrayBuffer', 'text', 'bytes']
};

/** What a function and a prototype have anyway. */
const OWN: readonly PropertyKey[] = ['length', 'name', 'prototype', 'constructor'];

function keepOnly(target: object, names: readonly PropertyKey[]): void {
  for (const name of Object.getOwnPropertyNames(target))
    if (!names.includes(name)) Reflect.deleteProperty(target, name);
}

/** Objects from the global object up to where those of the language begin. */
function globalChain(scope: object): object[] {
  const chain: object[] = [];
  for (let at: object | null = scope; at; at = Reflect.getPrototypeOf(at)) {
    if (at === Object.prototype || at === EventTarget.prototype) break;
    chain.push(at);
  }
  return chain;
}

/** Takes away all but {@link KEPT} and its members. */
export function keepAllowed(scope: object): void {
  for (const [name, members] of Object.entries(STATIC)) {
    const found = Reflect.get(scope, name) as object | undefined;
    if (found) keepOnly(found, [...OWN, ...members]);
  }
  for (const [name, members] of Object.entries(MEMBERS)) {
    const found = Reflect.get(scope, name) as { prototype: object } | undefined;
    if (found) keepOnly(found.prototype, [...OWN, ...members]);
  }
  for (const object of globalChain(scope))
    for (const name of Reflect.ownKeys(object))
      if (!KEPT.includes(name as string)) Reflect.deleteProperty(object, name);
}
