/** Both directions of a connection: which request a response answers, and what the two agree on. */
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Connection, Exchange, Head } from './capture.ts';
import type { FrameTerms } from './frame-scanner.ts';
import { StreamReader, type StreamEvents } from './stream-reader.ts';
import { fieldValue, saysWebSocket, UNKNOWN_HANDSHAKE, websocketFacts } from './websocket-facts.ts';

const other = (side: 0 | 1): 0 | 1 => (side === 0 ? 1 : 0);

const asksForUpgrade = ({ value }: Head<HttpRequest>): boolean =>
  value.method === 'CONNECT' || fieldValue(value.fields, 'Upgrade') !== undefined;

export class Conversation {
  readonly sides: readonly [StreamReader, StreamReader];
  readonly #connection: Connection;
  /** Tells who is the client, when the bytes do. */
  readonly #setClient: (side: 0 | 1, by: Connection['rolesFrom']) => void;
  /** Heads that were not whole may be of either kind. */
  readonly #complete: (side: 0 | 1) => boolean;

  constructor(
    connection: Connection,
    setClient: (side: 0 | 1, by: Connection['rolesFrom']) => void,
    direction: (side: 0 | 1) => Connection['directions']['client'],
    complete: (side: 0 | 1) => boolean
  ) {
    this.#connection = connection;
    this.#setClient = setClient;
    this.#complete = complete;
    const reader = (side: 0 | 1) =>
      new StreamReader(connection, () => direction(side), this.#eventsOf(side));
    this.sides = [reader(0), reader(1)];
  }

  #eventsOf(side: 0 | 1): StreamEvents {
    return {
      request: (head) => this.#request(side, head),
      response: (head) => this.#response(side, head),
      kind: (kind) => {
        this.#connection.kind = kind;
        this.sides[other(side)].ignore();
      },
      foundFrames: (masked) => this.#foundFrames(side, masked)
    };
  }

  setRoles(client: 0 | 1): void {
    this.sides[client].role = 'client';
    this.sides[other(client)].role = 'server';
  }

  #request(side: 0 | 1, head: Head<HttpRequest>): void {
    const connection = this.#connection;
    this.#setClient(side, 'http');
    if (connection.kind === 'empty' || connection.kind === 'unknown') connection.kind = 'http';
    const waiting = connection.exchanges.find(({ request }) => !request);
    const exchange: Exchange = waiting ?? {};
    exchange.request = head;
    if (!waiting) connection.exchanges.push(exchange);
    const reader = this.sides[side];
    if (exchange.response?.value.status === 101) {
      this.#switch(exchange);
      return;
    }
    reader.expectBody(head, false);
    if (!exchange.response && asksForUpgrade(head) && !head.body) reader.wait();
  }

  #response(side: 0 | 1, head: Head<HttpResponse>): void {
    const connection = this.#connection;
    this.#setClient(other(side), 'http');
    if (connection.kind === 'empty' || connection.kind === 'unknown') connection.kind = 'http';
    const { status } = head.value;
    // 100 Continue and its like come before the answer (RFC 9110 §15.2).
    if (status >= 100 && status < 200 && status !== 101) return;
    const waiting = connection.exchanges.find(({ response }) => !response);
    const exchange: Exchange = waiting ?? {};
    exchange.response = head;
    if (!waiting) connection.exchanges.push(exchange);
    const client = this.sides[other(side)];
    const method = exchange.request?.value.method;
    if (status === 101) {
      this.#switch(exchange);
      return;
    }
    if (method === 'CONNECT' && status >= 200 && status < 300) {
      connection.tunnel = exchange.request?.value.target ?? '';
      client.goOn();
      return;
    }
    const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
    if (hasBody) this.sides[side].expectBody(head, true);
    client.goOn();
  }

  /** 101: both sides speak another protocol from here on. */
  #switch(exchange: Exchange): void {
    const connection = this.#connection;
    const { request, response } = exchange;
    const upgrade = fieldValue(response?.value.fields, 'Upgrade');
    const isOurs = saysWebSocket(request) || saysWebSocket(response) || upgrade === undefined;
    if (!isOurs) {
      connection.kind = /^h2c?$/i.test(upgrade) ? 'http2' : 'unknown';
      for (const side of this.sides) side.ignore();
      return;
    }
    connection.kind = 'websocket';
    connection.websocket = websocketFacts(exchange);
    this.#readFrames();
  }

  #readFrames(): void {
    for (const reader of this.sides) {
      const { role } = reader;
      // Behind a 101 the client’s request may still be to come.
      if (role) reader.readFrames(this.#terms(role));
    }
  }

  #terms(from: Role): FrameTerms {
    const { websocket } = this.#connection;
    const agreement = websocket?.agreement;
    const deflate = websocket?.deflate ?? 'unknown';
    return {
      from,
      deflate,
      knowledge: {
        takeover: !(from === 'client'
          ? agreement?.client_no_context_takeover
          : agreement?.server_no_context_takeover),
        complete: deflate === 'agreed'
      }
    };
  }

  /** Frames stand here, because who brought the bytes says so: where no head says more. */
  assumeFrames(): void {
    const connection = this.#connection;
    if (connection.kind === 'websocket') return;
    connection.kind = 'websocket';
    const exchange = connection.exchanges[connection.exchanges.length - 1];
    connection.websocket = exchange ? websocketFacts(exchange) : UNKNOWN_HANDSHAKE;
    this.#readFrames();
  }

  #foundFrames(side: 0 | 1, masked: boolean): void {
    const connection = this.#connection;
    if (connection.kind === 'websocket') return;
    connection.kind = 'websocket';
    connection.midConnection ||= !this.#complete(side);
    if (masked) this.#setClient(side, 'mask');
    const exchange = connection.exchanges[connection.exchanges.length - 1];
    const isUpgrade = exchange?.request && saysWebSocket(exchange.request) && !exchange.response;
    connection.websocket = isUpgrade ? websocketFacts(exchange) : UNKNOWN_HANDSHAKE;
    this.#readFrames();
  }
}
