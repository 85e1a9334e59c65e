/** Programs on Node's HTTP client and on the client of `ws` that do what the simulation's clients do. */
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { EventStreamReader } from '#lib/protocol/sse/event-stream.ts';
import type { Clock } from './clock.ts';
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
type Ask = (
  target: string,
  headers: Readonly<Record<string, string>>,
  answered: (response: IncomingMessage) => void,
  body?: string
) => void;

interface Program {
  start(options: ClientOptions, ask: Ask): void;
}

/** A body that is there whole; the connection is free again by then. */
function wholeBody(response: IncomingMessage, done: (body: string) => void): void {
  let body = '';
  response.on('data', (chunk) => (body += chunk));
  response.on('end', () => setImmediate(done, body));
}
const readLines = (body: string, received: (text: string) => void) =>
  body.split('\n').slice(0, -1).forEach(received);

const shortPolling: Program = {
  start({ settings: { polling }, clock: { now, after }, received }, ask) {
    let tag: string | undefined;
    const poll = (began: number) =>
      ask('/poll', tag ? { 'If-None-Match': tag } : {}, (response) =>
        wholeBody(response, (body) => {
          tag = response.headers.etag ?? tag;
          readLines(body, received);
          const next = (polling.after === 'response' ? now() : began) + polling.interval;
          const at = Math.max(now(), next);
          after(at - now(), () => poll(at));
        })
      );
    poll(0);
  }
};

const longPolling: Program = {
  start({ received }, ask) {
    const poll = () =>
      ask('/poll', {}, (response) =>
        wholeBody(response, (body) => {
          readLines(body, received);
          poll();
        })
      );
    poll();
  }
};

const serverSentEvents: Program = {
  start({ clock: { after }, received }, ask) {
    const reader = new EventStreamReader();
    const open = () => {
      const id = reader.lastEventId;
      ask('/events', { ...(id ? { 'Last-Event-ID': id } : {}) }, (response) => {
        response.on('data', (chunk: Buffer) => {
          for (const { data } of reader.read(new Uint8Array(chunk))) received(data);
        });
        response.on('end', () => after(reader.retry ?? 0, open));
      });
    };
    open();
  }
};

const POLLS: Readonly<Record<Exclude<TransportId, 'websocket'>, Program>> = {
  'short-polling': shortPolling,
  'long-polling': longPolling,
  sse: serverSentEvents
};

export function startClient(transport: TransportId, options: ClientOptions): RealClient {
  return transport === 'websocket' ? overWebSocket(options) : overHttp(POLLS[transport], options);
}

const cookieField = ({ cookie }: Settings): Readonly<Record<string, string>> => {
  const value = cookieOf(cookie);
  return value ? { Cookie: value } : {};
};

function overHttp(program: Program, options: ClientOptions): RealClient {
  const { settings, port, sockets } = options;
  let isOver = false;
  const { keepAlive } = program === shortPolling ? settings.polling : { keepAlive: true };
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
  program.start(options, (...of) => !isOver && ask(...of));
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
