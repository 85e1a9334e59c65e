/** The browser's end in the page itself: real time, real chance, a server beside it. */
import { deriveAccept } from '#lib/protocol/websocket/accept.ts';
import type { BrowserEnvironment } from './browser/environment.ts';
import { CLIENT, connectOver, type Wire } from './wire.ts';

export interface PageOptions {
  readonly origin?: string | undefined;
  /** Bytes to send instead of the request that a browser would send. */
  readonly request?: Uint8Array | undefined;
}

export function pageEnvironment(wire: Wire, options: PageOptions = {}): BrowserEnvironment {
  const { clock, recorder } = wire;
  return {
    ...options,
    base: globalThis.location?.href,
    dial: (url) => ({
      witness: {
        api: (event) => recorder.api(CLIENT, event),
        state: (from, to) => recorder.state(CLIENT, from, to),
        message: (direction, message) => recorder.message(CLIENT, direction, message),
        failed: (violation) => recorder.failed(CLIENT, violation)
      },
      connect: (opened) => void connectOver(wire, url).then(opened)
    }),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    accept: async (key) => (await deriveAccept(key)).accept,
    task: (action) => queueMicrotask(action),
    after(milliseconds, action) {
      let isWanted = true;
      clock.after(milliseconds, () => isWanted && action());
      return () => (isWanted = false);
    },
    readBlob: async (blob) => new Uint8Array(await blob.arrayBuffer())
  };
}
