/**
 * The network of a run: connections between the client's program and the server's, over the in-page
 * network, in virtual time. Every host name leads to the one server machine.
 */
import { dial, listen, type Pipe } from '../in-page-network.ts';
import type { CodeLine, Conditions, Fault } from '../run/run.ts';
import { CLIENT, SERVER } from '../wire.ts';
import type { Accepted, TcpSocket } from '../ws/environment.ts';
import { Line, type End } from './line.ts';
import type { Surroundings } from './way.ts';

const urlOf = (port: number): string => `ws://server:${port}/`;
/** Ports that the client's system gives to its connections, from this on (RFC 6335 §6). */
const FIRST_PORT = 49152;
/** A SYN that nobody answers is given up after so long (Linux: six retries, 127 s). */
const CONNECT_TIMEOUT = 127_000;

interface Waiting {
  readonly line: Line;
  readonly connection: number;
}

function join(end: End, pipe: Pipe): void {
  end.passOn = (bytes) => pipe.send(bytes);
  pipe.onbytes = (bytes) => end.receives(bytes);
}

export class Network {
  readonly #world: Surroundings;
  readonly #lineOf: () => CodeLine | undefined;
  /** Connections by their number, less one. */
  readonly #lines: Line[] = [];
  /** Programs that listen, by port. */
  readonly #programs = new Map<number, (accepted: Accepted) => void>();
  /** Servers of the in-page network: they stay, as connections outlive who listens. */
  readonly #servers = new Map<number, { stop: () => void }>();

  constructor(world: Surroundings, lineOf: () => CodeLine | undefined) {
    this.#world = world;
    this.#lineOf = lineOf;
  }

  /** Throws an Error with code EADDRINUSE when somebody listens there. */
  listen(port: number, onconnection: (accepted: Accepted) => void): { stop(): void } {
    if (this.#programs.has(port)) {
      const message = `listen EADDRINUSE: address already in use :::${port}`;
      throw Object.assign(new Error(message), { code: 'EADDRINUSE', syscall: 'listen', port });
    }
    this.#programs.set(port, onconnection);
    if (!this.#servers.has(port))
      this.#servers.set(
        port,
        listen(urlOf(port), (pipe, url) => this.#accept(port, pipe, Number(url.split('?')[1])))
      );
    return {
      stop: () => {
        if (this.#programs.get(port) === onconnection) this.#programs.delete(port);
      }
    };
  }

  #accept(port: number, pipe: Pipe, connection: number): void {
    const end = this.#lines[connection - 1]?.ends[SERVER];
    if (!end) return;
    join(end, pipe);
    this.#programs.get(port)?.({
      socket: end,
      witness: this.#world.log.witness(connection, SERVER),
      remoteAddress: '::ffff:127.0.0.1',
      remotePort: FIRST_PORT + connection - 1
    });
  }

  /** The number of the next connection. */
  reserve(): number {
    this.#lines.push(new Line(this.#world, this.#lines.length + 1, this.#lineOf));
    return this.#lines.length;
  }

  /** SYN, SYN-ACK, ACK; undefined when nobody listens (RST), or nothing comes back. */
  connect(connection: number, port: number, opened: (socket: TcpSocket | undefined) => void): void {
    const line = this.#lines[connection - 1];
    if (!line) throw new RangeError(`no connection ${connection}`);
    const { [CLIENT]: client, [SERVER]: server } = line.ends;
    const end = (socket: TcpSocket | undefined) => {
      this.#world.time.cancel(timer);
      client.onend = () => {};
      server.onsyn = () => {};
      opened(socket);
    };
    const timer = this.#world.time.after(CONNECT_TIMEOUT, () => end(undefined));
    client.onend = () => end(undefined);
    server.onsyn = (accepted) => {
      if (accepted) client.control(['ACK'], () => {});
      end(accepted ? client : undefined);
    };
    client.control(['SYN'], () => void this.#answer({ line, connection }, port));
  }

  async #answer({ line, connection }: Waiting, port: number): Promise<void> {
    const { [CLIENT]: client, [SERVER]: server } = line.ends;
    const listens = this.#programs.has(port);
    const pipe = listens ? await dial(`${urlOf(port)}?${connection}`) : undefined;
    if (pipe) join(client, pipe);
    const flags = pipe ? (['SYN', 'ACK'] as const) : (['RST', 'ACK'] as const);
    server.control(flags, () => server.onsyn(pipe !== undefined));
  }

  change(conditions: Conditions): void {
    this.#world.conditions = conditions;
    for (const line of this.#lines) line.watch();
  }

  fault(fault: Exclude<Fault, 'restart'>): void {
    switch (fault) {
      case 'cut':
        this.#world.isCut = true;
        this.#world.cuts++;
        return;
      case 'mend':
        this.#world.isCut = false;
        return;
      case 'reset':
        for (const line of this.#lines) line.reset();
        return;
      default:
        fault satisfies never;
    }
  }

  /** The server's process ends: its system closes what it had open. */
  endServer(): void {
    this.#programs.clear();
    for (const line of this.#lines) line.ends[SERVER].abandon();
  }

  /** The run is over: its servers leave the in-page network. */
  dispose(): void {
    for (const { stop } of this.#servers.values()) stop();
  }
}
