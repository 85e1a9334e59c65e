/** One opening handshake, then frames in both directions (RFC 6455). */
import type { Side, TcpConnection } from '#lib/network/tcp.ts';
import { deriveAcceptSync, encodeKey } from '#lib/protocol/websocket/accept.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { PING, PONG, TEXT, type Opcode } from '#lib/protocol/websocket/opcode.ts';
import { HttpClient } from './http.ts';
import { Lane } from './lane.ts';
import type { FlightKind, TransportRun } from './run.ts';
import type { Settings } from './settings.ts';
import type { AppMessage } from './traffic.ts';

const NOTHING = new Uint8Array();

export function webSocket(settings: Settings, traffic: readonly AppMessage[]): TransportRun {
  const { cutAfter, heartbeat } = settings;
  const { resume } = settings.webSocket;
  const lane = new Lane('websocket', settings, traffic);
  const http = new HttpClient(lane);
  /** What each side has to say before it may send. */
  const waiting: Record<Side, AppMessage[]> = { client: [], server: [] };
  /** The connection of a side on which it may send. */
  const open: Partial<Record<Side, TcpConnection>> = {};
  let wasOpen = false;

  function frame(
    from: Side,
    connection: TcpConnection,
    opcode: Opcode,
    kind: FlightKind,
    message?: AppMessage,
    delivered: () => void = () => {}
  ): void {
    const payload = message?.payload ?? NOTHING;
    const bytes = encodeFrame({
      opcode,
      payload,
      ...(from === 'client' ? { maskingKey: lane.random.bytes(4) } : {})
    });
    lane.counts.frames++;
    lane.write(
      connection,
      from,
      {
        bytes,
        parts: { payload: payload.length, framing: bytes.length - payload.length },
        carries: 'frame',
        kind,
        messages: message ? [message.id] : []
      },
      delivered
    );
  }

  function send(from: Side, message: AppMessage): void {
    const connection = open[from];
    if (!connection) {
      // A server that keeps nothing has nobody to send to.
      if (from === 'server' && wasOpen && !resume) lane.lose([message.id]);
      else waiting[from].push(message);
      return;
    }
    frame(from, connection, TEXT, from === 'server' ? 'push' : 'send', message, () =>
      lane.deliver([message.id])
    );
  }

  function opens(side: Side, connection: TcpConnection): void {
    open[side] = connection;
    wasOpen ||= side === 'server';
    for (const message of waiting[side].splice(0)) send(side, message);
  }

  function beat(connection: TcpConnection): void {
    if (open.server !== connection) return;
    frame('server', connection, PING, 'ping', undefined, () =>
      frame('client', connection, PONG, 'pong')
    );
    lane.queue.after(heartbeat, () => beat(connection));
  }

  /** The middlebox closes TCP on both sides; the script connects again at once. */
  function cut(connection: TcpConnection): void {
    if (open.server !== connection) return;
    delete open.server;
    delete open.client;
    connection.end('server');
    http.forget();
    connect();
  }

  function connect(): void {
    const key = encodeKey(lane.random.bytes(16));
    http.ask({
      kind: 'upgrade',
      flight: 'request',
      values: { key },
      keeps: true,
      asked: ({ connection, answer }) => {
        // The head goes first: what the server has waiting follows behind it.
        answer(
          { kind: 'upgraded', flight: 'head', values: { accept: deriveAcceptSync(key).accept } },
          () => opens('client', connection)
        );
        opens('server', connection);
        if (heartbeat > 0) lane.queue.after(heartbeat, () => beat(connection));
        if (cutAfter > 0) lane.queue.after(cutAfter, () => cut(connection));
      }
    });
  }

  lane.onMessages('server', (message) => send('server', message));
  lane.onMessages('client', (message) => send('client', message));
  lane.queue.at(0, connect);
  return lane.run();
}
