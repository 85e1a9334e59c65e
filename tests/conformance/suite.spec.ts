/**
 * The cases of the conformance suite, but those that carry much (tests/deep has them), against our
 * echo endpoints and against those of ws. That ws gets the results that are known of it proves the
 * tables.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { echoAt, startEchoServer, type EchoServer } from '../../src/cli/echo.ts';
import { echoWithWs, startWsEchoServer } from '../helpers/echo-peers.ts';
import type { Case } from './cases/case.ts';
import { CASES, COUNTS, groupOf } from './cases/cases.ts';
import { expected, verdicts } from './cases/reference.ts';
import { testClient, testServer } from './cases/suite.ts';

/** Of group 9, what is done in an instant. */
const SMALL = /^9\.(?:[1-4]\.[12]$|[34]\.[5-9]$|[56]\.[4-6]$|[78]\.[1-3]$)/;
const FULL = [1, 2, 3, 4, 5, 6, 7, 10];
const isFast = (test: Case) => FULL.includes(groupOf(test)) || SMALL.test(test.id);

const cases = CASES.filter(isFast);
const groups = [...new Set(cases.map(groupOf))].map((group) => {
  const list = cases.filter((test) => groupOf(test) === group);
  return [group, list.length, list] as const;
});

it('the tables have 517 cases, each with an id of its own', () => {
  const ids = CASES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(517);
  for (const [group, count] of Object.entries(COUNTS))
    expect(CASES.filter((test) => groupOf(test) === Number(group)).length).toBe(count);
});

describe.each([
  ['our echo server', 'ours', () => startEchoServer({})],
  ['a server of ws', 'ws', startWsEchoServer]
] as const)('%s', (_name, peer, start) => {
  let server: EchoServer;
  beforeAll(async () => (server = await start()));
  afterAll(() => server.stop());

  it.each(groups)(
    'gets the result that is due in group %i (%i cases)',
    async (_group, _n, list) => {
      expect(verdicts(await testServer(server.port, list))).toEqual(expected(peer, list));
    }
  );
});

describe.each([
  ['our echo client', 'ours', echoAt],
  ['a client of ws', 'ws', echoWithWs]
] as const)('%s', (_name, peer, runClient) => {
  it.each(groups)(
    'gets the result that is due in group %i (%i cases)',
    async (_group, _n, list) => {
      expect(verdicts(await testClient((url) => runClient(url), list))).toEqual(
        expected(peer, list)
      );
    }
  );
});
