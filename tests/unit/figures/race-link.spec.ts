import { expect, it } from 'vitest';
import {
  transportsFromData,
  transportsFromFragment,
  transportsToData,
  transportsToFragment,
  type TransportsState
} from '#lib/figures/race/link.ts';
import { BYTE_KINDS } from '#lib/simulation/transports/run.ts';
import { DEFAULT_SETTINGS, TRANSPORTS } from '#lib/simulation/transports/settings.ts';
import { WORKLOADS } from '#lib/simulation/transports/workloads.ts';
import { encodeFragment } from '#lib/links/fragment.ts';

const STATE: TransportsState = {
  settings: [WORKLOADS.sensor, { ...DEFAULT_SETTINGS, seed: 7 }],
  lanes: ['sse', 'websocket'],
  kinds: ['payload', 'acks']
};

it('a state comes back from its link', async () => {
  const fragment = (await transportsToFragment(STATE)) ?? '';
  expect(await transportsFromFragment(`#${fragment}`)).toEqual(STATE);
});

it('a link carries only what differs from the default', () => {
  const alone: TransportsState = {
    settings: [DEFAULT_SETTINGS],
    lanes: TRANSPORTS,
    kinds: BYTE_KINDS
  };
  expect(transportsToData(alone)).toEqual([{}, null, TRANSPORTS, BYTE_KINDS]);
});

it('a link of version 1 keeps working', async () => {
  const data = [
    { roundTrip: 200, polling: { interval: 1000 }, later: 'unknown' },
    null,
    ['sse'],
    ['payload']
  ];
  const fragment = await encodeFragment(1, data);
  expect(await transportsFromFragment(fragment ?? '')).toEqual({
    settings: [
      {
        ...DEFAULT_SETTINGS,
        roundTrip: 200,
        polling: { ...DEFAULT_SETTINGS.polling, interval: 1000 }
      }
    ],
    lanes: ['sse'],
    kinds: ['payload']
  });
});

it.each([
  [[{ roundTrip: '80' }, null, [], []]],
  [[{ roundTrip: -1 }, null, [], []]],
  [[{ security: 'weak' }, null, [], []]],
  [[{ host: 'a b' }, null, [], []]],
  [[{ polling: 5 }, null, [], []]],
  [[{}, 5, [], []]],
  [[{}, null, 'sse', []]],
  [{}],
  [null]
])('%j is no state', (data) => expect(transportsFromData(data)).toBeUndefined());
