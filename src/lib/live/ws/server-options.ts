/** The options of `new WebSocketServer()`, as in ws 8. */
import type { HeaderValues } from './abort-handshake.ts';
import type { DeflateOptions } from './deflate-negotiation.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { ServerSocket } from './server-socket.ts';

export interface ClientInfo {
  readonly origin: string | undefined;
  readonly secure: boolean;
  readonly req: IncomingMessage;
}

/** Says whether it takes the client; a code, a message and fields are for the refusal. */
export type Verified = (
  verified: boolean,
  code?: number,
  message?: string,
  headers?: HeaderValues
) => void;
export type VerifyClient = (info: ClientInfo, done: Verified) => unknown;

export interface ServerOptions {
  readonly allowSynchronousEvents: boolean;
  readonly autoPong: boolean;
  readonly maxBufferedChunks: number;
  readonly maxFragments: number;
  readonly maxPayload: number;
  readonly maxPendingAutoPongs: number;
  readonly skipUTF8Validation: boolean;
  readonly perMessageDeflate: boolean | DeflateOptions;
  readonly handleProtocols:
    ((protocols: Set<string>, request: IncomingMessage) => string | false) | null;
  readonly clientTracking: boolean;
  readonly closeTimeout: number;
  readonly verifyClient: VerifyClient | null;
  readonly noServer: boolean;
  readonly backlog: number | null;
  readonly server: unknown;
  readonly host: string | null;
  readonly path: string | null;
  readonly port: number | string | null;
  /** The class of the sockets. */
  readonly WebSocket: new (
    address: null,
    protocols: undefined,
    options: ServerOptions
  ) => ServerSocket;
}

export const DEFAULTS: Omit<ServerOptions, 'WebSocket'> = {
  allowSynchronousEvents: true,
  autoPong: true,
  maxBufferedChunks: 256 * 1024,
  maxFragments: 16 * 1024,
  maxPayload: 100 * 1024 * 1024,
  maxPendingAutoPongs: 60,
  skipUTF8Validation: false,
  perMessageDeflate: false,
  handleProtocols: null,
  clientTracking: true,
  closeTimeout: 30_000,
  verifyClient: null,
  noServer: false,
  backlog: null,
  server: null,
  host: null,
  path: null,
  port: null
};

/** Throws a TypeError, as ws does, and where the lab has no HTTP server to give. */
export function checkOptions({ port, server, noServer }: ServerOptions): void {
  const ways = [port !== null && port !== undefined, Boolean(server), Boolean(noServer)];
  if (ways.filter(Boolean).length !== 1)
    throw new TypeError(
      'One and only one of the "port", "server", or "noServer" options must be specified'
    );
  if (server) throw new TypeError('The "server" option is not supported here: use "port"');
}

/** The number of a port, with Node's error for one that is none. */
export function portNumber(port: number | string): number {
  const number = typeof port === 'string' && port.trim() === '' ? NaN : Number(port);
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
  const received =
    typeof port === 'string' ? `type string ('${port}')` : `type ${typeof port} (${port})`;
  const message = `options.port should be >= 0 and < 65536. Received ${received}.`;
  throw Object.assign(new RangeError(message), { code: 'ERR_SOCKET_BAD_PORT' });
}
