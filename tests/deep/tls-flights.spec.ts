import type { AddressInfo } from 'node:net';
import { connect as connectTls, createServer, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECORD_OVERHEAD, TLS_FLIGHTS, type Side } from '#lib/network/tcp.ts';
import { makeCertificate } from '../helpers/certificate.ts';
import { realClock } from '../helpers/real-transports/clock.ts';
import { startRelay } from '../helpers/real-transports/relay.ts';
import { Sockets } from '../helpers/real-transports/sockets.ts';

const HOST = 'example.com';
/** Long enough for all of a flight to come before the next. */
const ROUND_TRIP = 60;

interface Flight {
  readonly from: Side;
  readonly bytes: number;
}

/** Connects, waits for tickets, sends ten bytes; the flights, each what one side sent in a row. */
async function flightsOf(port: number, session?: Buffer) {
  const clock = realClock();
  const sockets = new Sockets();
  const relay = await startRelay({ port, delay: ROUND_TRIP / 2, setUp: 0, clock, sockets });
  const socket: TLSSocket = connectTls({
    port: relay.port,
    host: '127.0.0.1',
    servername: HOST,
    rejectUnauthorized: false,
    ...(session ? { session } : {})
  });
  let ticket: Buffer | undefined;
  socket.on('session', (given) => (ticket = given));
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  const isResumed = socket.isSessionReused();
  await clock.until(clock.now() + 2 * ROUND_TRIP);
  socket.write('0123456789');
  await new Promise((resolve) => socket.once('data', resolve));
  const flights: Flight[] = [];
  for (const { from, bytes } of relay.passed) {
    const last = flights.at(-1);
    if (last?.from === from) flights.pop();
    flights.push({ from, bytes: bytes.length + (last?.from === from ? last.bytes : 0) });
  }
  socket.destroy();
  relay.stop();
  return { flights, isResumed, ticket };
}

describe('the TLS 1.3 flights of Node are those that the simulation counts', () => {
  const server = createServer({ ...makeCertificate(HOST), minVersion: 'TLSv1.3' }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => socket.write(chunk));
  });
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => server.close());

  const bytesOf = (flights: readonly Flight[], from: Side) =>
    flights.filter((flight) => flight.from === from).map(({ bytes }) => bytes);
  const near = (bytes: number | undefined, expected: number, by: number) =>
    expect(Math.abs((bytes ?? NaN) - expected), `${bytes}, not ${expected}`).toBeLessThanOrEqual(
      by
    );

  it('in full, and resumed with a ticket of it', async () => {
    const full = await flightsOf(port);
    console.log('full', JSON.stringify(full.flights));
    const [hello, finished, request] = bytesOf(full.flights, 'client');
    const [flight, tickets, answer] = bytesOf(full.flights, 'server');
    expect(hello).toBe(TLS_FLIGHTS.full.hello);
    expect(finished).toBe(TLS_FLIGHTS.full.finished);
    // Signatures on P-256 take 70 to 72 bytes, or less, in the certificate and beside it.
    near(flight, TLS_FLIGHTS.full.server, 6);
    // What is in a ticket is the server's own affair (RFC 8446 §4.6.1): another OpenSSL, another size.
    near(tickets, TLS_FLIGHTS.full.tickets, 40);
    expect([request, answer]).toEqual([10 + RECORD_OVERHEAD, 10 + RECORD_OVERHEAD]);

    const resumed = await flightsOf(port, full.ticket);
    console.log('resumed', JSON.stringify(resumed.flights));
    expect([full.isResumed, resumed.isResumed]).toEqual([false, true]);
    const client = bytesOf(resumed.flights, 'client');
    // It carries the ticket: its size varies with that.
    near(client[0], TLS_FLIGHTS.resumed.hello, 20);
    // No new ticket: nothing of the server stands between Finished and the request.
    near(client[1], TLS_FLIGHTS.resumed.finished + 10 + RECORD_OVERHEAD, 0);
    expect(bytesOf(resumed.flights, 'server')).toEqual([
      TLS_FLIGHTS.resumed.server,
      10 + RECORD_OVERHEAD
    ]);
    expect(TLS_FLIGHTS.resumed.tickets).toBe(0);
  });
});
