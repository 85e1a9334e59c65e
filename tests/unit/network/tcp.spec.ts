import { describe, expect, it } from 'vitest';
import { Direction } from '#lib/network/link.ts';
import { EventQueue } from '#lib/network/queue.ts';
import { seededRandom } from '#lib/network/random.ts';
import {
  MAX_SEGMENT,
  SEGMENT_HEADER,
  SYN_HEADER,
  TcpConnection,
  TLS_FLIGHTS,
  RECORD_OVERHEAD,
  type CarriedSegment,
  type Cost,
  type Security
} from '#lib/network/tcp.ts';

describe('a direction', () => {
  it('takes the delay, and the time that the rate needs', () => {
    const way = new Direction({ delay: 40, rate: 8000 }, seededRandom(1), 280);
    // 100 bytes at 8000 bit/s: 100 ms each, one after the other.
    expect(way.send(0, 100).delivered).toBe(140);
    expect(way.send(0, 100).delivered).toBe(240);
  });

  it('keeps the order: what is behind a lost segment waits', () => {
    const way = new Direction({ delay: 10, loss: 0.5 }, seededRandom(3), 220);
    let before = 0;
    let lost = 0;
    for (let i = 0; i < 200; i++) {
      const { attempts, delivered } = way.send(i * 5, 100);
      expect(delivered).toBeGreaterThanOrEqual(before);
      before = delivered;
      lost += attempts.length - 1;
      // Timeouts double: 220, 440, 880 …
      attempts
        .slice(1)
        .forEach((attempt, k) => expect(attempt.at - (attempts[k]?.at ?? 0)).toBe(220 * 2 ** k));
      expect(attempts.at(-1)?.arrives).not.toBeNull();
    }
    expect(lost).toBeGreaterThan(100);
  });

  it('draws from its own source: the same seed, the same losses', () => {
    const run = () => {
      const way = new Direction({ delay: 10, jitter: 5, loss: 0.1 }, seededRandom(9), 220);
      return Array.from({ length: 50 }, (_, i) => way.send(i, 60).delivered);
    };
    expect(run()).toEqual(run());
  });
});

function connect(security: Security, roundTrip = 100) {
  const queue = new EventQueue();
  const segments: CarriedSegment[] = [];
  const costs: Cost[] = [];
  const link = { delay: roundTrip / 2 };
  const connection = new TcpConnection({
    queue,
    path: { up: link, down: link },
    random: seededRandom(1),
    security,
    witness: { segment: (s) => void segments.push(s), cost: (c) => void costs.push(c) }
  });
  const sum = (kind: 'tcpIp' | 'acks' | 'tls') =>
    costs.reduce((total, cost) => total + cost[kind], 0);
  return { queue, connection, segments, sum };
}

describe('a connection', () => {
  it.each([
    ['none', 100],
    ['full', 200],
    ['resumed', 200]
  ] as const)('TLS %s: the client may write after %i ms of round trips', (security, ms) => {
    const { queue, connection } = connect(security);
    let at = NaN;
    connection.open(() => (at = queue.now));
    queue.run();
    expect(at).toBe(ms);
  });

  it('costs two SYNs and an ACK', () => {
    const { queue, connection, sum } = connect('none');
    connection.open(() => {});
    queue.run();
    expect(sum('tcpIp')).toBe(2 * SYN_HEADER + SEGMENT_HEADER);
  });

  it('TLS costs its flights, and a record for each write', () => {
    const { queue, connection, sum } = connect('full');
    connection.open(() => connection.write('client', new Uint8Array(10), () => {}));
    queue.run();
    const flights = Object.values(TLS_FLIGHTS.full).reduce((a, b) => a + b, 0);
    expect(sum('tls')).toBe(flights + RECORD_OVERHEAD);
  });

  it('cuts a write into segments, and says so when the last is there', () => {
    const { queue, connection, segments, sum } = connect('none');
    connection.openEarlier();
    let at = NaN;
    connection.write('server', new Uint8Array(2 * MAX_SEGMENT + 1), () => (at = queue.now));
    queue.run();
    expect(segments.map(({ bytes }) => bytes.length)).toEqual([MAX_SEGMENT, MAX_SEGMENT, 1]);
    expect(at).toBe(50);
    expect(sum('tcpIp')).toBe(3 * SEGMENT_HEADER);
    // The second at once, the third after a while.
    expect(sum('acks')).toBe(2 * SEGMENT_HEADER);
  });

  it('an answer takes the acknowledgement along', () => {
    const { queue, connection, sum } = connect('none');
    connection.openEarlier();
    connection.write('client', new Uint8Array(100), () =>
      connection.write('server', new Uint8Array(100), () => {})
    );
    queue.run();
    // Only the answer is acknowledged by itself.
    expect(sum('acks')).toBe(SEGMENT_HEADER);
  });
});
