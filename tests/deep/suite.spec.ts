import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { echoAt, startEchoServer, type EchoServer } from '../../src/cli/echo.ts';
import { echoWithWs, startWsEchoServer } from '../helpers/echo-peers.ts';
import { CASES, groupOf } from '../conformance/cases/cases.ts';
import { expected, verdicts } from '../conformance/cases/reference.ts';
import { LONG, testClient, testServer } from '../conformance/cases/suite.ts';
const sets = [...new Set(CASES.filter((c)=>[9,12,13].includes(groupOf(c))).map((c)=>c.id.replace(/\.\d+$/,'')))].map((set)=>[set, CASES.filter((c)=>c.id.startsWith(set+'.'))] as const);
const options = { times: LONG, width: Number(process.env['W'] ?? 2) };
describe.each([
  ['our echo server', 'ours', () => startEchoServer({})],
  ['a server of ws', 'ws', startWsEchoServer]
] as const)('%s', (_name, peer, start) => {
  let server: EchoServer;
  beforeAll(async () => (server = await start()));
  afterAll(() => server.stop());
  it.each(sets)('set %s', async (_s, list) => {
    expect(verdicts(await testServer(server.port, list, options))).toEqual(expected(peer, list));
  }, 1e7);
});
describe.each([
  ['our echo client', 'ours', echoAt],
  ['a client of ws', 'ws', echoWithWs]
] as const)('%s', (_name, peer, runClient) => {
  it.each(sets)('set %s', async (_s, list) => {
    expect(verdicts(await testClient((url) => runClient(url), list, options))).toEqual(expected(peer, list));
  }, 1e7);
});
