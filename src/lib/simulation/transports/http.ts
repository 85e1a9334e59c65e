/** HTTP/1.1 over a lane: connections that are used again, and requests with an answer each. */
import type { TcpConnection } from '#lib/network/tcp.ts';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { encodeRequest, encodeResponse } from '#lib/protocol/http/message.ts';
import type { FlightKind, Parts } from './run.ts';
import type { Lane } from './lane.ts';
import type { RequestKind, ResponseKind } from './heads/head.ts';
import { requestOf, responseOf, type Values } from './profiles.ts';
import type { AppMessage } from './traffic.ts';

/** Browsers open at most so many connections to a host (RFC 9112 §9.4 sets no number). */
const MOST_CONNECTIONS = 6;

const TARGETS: Readonly<Record<RequestKind, string>> = {
  poll: '/poll',
  send: '/send',
  stream: '/events',
  upgrade: '/chat'
};

export interface Answer {
  readonly kind: ResponseKind;
  readonly flight: FlightKind;
  readonly values?: Partial<Values>;
  readonly body?: Uint8Array;
  readonly parts?: Parts;
  readonly messages?: readonly number[];
}
export interface Asked {
  readonly connection: TcpConnection;
  /** Sends the response; `arrived` is called in the client when it is there whole. */
  answer(answer: Answer, arrived?: () => void): void;
}
export interface Ask {
  readonly kind: RequestKind;
  readonly flight: FlightKind;
  readonly values?: Partial<Values>;
  readonly body?: Uint8Array;
  readonly messages?: readonly number[];
  /** The server has the request. */
  readonly asked: (asked: Asked) => void;
  /** The connection is kept for the stream behind the head. */
  readonly keeps?: boolean;
}

/** The Cookie field's value of so many bytes. */
export const cookieOf = (length: number): string | undefined =>
  length > 0
    ? 'id=0123456789abcdef'.padEnd(length, '0123456789abcdef').slice(0, length)
    : undefined;

export class HttpClient {
  #idle: TcpConnection[] = [];
  #open = 0;
  #waiting: Ask[] = [];

  constructor(
    readonly lane: Lane,
    readonly keepAlive = true
  ) {}

  ask(ask: Ask): void {
    const idle = this.#idle.pop();
    if (idle) return this.#request(idle, ask);
    if (this.#open >= MOST_CONNECTIONS) return void this.#waiting.push(ask);
    this.#open++;
    // What was warm before the clock started: one connection for asking, one for sending.
    const isFirst = this.lane.counts.connections < 2 && this.keepAlive;
    this.lane.open(isFirst, (connection) => this.#request(connection, ask));
  }

  #values(more: Partial<Values> = {}): Values {
    const { host, cookie, security } = this.lane.settings;
    const secure = security !== 'none';
    return { host, cookie: cookieOf(cookie), closes: !this.keepAlive, secure, ...more };
  }

  /** Polls are alike: a head is written once and used again. */
  #head(kind: string, { length, tag, lastEventId, key, accept }: Values, make: () => Uint8Array) {
    if (key ?? accept ?? lastEventId ?? tag) return make();
    const name = `${kind} ${length}`;
    const head = this.#heads.get(name) ?? make();
    this.#heads.set(name, head);
    return head;
  }
  #heads = new Map<string, Uint8Array>();

  #request(connection: TcpConnection, ask: Ask): void {
    const { lane } = this;
    const { kind, flight, body, messages = [] } = ask;
    const values = this.#values({ ...(body ? { length: body.length } : {}), ...ask.values });
    const head = this.#head(kind, values, () =>
      encodeRequest(requestOf(lane.settings.profile, kind, TARGETS[kind], values))
    );
    lane.counts.requests++;
    lane.write(
      connection,
      'client',
      {
        bytes: body ? concatBytes(head, body) : head,
        parts: { heads: head.length, payload: body?.length ?? 0 },
        carries: 'request',
        kind: flight,
        messages
      },
      () =>
        ask.asked({
          connection,
          answer: (answer, arrived) => this.#respond(connection, ask, answer, arrived)
        })
    );
  }

  #respond(
    connection: TcpConnection,
    ask: Ask,
    { kind, flight, values, body, parts = {}, messages = [] }: Answer,
    arrived: () => void = () => {}
  ): void {
    const { lane } = this;
    const own = this.#values({ ...values, cookie: undefined });
    const head = this.#head(`${kind} response`, own, () =>
      encodeResponse(responseOf(lane.settings.profile, kind, own))
    );
    lane.write(
      connection,
      'server',
      {
        bytes: body ? concatBytes(head, body) : head,
        parts: { ...parts, heads: head.length },
        carries: 'response',
        kind: flight,
        messages
      },
      () => {
        if (!ask.keeps) this.#release(connection);
        arrived();
      }
    );
  }

  /** The connection is free again, or it is closed. */
  #release(connection: TcpConnection): void {
    if (!this.keepAlive) {
      connection.end('client');
      this.#open--;
    } else this.#idle.push(connection);
    const next = this.#waiting.shift();
    if (next) this.ask(next);
  }

  /** A connection that was kept has ended. */
  forget(): void {
    this.#open--;
  }
}

/** The client's own messages, one POST each; the server answers with nothing. */
export function postsOf(lane: Lane, client: HttpClient): void {
  lane.onMessages('client', ({ id, payload }: AppMessage) =>
    client.ask({
      kind: 'send',
      flight: 'send',
      body: payload,
      messages: [id],
      asked: ({ answer }) => {
        lane.deliver([id]);
        answer({ kind: 'sent', flight: 'sent' });
      }
    })
  );
}

const LINE_FEED = Uint8Array.of(0x0a);
/** Messages as the body of a response: a line each. */
export function newsOf(messages: readonly AppMessage[]): {
  readonly body: Uint8Array;
  readonly parts: Parts;
  readonly messages: readonly number[];
} {
  return {
    body: concatBytes(...messages.flatMap(({ payload }) => [payload, LINE_FEED])),
    parts: {
      payload: messages.reduce((sum, { payload }) => sum + payload.length, 0),
      framing: messages.length
    },
    messages: messages.map(({ id }) => id)
  };
}
