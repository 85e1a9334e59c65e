import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexByte } from '#lib/bytes/bytes.ts';
import { PROFILES } from '#lib/simulation/transports/profiles.ts';
import { messagesOf, race, runTransport } from '#lib/simulation/transports/race.ts';
import { bytesAt, delaysOf, sumOf } from '#lib/simulation/transports/results.ts';
import { BYTE_KINDS, type TransportRun } from '#lib/simulation/transports/run.ts';
import {
  DEFAULT_SETTINGS,
  TRANSPORTS,
  type Settings
} from '#lib/simulation/transports/settings.ts';

const SEED = Number(process.env['SEED'] ?? 404);
console.log(`seed ${SEED}`);

const settings = fc
  .record({
    seed: fc.nat(),
    roundTrip: fc.integer({ min: 0, max: 400 }),
    jitter: fc.constantFrom(0, 50),
    loss: fc.constantFrom(0, 0, 0.02, 0.3),
    rate: fc.constantFrom(0, 64, 5000),
    security: fc.constantFrom('none', 'full', 'resumed'),
    start: fc.constantFrom('cold', 'warm'),
    profile: fc.constantFrom(...PROFILES),
    cookie: fc.constantFrom(0, 20, 500),
    cutAfter: fc.constantFrom(0, 0, 700),
    workload: fc.record({
      rate: fc.integer({ min: 0, max: 30 }),
      upstream: fc.constantFrom(0, 0.5, 1),
      pattern: fc.constantFrom('periodic', 'poisson', 'bursts'),
      burst: fc.integer({ min: 1, max: 9 }),
      payload: fc.constantFrom(1, 26, 3000),
      sizes: fc.constantFrom('fixed', 'uniform', 'exponential')
    }),
    polling: fc.record({
      interval: fc.integer({ min: 10, max: 900 }),
      after: fc.constantFrom('start', 'response'),
      empty: fc.constantFrom(204, 200, 304),
      keepAlive: fc.boolean()
    }),
    longPolling: fc.record({
      hold: fc.integer({ min: 50, max: 3000 }),
      gather: fc.constantFrom(0, 30)
    }),
    sse: fc.record({ retry: fc.constantFrom(0, 300) }),
    heartbeat: fc.constantFrom(0, 400),
    webSocket: fc.record({ resume: fc.boolean() })
  })
  .map((some) => ({ ...DEFAULT_SETTINGS, ...some, duration: 3000 }) as Settings);

const applicationBytes = (run: TransportRun) =>
  sumOf(bytesAt(run), ['payload', 'framing', 'heads', 'chunking']);

describe('a race', () => {
  it('is the same again with the same settings, byte for byte', () => {
    fc.assert(
      fc.property(settings, (some) => {
        const text = (runs: readonly TransportRun[]) =>
          JSON.stringify(runs, (_, value: unknown) =>
            value instanceof Uint8Array ? Array.from(value, hexByte).join('') : value
          );
        expect(text(race(some, TRANSPORTS))).toBe(text(race(some, TRANSPORTS)));
      }),
      { seed: SEED, numRuns: 40 }
    );
  });

  it('delivers each message once, or says that it is pending or lost', () => {
    fc.assert(
      fc.property(settings, fc.constantFrom(...TRANSPORTS), (some, transport) => {
        const traffic = messagesOf(some);
        const run = runTransport(transport, some, traffic);
        expect(run.deliveries.map(({ id }) => id)).toEqual(traffic.map(({ id }) => id));
        for (const { at, delivered, fate } of run.deliveries) {
          expect(fate === 'delivered').toBe(delivered !== null);
          if (delivered !== null) expect(delivered - at).toBeGreaterThan(some.roundTrip / 2 - 1e-6);
        }
        if (some.webSocket.resume || some.cutAfter === 0 || transport !== 'websocket')
          expect(run.deliveries.filter(({ fate }) => fate === 'lost')).toEqual([]);
        // What arrived was carried by a flight that arrived, and by one only.
        const arrived = new Set(
          run.flights.flatMap(({ arrives, messages }) => (arrives === null ? [] : messages))
        );
        const carried = run.flights.flatMap(({ arrives, messages }) =>
          arrives === null ? [] : messages
        );
        expect(carried.length).toBe(arrived.size);
        for (const { id, fate } of run.deliveries)
          if (fate === 'delivered') expect(arrived).toContain(id);
      }),
      { seed: SEED, numRuns: 300 }
    );
  });

  it('counts every byte of the trace, once', () => {
    fc.assert(
      fc.property(settings, fc.constantFrom(...TRANSPORTS), (some, transport) => {
        const lossless = { ...some, loss: 0 };
        const run = runTransport(transport, lossless);
        const inTrace = run.trace.events.reduce(
          (sum, event) => sum + (event.type === 'segment' ? event.bytes.length : 0),
          0
        );
        expect(applicationBytes(run)).toBe(inTrace);
        // Both directions make the whole.
        const [up, down] = [bytesAt(run, Infinity, 'client'), bytesAt(run, Infinity, 'server')];
        for (const kind of BYTE_KINDS) expect(up[kind] + down[kind]).toBe(bytesAt(run)[kind]);
      }),
      { seed: SEED, numRuns: 300 }
    );
  });

  it('gives WebSocket and SSE the bare way as delay, and polls their interval', () => {
    const [short, long, sse, webSocket] = race({ ...DEFAULT_SETTINGS, start: 'warm' }, TRANSPORTS);
    for (const run of [sse, webSocket])
      for (const delay of delaysOf(run as TransportRun).slice(1)) expect(delay).toBeCloseTo(40, 6);
    expect(Math.max(...delaysOf(long as TransportRun))).toBeLessThanOrEqual(120 + 1e-6);
    expect(Math.max(...delaysOf(short as TransportRun))).toBeLessThanOrEqual(540 + 1e-6);
  });

  it('loses what a server without a memory sends while the client is away', () => {
    const some: Settings = {
      ...DEFAULT_SETTINGS,
      duration: 5000,
      cutAfter: 500,
      workload: { ...DEFAULT_SETTINGS.workload, rate: 40 },
      webSocket: { resume: false }
    };
    const lost = (run: TransportRun) => run.deliveries.filter(({ fate }) => fate === 'lost').length;
    expect(lost(runTransport('websocket', some))).toBeGreaterThan(0);
    expect(lost(runTransport('sse', some))).toBe(0);
  });
});
