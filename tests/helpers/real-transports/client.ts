/** A real client: Node's HTTP or `ws`, with the program of a transport. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import type { Clock } from './clock.ts';
import { CLIENT_PROGRAMS, type Ask } from './client-programs.ts';
import type { Sockets } from './sockets.ts';
import { cookieOf } from '#lib/simulation/transports/http.ts';
import type { Settings, TransportId } from '#lib/simulation/transports/settings.ts';

export interface ClientOptions {
  readonly settings: Settings;
  /** The relay's. */
  readonly port: number;
  readonly clock: Clock;
  readonly sockets: Sockets;
  /** Gets the text of each message of the server. */
  readonly received: (text: string) => void;
}
export interface RealClient {
  send(text: string): void;
  stop(): void;
}
export function startClient(transport: TransportId, options: ClientOptions): RealClient {
  return transport === 'websocket' ? overWebSocket(options) : overHttp(transport, options);
}

const cookieField = ({ cookie }: Settings): Readonly<Record<string, string>> => {
  const value = cookieOf(cookie);
  return value ? { Cookie: value } : {};
};

function overHttp(
  transport: Exclude<TransportId, 'websocket'>,
  options: ClientOptions
): RealClient {
  const { settings, port, sockets } = options;
  let isOver = false;
  const keepAlive = transport !== 'short-polling' || settings.polling.keepAlive;
  // With a limit, an agent that keeps nothing asks for connections to be kept all the same.
  const agent = Object.assign(new Agent({ keepAlive, ...(keepAlive ? { maxSockets: 6 } : {}) }), {
    createConnection: () => sockets.add(connect(port, '127.0.0.1'))
  });
  const ask: Ask = (target, headers, answered, body) => {
    const asking = request(
      {
        agent,
        host: settings.host,
        path: target,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(target === '/events' ? { Accept: 'text/event-stream' } : {}),
          ...cookieField(settings),
          ...headers
        }
      },
      (response) => {
        response.on('error', () => {});
        answered(response);
      }
    );
    asking.on('error', (error) => {
      if (!isOver) throw error;
    });
    asking.end(body);
  };
  CLIENT_PROGRAMS[transport].start(options, (...of) => !isOver && ask(...of));
  return {
    send: (text) =>
      ask(
        '/send',
        { 'Content-Type': 'text/plain', 'Content-Length': String(text.length) },
        (response) => response.resume(),
        text
      ),
    stop: () => {
      isOver = true;
      agent.destroy();
    }
  };
}

function overWebSocket({ settings, port, sockets, received }: ClientOptions): RealClient {
  const waiting: string[] = [];
  let isOver = false;
  let socket: WebSocket;
  const send = (text: string) =>
    socket.readyState === WebSocket.OPEN ? socket.send(text) : void waiting.push(text);
  const open = () => {
    socket = new WebSocket(`ws://${settings.host}/chat`, {
      perMessageDeflate: false,
      headers: cookieField(settings),
      createConnection: (() => sockets.add(connect(port, '127.0.0.1'))) as never
    });
    socket.on('open', () => waiting.splice(0).forEach(send));
    socket.on('message', (data) => received(String(data)));
    socket.on('error', () => {});
    socket.on('close', () => !isOver && open());
  };
  open();
  return {
    send,
    stop: () => {
      isOver = true;
      socket.terminate();
    }
  };
}
