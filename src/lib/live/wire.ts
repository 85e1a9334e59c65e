/**
 * What stands between an endpoint and the in-page network: TCP's three segments, a delay each
 * way on a clock of ours, and the recorder. mock-socket itself knows none of this.
 */
import { wait, type Clock } from './clock.ts';
import { dial, type Pipe } from './in-page-network.ts';
import type { Recorder } from './recorder.ts';
import type { TcpSocket } from './ws/environment.ts';

export const CLIENT = 'client';
export const SERVER = 'server';
type End = typeof CLIENT | typeof SERVER;

export interface Wire {
  readonly clock: Clock;
  readonly recorder: Recorder;
  /** One-way delay in milliseconds. */
  readonly delay: number;
}

const other = (end: End): End => (end === CLIENT ? SERVER : CLIENT);

/** Gives a pipe the wire's delay, and writes down what goes through. */
export function onWire(pipe: Pipe, { clock, recorder, delay }: Wire, end: End): TcpSocket {
  let ended = false;
  const socket: TcpSocket = {
    send(bytes, carries, sent) {
      recorder.sends(end, other(end), { carries, bytes });
      clock.after(delay, () => pipe.send(bytes));
      if (sent) clock.after(0, sent);
    },
    end() {
      if (ended) return;
      ended = true;
      recorder.sends(end, other(end), { carries: 'tcp-control', flags: ['FIN'] });
      clock.after(delay, () => {
        recorder.receives(other(end));
        pipe.close();
      });
    },
    destroy: () => socket.end(),
    onbytes: () => {},
    onend: () => {}
  };
  pipe.onbytes = (bytes) => {
    recorder.receives(end);
    socket.onbytes(bytes);
  };
  pipe.onclose = () => {
    if (ended) return;
    ended = true;
    socket.onend('fin');
  };
  return socket;
}

/** Opens a connection: SYN, SYN-ACK, ACK; undefined when nobody listens (RST). */
export async function connectOver(wire: Wire, url: string): Promise<TcpSocket | undefined> {
  const { clock, recorder, delay } = wire;
  const control = (from: End, flags: ('SYN' | 'ACK' | 'RST')[]) =>
    recorder.sends(from, other(from), { carries: 'tcp-control', flags });
  control(CLIENT, ['SYN']);
  await wait(clock, delay);
  const pipe = await dial(url);
  recorder.receives(SERVER);
  control(SERVER, pipe ? ['SYN', 'ACK'] : ['RST', 'ACK']);
  await wait(clock, delay);
  recorder.receives(CLIENT);
  if (!pipe) return undefined;
  control(CLIENT, ['ACK']);
  clock.after(delay, () => recorder.receives(SERVER));
  return onWire(pipe, wire, CLIENT);
}
