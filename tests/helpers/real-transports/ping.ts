/** What the round trip of the relay really is on this machine, at this time. */
import { connect, createServer, type AddressInfo } from 'node:net';
import { realClock } from './clock.ts';
import { startRelay } from './relay.ts';
import { rounded } from '#lib/simulation/transports/measured.ts';
import { Sockets } from './sockets.ts';

const EVERY = 41;

/** The mean of echoes through a relay, for so many milliseconds. */
export async function pingedRoundTrip(roundTrip: number, duration: number): Promise<number> {
  const clock = realClock();
  const echo = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => socket.write(chunk));
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const sockets = new Sockets();
  const { port } = echo.address() as AddressInfo;
  const relay = await startRelay({ port, delay: roundTrip / 2, setUp: 0, clock, sockets });
  const socket = connect({ port: relay.port, host: '127.0.0.1', noDelay: true });
  const sent: number[] = [];
  const taken: number[] = [];
  socket.on('error', () => {});
  // Echoes of one byte each; several may come at once.
  socket.on('data', (chunk) => {
    for (let i = 0; i < chunk.length; i++) taken.push(clock.now() - (sent.shift() ?? NaN));
  });
  const ping = () => {
    sent.push(clock.now());
    socket.write('.');
    clock.after(EVERY, ping);
  };
  ping();
  await clock.until(duration);
  clock.stop();
  relay.stop();
  socket.destroy();
  echo.close();
  return rounded(taken.reduce((sum, time) => sum + time, 0) / taken.length);
}
