import type { Trace } from '#lib/trace/trace.ts';
import { realClock, wait, type Clock } from './clock.ts';
import { startServer, type ServerOptions } from './opening-server.ts';
import { Recorder } from './recorder.ts';
import { createWebSocket } from './browser/web-socket.ts';
import { pageEnvironment } from './page-environment.ts';
import { CLIENT, SERVER, type Wire } from './wire.ts';

export interface ConnectOptions {
  readonly clock?: Clock;
  /** One-way delay in milliseconds. */
  readonly delay?: number;
  readonly origin?: string;
  /** The client sends these bytes instead of a browser's request. */
  readonly request?: Uint8Array;
  /** What the server is like; null: nobody listens at the URL. */
  readonly server?: Omit<ServerOptions, 'wire'> | null;
}

/** How long after `open` or `close` the recorder still listens, in delays. */
const AFTERMATH = 1.5;

/** Waiting for an answer that never comes ends after so many milliseconds. */
const PATIENCE = 3000;

/**
 * Opens a connection on the network inside the page, to a server inside the page, and gives the
 * trace of what happened, once `open` or `close` has fired. Throws as the WebSocket constructor.
 */
export async function connect(
  url: string,
  protocols: string | readonly string[] = [],
  options: ConnectOptions = {}
): Promise<Trace> {
  const { clock = realClock, delay = 20, origin, request, server = {} } = options;
  const recorder = new Recorder(
    [
      { id: CLIENT, role: 'client', name: '' },
      { id: SERVER, role: 'server', name: URL.canParse(url) ? new URL(url).host : '' }
    ],
    clock
  );
  const wire: Wire = { clock, recorder, delay };
  const listener = server && startServer(url, { ...server, wire });
  try {
    const LiveWebSocket = createWebSocket(pageEnvironment(wire, { origin, request }));
    const socket = new LiveWebSocket(url, protocols);
    await Promise.race([
      new Promise((resolve) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('close', resolve);
      }),
      wait(clock, PATIENCE)
    ]);
    await wait(clock, delay * AFTERMATH);
    return recorder.trace();
  } finally {
    listener?.stop();
  }
}
