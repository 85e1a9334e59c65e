/**
 * The network inside the page. mock-socket finds a server by its URL and carries chunks of bytes
 * both ways, nothing more: no frames, no handshake, no close codes of its own. Everything above
 * is ours. The only importer of mock-socket.
 */
import { Server, WebSocket as MockSocket } from 'mock-socket';

/** One end of a connection that carries bytes, like a TCP socket. */
export interface Pipe {
  send(bytes: Uint8Array): void;
  /** Ends the connection; the other end hears of it. */
  close(): void;
  onbytes: (bytes: Uint8Array) => void;
  onclose: () => void;
}

/** mock-socket passes an ArrayBuffer through as it is; a view would arrive as text. */
const toBuffer = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;

const idle = () => {};

type Soon = (action: () => void) => void;
let soon: Soon | undefined;

/** mock-socket lets every step wait 4 ms by the global timer; from now on, by this instead. */
export function waitBy(timer: Soon | undefined): void {
  soon = timer;
}

function promptly<T>(act: () => T): T {
  if (!soon) return act();
  const wait = soon;
  // In a sandbox there is none, and none is left behind.
  const before = Object.getOwnPropertyDescriptor(globalThis, 'setTimeout');
  const value = (action: (context: unknown) => void, _: number, context: unknown) =>
    wait(() => action(context));
  Object.defineProperty(globalThis, 'setTimeout', { value, configurable: true });
  try {
    return act();
  } finally {
    if (before) Object.defineProperty(globalThis, 'setTimeout', before);
    else Reflect.deleteProperty(globalThis, 'setTimeout');
  }
}

/** A connection is found by its URL without the query, which is free for the one who dials. */
const serverOf = (url: string): string => url.split('?')[0] ?? url;

/** URLs with a server. mock-socket finds it itself, but complains in the console when it cannot. */
const listening = new Set<string>();

/** Accepts connections at a ws URL until `stop`. Throws when the URL is taken. */
export function listen(
  url: string,
  onconnection: (pipe: Pipe, url: string) => void
): { stop: () => void } {
  const server = new Server(url, { mock: false });
  listening.add(url);
  server.on('connection', (socket) => {
    const pipe: Pipe = {
      send: (bytes) => socket.send(toBuffer(bytes)),
      close: () => promptly(() => socket.close()),
      onbytes: idle,
      onclose: idle
    };
    socket.on('message', (data) => pipe.onbytes(new Uint8Array(data as ArrayBuffer)));
    socket.on('close', () => pipe.onclose());
    onconnection(pipe, socket.url);
  });
  return {
    stop: () => {
      listening.delete(url);
      server.stop();
    }
  };
}

/** Connects to whoever listens at the URL; undefined when nobody does. */
export function dial(url: string): Promise<Pipe | undefined> {
  if (!listening.has(serverOf(url))) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const socket = promptly(() => new MockSocket(url));
    const pipe: Pipe = {
      send: (bytes) => promptly(() => socket.send(toBuffer(bytes))),
      close: () => promptly(() => socket.close()),
      onbytes: idle,
      onclose: idle
    };
    let connected = false;
    socket.onopen = () => {
      connected = true;
      resolve(pipe);
    };
    socket.onmessage = ({ data }) => pipe.onbytes(new Uint8Array(data as ArrayBuffer));
    socket.onclose = () => (connected ? pipe.onclose() : resolve(undefined));
  });
}
