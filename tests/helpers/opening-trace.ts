import { simulateOpening, type OpeningScenario } from '#lib/simulation/opening.ts';
import { KEY } from './handshake.ts';

/** The handshake of the first page's example: a round trip of 40 ms. */
export const SCENARIO: OpeningScenario = {
  id: 'main',
  seed: 101,
  host: 'example.com',
  target: '/demo',
  key: KEY,
  link: { delay: 20 },
  pauses: { syn: 1, request: 3, answer: 5, open: 2 }
};

export const openingTrace = (more: Partial<OpeningScenario> = {}) =>
  simulateOpening({ ...SCENARIO, ...more });
