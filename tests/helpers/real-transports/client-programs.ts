/** What the clients of the simulation do over HTTP. */
import type { IncomingMessage } from 'node:http';
import { EventStreamReader } from '#lib/protocol/sse/event-stream.ts';
import type { TransportId } from '#lib/simulation/transports/settings.ts';
import type { ClientOptions } from './client.ts';

export type Ask = (
  target: string,
  headers: Readonly<Record<string, string>>,
  answered: (response: IncomingMessage) => void,
  body?: string
) => void;

export interface ClientProgram {
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

const shortPolling: ClientProgram = {
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

const longPolling: ClientProgram = {
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

const serverSentEvents: ClientProgram = {
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

export const CLIENT_PROGRAMS: Readonly<Record<Exclude<TransportId, 'websocket'>, ClientProgram>> = {
  'short-polling': shortPolling,
  'long-polling': longPolling,
  sse: serverSentEvents
};
