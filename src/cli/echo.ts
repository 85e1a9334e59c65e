/** Echo endpoints of our core: a server, and a client as the well-known conformance suites ask it. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { readAddress, type WebSocketAddress } from '#lib/protocol/websocket/handshake.ts';
import { textOf } from '#lib/protocol/websocket/message.ts';
import { accept, open, type Closed, type EndpointOptions, type Handlers } from './tcp-endpoint.ts';

export interface EchoServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Sends every message back, type and payload the same. */
export const ECHO: Handlers = { onMessage: (message, endpoint) => endpoint.send(message) };

/** Listens, and echoes. Rejects when it cannot listen. */
export async function startEchoServer(
  { port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string },
  options: EndpointOptions = {}
): Promise<EchoServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    accept(socket, ECHO, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      })
  };
}

/** A ws: URL as an address. Throws a TypeError on any other: there is no TLS here. */
export function addressOf(url: string): WebSocketAddress {
  const reading = readAddress(url);
  if (!reading.valid || reading.address.secure) throw new TypeError(`not a ws: URL: ${url}`);
  return reading.address;
}

/** Echoes until the connection is over. */
export const echoAt = (url: string, options: EndpointOptions = {}): Promise<Closed> =>
  open(addressOf(url), ECHO, options).closed;

/** How many cases a suite has: the text of the one message that it sends. Throws without one. */
export async function caseCount(suite: string, options: EndpointOptions = {}): Promise<number> {
  let text = '';
  await open(
    addressOf(`${suite}getCaseCount`),
    { onMessage: (message) => (text = textOf(message)) },
    options
  ).closed;
  if (!/^\d+$/.test(text)) throw new Error(`no number of cases from ${suite}`);
  return Number(text);
}

/** The address of one case, counted from 1. */
export const caseUrl = (suite: string, number: number, agent: string): string =>
  `${suite}runCase?case=${number}&agent=${encodeURIComponent(agent)}`;

/** Has the suite write its report. */
export const updateReports = (suite: string, agent: string, options: EndpointOptions = {}) =>
  echoAt(`${suite}updateReports?agent=${encodeURIComponent(agent)}`, options);
