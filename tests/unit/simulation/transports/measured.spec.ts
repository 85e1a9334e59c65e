import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulatedRow, type MeasuredTable } from '#lib/simulation/transports/measured.ts';
import { TRANSPORTS } from '#lib/simulation/transports/settings.ts';

const table = JSON.parse(
  readFileSync('src/content/measured/transports.json', 'utf8')
) as MeasuredTable;

describe('the measured table of transports', () => {
  it('says when and with what it was measured', () => {
    expect(table.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(Object.keys(table.versions)).toEqual(['node', 'ws', 'chromium']);
    for (const version of Object.values(table.versions)) expect(version).toMatch(/^\d+\.\d+/);
    expect(table.settings.profile).toBe('node');
  });

  it('has a row for each transport and each round trip', () => {
    expect(table.rows.map(({ transport, roundTrip }) => [transport, roundTrip])).toEqual(
      TRANSPORTS.flatMap((transport) => [0, 40, 120].map((roundTrip) => [transport, roundTrip]))
    );
  });

  it.each(table.rows.map((row) => [row.transport, row.roundTrip, row] as const))(
    '%s, %i ms: what it says of the simulation is what the simulation says now',
    (transport, roundTrip, { simulated }) => {
      // When this fails: npm run measure-transports.
      expect(simulated).toEqual(simulatedRow(transport, { ...table.settings, roundTrip }));
    }
  );

  it.each(table.rows.map((row) => [row.transport, row.roundTrip, row] as const))(
    '%s, %i ms: reality is within 10 % or 3 ms, and all messages came',
    (_transport, _roundTrip, { real, simulated }) => {
      const tolerance = Math.max(3, simulated.meanDelay / 10);
      expect(Math.abs(real.meanDelay - simulated.meanDelay)).toBeLessThan(tolerance);
      expect(real.messages).toBe(simulated.messages);
    }
  );

  it('has the same bytes on both sides where they do not hang on milliseconds', () => {
    const streams = table.rows.filter(({ transport }) => /sse|websocket/.test(transport));
    expect(streams).toHaveLength(6);
    for (const { real, simulated } of streams)
      expect([real.up, real.down]).toEqual([simulated.up, simulated.down]);
  });
});
