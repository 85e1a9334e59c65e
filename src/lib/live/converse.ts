/**
 * A conversation with the server inside the page: opens, sends what it is told, gets it echoed.
 * What happens after each thing that was said is an exchange, with a trace of its own.
 */
import type { Trace, TraceEvent } from '#lib/trace/trace.ts';
import { realClock, wait, type Clock } from './clock.ts';
import { startServer } from './opening-server.ts';
import { Recorder } from './recorder.ts';
import { createWebSocket } from './browser/web-socket.ts';
import { pageEnvironment } from './page-environment.ts';
import { CLIENT, SERVER, type Wire } from './wire.ts';

export interface Conversation {
  /** Says something, and gives the trace of it and of its echo. */
  say(data: string | Uint8Array): Promise<Trace>;
  /** The server pings; the browser answers by itself. */
  ping(text: string): Promise<Trace>;
  close(code: number, reason: string): Promise<Trace>;
  readonly isOpen: boolean;
  end(): void;
}

/** Nothing more is expected after so many delays of quiet, and mock-socket's own 4 ms. */
const QUIET = 0.6;
const MOCK_SOCKET = 10;
const PATIENCE = 5000;

/** What lies between two instants, as a trace that begins open at 0. */
function exchange(trace: Trace, from: number): Trace {
  const opened = trace.endpoints.map(({ id }): TraceEvent => ({
    type: 'state',
    at: 0,
    endpoint: id,
    from: 'connecting',
    to: 'open'
  }));
  const events = trace.events
    .filter(({ at }) => at >= from)
    .map((event): TraceEvent => {
      const at = event.at - from;
      return event.type === 'segment' && event.arrives !== null
        ? { ...event, at, arrives: event.arrives - from }
        : { ...event, at };
    });
  const last = events.map((e) => (e.type === 'segment' ? (e.arrives ?? e.at) : e.at));
  return { ...trace, events: [...opened, ...events], duration: Math.max(1, ...last) * 1.06 };
}

/** Opens a connection to an echo server; `delay` is one way, in milliseconds. */
export async function converse(
  url: string,
  { clock = realClock, delay = 40 }: { clock?: Clock; delay?: number } = {}
): Promise<Conversation> {
  const recorder = new Recorder(
    [
      { id: CLIENT, role: 'client', name: '' },
      { id: SERVER, role: 'server', name: new URL(url).host }
    ],
    clock
  );
  const wire: Wire = { clock, recorder, delay };
  let ping: (payload: Uint8Array) => void = () => {};
  const listener = startServer(url, {
    wire,
    onopen: (server) => (ping = (payload) => server.ping(payload)),
    onmessage: (message, server) => server.send(message)
  });
  const LiveWebSocket = createWebSocket(pageEnvironment(wire));
  const socket = new LiveWebSocket(url);
  await new Promise<void>((resolve) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('close', () => resolve());
  });
  async function after(deed: () => void): Promise<Trace> {
    const from = recorder.now;
    deed();
    const deadline = clock.now() + PATIENCE;
    const quiet = delay * QUIET + MOCK_SOCKET;
    do await wait(clock, quiet);
    while (!recorder.isQuiet(quiet) && clock.now() < deadline);
    return exchange(recorder.trace(), from);
  }

  return {
    say: (data) => after(() => socket.send(data)),
    ping: (text) => after(() => ping(new TextEncoder().encode(text))),
    close: (code, reason) => after(() => socket.close(code, reason)),
    get isOpen() {
      return socket.readyState === 1;
    },
    end: () => listener.stop()
  };
}
