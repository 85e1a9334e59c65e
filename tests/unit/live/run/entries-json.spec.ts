import { describe, expect, it } from 'vitest';
import { entriesFromJson, entriesToJson } from '#lib/live/run/entries-json.ts';
import type { Entry } from '#lib/live/run/run.ts';

const entries: Entry[] = [
  {
    n: 1,
    step: 0,
    connection: 1,
    line: { pane: 'client', line: 3 },
    event: {
      type: 'segment',
      at: 0,
      from: 'client',
      to: 'server',
      arrives: null,
      bytes: Uint8Array.of(1, 2, 3),
      carries: 'frame'
    }
  },
  { n: 2, step: 1, connection: 1, event: { type: 'arrival', at: 20, segment: 1 } },
  {
    n: 3,
    step: 2,
    connection: 0,
    event: { type: 'console', at: 21, pane: 'server', level: 'error', text: 'x', uncaught: true }
  }
];

describe('the entries of a run as JSON', () => {
  it('are read back as they were', () => {
    expect(entriesFromJson(entriesToJson(entries))).toEqual({ ok: true, value: entries });
  });

  it('say where they are wrong', () => {
    const text = entriesToJson(entries).replace('"uncaught": true', '"uncaught": 1');
    expect(entriesFromJson(text)).toEqual({
      ok: false,
      fault: { path: 'entries[2].event.uncaught', expected: 'true' }
    });
    expect(entriesFromJson('{"format":"websocket-101-run","version":1}')).toEqual({
      ok: false,
      fault: { path: 'entries', expected: 'array' }
    });
  });
});
