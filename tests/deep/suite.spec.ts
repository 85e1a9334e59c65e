/**
 * The cases of the conformance suite that carry much: groups 9, 12 and 13. Our endpoints get all
 * 1000 messages of each case of groups 12 and 13, 22 GB in both directions. ws, which is here to
 * prove the tables, gets 4 MiB of each; FULL=1 sends it all as well. DEEP is not set where this file
 * is run by itself: then everybody gets 4 MiB.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { echoAt, startEchoServer, type EchoServer } from '../../src/cli/echo.ts';
import type { Case } from '../conformance/cases/case.ts';
import { CASES, groupOf } from '../conformance/cases/cases.ts';
import { shortened } from '../conformance/cases/deflate-set.ts';
import { expected, verdicts } from '../conformance/cases/reference.ts';
import { LONG, testClient, testServer } from '../conformance/cases/suite.ts';
import { echoWithWs, startWsEchoServer } from '../helpers/echo-peers.ts';
import { prove, verdictCounts } from '../helpers/evidence.ts';

const setOf = (id: string) => id.replace(/\.\d+$/, '');
const cases = CASES.filter((test) => [9, 12, 13].includes(groupOf(test)));
const sets = [...new Set(cases.map(({ id }) => setOf(id)))].map((set) => {
  const list = cases.filter(({ id }) => setOf(id) === set);
  return [set, list.length, list] as const;
});
const OPTIONS = { times: LONG, width: 2 };
const HOUR = 3_600_000;

const isWhole = {
  ours: process.env['DEEP'] === '1' || process.env['FULL'] === '1',
  ws: process.env['FULL'] === '1'
};
type Peer = keyof typeof isWhole;
/** Of each case what is sent to this peer. */
const sentTo = (peer: Peer, list: readonly Case[]) => (isWhole[peer] ? list : list.map(shortened));

function proveCases(
  peer: Peer,
  tested: 'server' | 'client',
  list: readonly Case[],
  told: readonly string[]
): void {
  const group = Number(list[0] && groupOf(list[0]));
  prove({ type: 'cases', peer, tested, group, verdicts: verdictCounts(told) });
}

describe.each([
  ['our echo server', 'ours', () => startEchoServer({})],
  ['a server of ws', 'ws', () => startWsEchoServer()]
] as const)('%s', (_name, peer, start) => {
  let server: EchoServer;
  beforeAll(async () => (server = await start()));
  afterAll(() => server.stop());

  it.each(sets)(
    'gets the result that is due in set %s (%i cases)',
    async (_set, _count, list) => {
      const results = await testServer(server.port, sentTo(peer, list), OPTIONS);
      expect(verdicts(results)).toEqual(expected(peer, list));
      proveCases(peer, 'server', list, verdicts(results));
    },
    HOUR
  );
});

describe.each([
  ['our echo client', 'ours', echoAt],
  ['a client of ws', 'ws', echoWithWs]
] as const)('%s', (_name, peer, runClient) => {
  it.each(sets)(
    'gets the result that is due in set %s (%i cases)',
    async (_set, _count, list) => {
      const results = await testClient((url) => runClient(url), sentTo(peer, list), OPTIONS);
      expect(verdicts(results)).toEqual(expected(peer, list));
      proveCases(peer, 'client', list, verdicts(results));
    },
    HOUR
  );
});

it('ws with its own limits fails the four cases that have more than 16,384 frames', async () => {
  const server = await startWsEchoServer({});
  const list = cases.filter(({ id }) => /^9\.[34]\./.test(id));
  const results = await testServer(server.port, list, OPTIONS);
  const failed = results.filter(({ behaviour }) => behaviour !== 'OK');
  expect(failed).toMatchObject(
    ['9.3.1', '9.3.2', '9.4.1', '9.4.2'].map((id) => ({ id, behaviour: 'FAILED', code: 1008 }))
  );
  await server.stop();
});
