/** One response that does not end: a chunk for each event (HTML Standard §9.2, RFC 9112 §7.1). */
import type { TcpConnection } from '#lib/network/tcp.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { encodeChunk, LAST_CHUNK } from '#lib/protocol/http/chunked.ts';
import { encodeComment, encodeEvent, encodeRetry } from '#lib/protocol/sse/event-stream.ts';
import { HttpClient, postsOf, type Asked } from './http.ts';
import { Lane } from './lane.ts';
import type { TransportRun } from './run.ts';
import type { Settings } from './settings.ts';
import type { AppMessage } from './traffic.ts';

export function serverSentEvents(settings: Settings, traffic: readonly AppMessage[]): TransportRun {
  const { cutAfter, heartbeat, sse } = settings;
  const lane = new Lane('sse', settings, traffic);
  const client = new HttpClient(lane);
  /** What the server keeps: all that may have to be sent again. */
  const kept: AppMessage[] = [];
  let stream: TcpConnection | undefined;
  let lastEventId: number | undefined;

  function push(connection: TcpConnection, { id, payload }: AppMessage): void {
    const event = encodeEvent({ id: String(id), data: utf8Decode(payload) ?? '' });
    const chunk = encodeChunk(event);
    lane.counts.frames++;
    lane.write(
      connection,
      'server',
      {
        bytes: chunk,
        parts: {
          payload: payload.length,
          framing: event.length - payload.length,
          chunking: chunk.length - event.length
        },
        carries: 'event-stream',
        kind: 'push',
        messages: [id]
      },
      () => {
        lastEventId = id;
        lane.deliver([id]);
      }
    );
  }

  function begin({ connection, answer }: Asked, since: number | undefined): void {
    stream = connection;
    const retry = encodeRetry(sse.retry);
    const chunk = encodeChunk(retry);
    answer({
      kind: 'stream',
      flight: 'head',
      body: chunk,
      parts: { framing: retry.length, chunking: chunk.length - retry.length }
    });
    for (const message of kept) if (message.id > (since ?? 0)) push(connection, message);
    if (heartbeat > 0) lane.queue.after(heartbeat, () => beat(connection));
    if (cutAfter > 0) lane.queue.after(cutAfter, () => cut(connection));
  }

  /** A comment: the browser skips it, a proxy sees that the stream lives. */
  function beat(connection: TcpConnection): void {
    if (stream !== connection) return;
    const comment = encodeComment('');
    const bytes = encodeChunk(comment);
    lane.counts.frames++;
    lane.write(
      connection,
      'server',
      {
        bytes,
        parts: { framing: comment.length, chunking: bytes.length - comment.length },
        carries: 'event-stream',
        kind: 'ping'
      },
      () => {}
    );
    lane.queue.after(heartbeat, () => beat(connection));
  }

  function cut(connection: TcpConnection): void {
    if (stream !== connection) return;
    stream = undefined;
    lane.write(
      connection,
      'server',
      {
        bytes: LAST_CHUNK,
        parts: { chunking: LAST_CHUNK.length },
        carries: 'event-stream',
        kind: 'close'
      },
      () => {
        connection.end('server');
        client.forget();
        lane.queue.after(sse.retry, connect);
      }
    );
  }

  function connect(): void {
    const since = lastEventId;
    client.ask({
      kind: 'stream',
      flight: 'request',
      values: { lastEventId: since === undefined ? undefined : String(since) },
      keeps: true,
      asked: (asked) => begin(asked, since)
    });
  }

  lane.onMessages('server', (message) => {
    kept.push(message);
    if (stream) push(stream, message);
  });
  postsOf(lane, client);
  lane.queue.at(0, connect);
  return lane.run();
}
