/**
 * The same server program and the same client bytes in two worlds: our ws in memory, and the real
 * ws over loopback. What the program logs and what the server sends comes out of both.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import * as realWs from 'ws';
import { concatBytes, latin1Decode, toHex } from '#lib/bytes/bytes.ts';
import { createWs } from '#lib/live/ws/ws-package.ts';
import { MemoryHost, type MemoryPeer } from './memory-host.ts';

/** What a script is given: as little of the types as both worlds share. */
export type Package = Pick<typeof realWs, 'WebSocketServer' | 'WebSocket'>;
export interface Tools extends Package {
  readonly port: number;
  readonly log: (...values: unknown[]) => void;
  readonly after: (milliseconds: number, action: () => void) => void;
}
export type Script = (tools: Tools) => void;

/** What the client does next, once all is quiet. The first step of a client connects it. */
export interface Step {
  readonly client?: number;
  readonly send?: Uint8Array;
  readonly end?: true;
  readonly reset?: true;
  /** Milliseconds to wait. */
  readonly wait?: number;
}

/** How far all has come: lines of the log, and for each client what it got and whether TCP ended. */
export type Mark = readonly number[];
/** How much a client got, as a number that grows. */
export type Measure = (received: Uint8Array) => number;

/** What came of it. */
export interface Run extends Outcome {
  /** How far all had come behind each step. */
  readonly marks: readonly Mark[];
}
export interface Outcome {
  readonly log: readonly string[];
  /** Of each client: the bytes that it got, and whether TCP was ended. */
  readonly clients: readonly { readonly received: Uint8Array; readonly ended: boolean }[];
}

function textOf(value: unknown): string {
  if (value instanceof Error) {
    const { name, message, code } = value as Error & { code?: string };
    return `${name} ${code ?? ''} ${message}`;
  }
  if (value instanceof ArrayBuffer) return `ArrayBuffer ${toHex(new Uint8Array(value))}`;
  if (value instanceof Uint8Array)
    return `${value.constructor.name === 'Uint8Array' ? '' : 'Buffer '}${toHex(value)}`;
  if (value instanceof Blob) return `Blob ${value.size}`;
  if (value instanceof Set) return `Set ${textOf([...value])}`;
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}

/** Without the Date field, which only Node's own answers have. */
const withoutDate = (bytes: Uint8Array): Uint8Array =>
  /^HTTP/.test(latin1Decode(bytes.subarray(0, 4)))
    ? Uint8Array.from(latin1Decode(bytes).replace(/Date: [^\r]*\r\n/g, ''), (c) => c.charCodeAt(0))
    : bytes;

const PORT = 8080;

const markOf = ({ log, clients }: Outcome, measure: Measure): Mark => [
  log.length,
  ...clients.flatMap(({ received, ended }) => [measure(received), Number(ended)])
];

export function inMemory(script: Script, steps: readonly Step[], measure: Measure): Run {
  const host = new MemoryHost();
  const log: string[] = [];
  const peers: MemoryPeer[] = [];
  script({
    ...(createWs(host) as unknown as Package),
    port: PORT,
    log: (...values) => void log.push(values.map(textOf).join(' ')),
    after: (milliseconds, action) => void host.after(milliseconds, action)
  });
  const marks: Mark[] = [];
  const outcome = (): Outcome => ({
    log,
    clients: peers.map(({ received, ended }) => ({ received, ended: ended !== 'no' }))
  });
  const settle = (milliseconds?: number) => {
    host.run(milliseconds);
    marks.push(markOf(outcome(), measure));
  };
  settle();
  for (const { client = 0, send, end, reset, wait } of steps) {
    let peer = peers[client];
    if (!peer) {
      peer = host.connect(PORT);
      if (!peer) throw new Error('nobody listens');
      peers[client] = peer;
      settle();
    }
    if (send) peer.send(send);
    if (end) peer.end();
    if (reset) peer.reset();
    settle(wait);
  }
  for (const error of host.crashes) log.push(`crash ${textOf(error)}`);
  return { ...outcome(), marks };
}

interface RealPeer {
  readonly socket: Socket;
  received: Uint8Array;
  ended: boolean;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Quiet is, when nothing has come or been logged for so many milliseconds. */
const QUIET = 25;
/** What the other world has come to is waited for, so many milliseconds at most. */
const PATIENCE = 4000;

/** `marks`: how far the other world has come behind each step. Behind that it must be quiet. */
export async function overLoopback(
  script: Script,
  steps: readonly Step[],
  marks: readonly Mark[],
  measure: Measure
): Promise<Run> {
  const log: string[] = [];
  const peers: RealPeer[] = [];
  const servers: realWs.WebSocketServer[] = [];
  const port = await freePort();
  let stirred = performance.now();
  const stir = () => void (stirred = performance.now());
  const outcome = (): Outcome => ({
    log: log.slice(),
    clients: peers.map(({ received, ended }) => ({ received: withoutDate(received), ended }))
  });
  const reached: Mark[] = [];
  const settle = async (milliseconds = QUIET) => {
    stir();
    const start = stirred;
    const mark = marks[reached.length] ?? [];
    const isThere = () => {
      const now = markOf(outcome(), measure);
      return mark.every((value, i) => (now[i] ?? 0) >= value);
    };
    const isQuiet = () => performance.now() - stirred >= milliseconds;
    while (!isQuiet() || (!isThere() && performance.now() - start < PATIENCE))
      await new Promise((resolve) => setTimeout(resolve, 5));
    reached.push(markOf(outcome(), measure));
  };
  class Server extends realWs.WebSocketServer {
    constructor(options?: realWs.ServerOptions, callback?: () => void) {
      super(options, callback);
      servers.push(this as unknown as realWs.WebSocketServer);
    }
  }
  script({
    WebSocketServer: Server as unknown as typeof realWs.WebSocketServer,
    WebSocket: realWs.WebSocket,
    port,
    log: (...values) => {
      stir();
      log.push(values.map(textOf).join(' ').replaceAll(String(port), String(PORT)));
    },
    after: (milliseconds, action) => void setTimeout(action, milliseconds)
  });
  await settle();
  for (const { client = 0, send, end, reset, wait } of steps) {
    let peer = peers[client];
    if (!peer) {
      peer = await connectRaw(port, stir);
      peers[client] = peer;
      await settle();
    }
    if (send) peer.socket.write(send);
    if (end) peer.socket.end();
    if (reset) peer.socket.resetAndDestroy();
    await settle(wait);
  }
  const result = { ...outcome(), marks: reached };
  for (const { socket } of peers) socket.destroy();
  for (const server of servers) {
    for (const socket of server.clients ?? []) socket.terminate();
    server.close();
  }
  return result;
}

function connectRaw(port: number, stir: () => void): Promise<RealPeer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => resolve(peer));
    const peer: RealPeer = { socket, received: new Uint8Array(), ended: false };
    socket.on('data', (chunk) => {
      stir();
      peer.received = concatBytes(peer.received, new Uint8Array(chunk));
    });
    const end = () => {
      stir();
      peer.ended = true;
    };
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', (error) => {
      end();
      reject(error);
    });
  });
}
