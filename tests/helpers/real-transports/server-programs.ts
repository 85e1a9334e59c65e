/** What the servers of the simulation do, on Node's HTTP server and on `ws`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import type { Settings, TransportId } from '#lib/simulation/transports/settings.ts';
import type { AppMessage } from '#lib/simulation/transports/traffic.ts';
import type { Clock } from './clock.ts';

/** What a server does with a message of its own, with a GET, and with a WebSocket. */
export interface ServerProgram {
  has(message: AppMessage): void;
  asked?(request: IncomingMessage, response: ServerResponse): void;
  opened?(socket: WebSocket): void;
}
export const textOf = ({ payload }: AppMessage): string => latin1Decode(payload);

/** 200 with a line for each message. */
function sayNews(response: ServerResponse, news: readonly AppMessage[], tag?: string): void {
  const body = news.map((message) => `${textOf(message)}\n`).join('');
  response.writeHead(200, {
    'Content-Type': 'text/plain',
    'Cache-Control': 'no-cache',
    ...(tag ? { ETag: tag } : {}),
    'Content-Length': body.length
  });
  response.end(body);
}

function shortPolling({ polling: { empty } }: Settings): ServerProgram {
  let news: AppMessage[] = [];
  let lastId = 0;
  return {
    has: (message) => void news.push(message),
    asked: (request, response) => {
      if (news.length === 0 && empty === 204) return void response.writeHead(204).end();
      lastId = news.at(-1)?.id ?? lastId;
      const tag = empty === 304 ? `"${lastId}"` : undefined;
      if (news.length === 0 && tag && request.headers['if-none-match'])
        return void response.writeHead(304, { ETag: tag }).end();
      sayNews(response, news, tag);
      news = [];
    }
  };
}

function longPolling({ longPolling: { hold, gather } }: Settings, { after }: Clock): ServerProgram {
  let news: AppMessage[] = [];
  let held: { readonly response: ServerResponse; gathering: boolean } | undefined;

  function answer(): void {
    if (!held) return;
    const { response } = held;
    held = undefined;
    if (news.length === 0) return void response.writeHead(204).end();
    sayNews(response, news);
    news = [];
  }
  function say(): void {
    if (!held || held.gathering || news.length === 0) return;
    if (gather === 0) return answer();
    const mine = held;
    mine.gathering = true;
    after(gather, () => held === mine && answer());
  }
  return {
    has: (message) => {
      news.push(message);
      say();
    },
    asked: (_, response) => {
      const mine = { response, gathering: false };
      held = mine;
      after(hold, () => held === mine && !mine.gathering && answer());
      say();
    }
  };
}

function serverSentEvents(
  { sse: { retry }, cutAfter, heartbeat }: Settings,
  { after }: Clock
): ServerProgram {
  const kept: AppMessage[] = [];
  let stream: ServerResponse | undefined;
  const push = (response: ServerResponse, message: AppMessage) =>
    response.write(`id: ${message.id}\ndata: ${textOf(message)}\n\n`);
  const beat = (response: ServerResponse) => {
    if (stream !== response) return;
    response.write(':\n\n');
    after(heartbeat, () => beat(response));
  };
  return {
    has: (message) => {
      kept.push(message);
      if (stream) push(stream, message);
    },
    asked: (request, response) => {
      stream = response;
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-cache'
      });
      response.write(`retry: ${retry}\n\n`);
      const since = Number(request.headers['last-event-id'] ?? 0);
      for (const message of kept) if (message.id > since) push(response, message);
      if (heartbeat > 0) after(heartbeat, () => beat(response));
      if (cutAfter > 0)
        after(cutAfter, () => {
          stream = undefined;
          response.end(() => request.socket.end());
        });
    }
  };
}

function webSocket({ heartbeat }: Settings, { after }: Clock): ServerProgram {
  const waiting: AppMessage[] = [];
  let open: WebSocket | undefined;
  const has = (message: AppMessage) =>
    void (open ? open.send(textOf(message)) : waiting.push(message));
  const beat = (socket: WebSocket) => {
    if (open !== socket) return;
    socket.ping();
    after(heartbeat, () => beat(socket));
  };
  return {
    has,
    opened: (socket) => {
      open = socket;
      socket.on('close', () => {
        if (open === socket) open = undefined;
      });
      waiting.splice(0).forEach(has);
      if (heartbeat > 0) after(heartbeat, () => beat(socket));
    }
  };
}

export const SERVER_PROGRAMS: Readonly<
  Record<TransportId, (settings: Settings, clock: Clock) => ServerProgram>
> = {
  'short-polling': shortPolling,
  'long-polling': longPolling,
  sse: serverSentEvents,
  websocket: webSocket
};
