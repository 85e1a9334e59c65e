/**
 * The cases of the conformance suite, but those that carry much (tests/deep has them), against our
 * echo endpoints and against those of ws. That ws gets the results that are known of it proves the
 * tables.
 */
import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ECHO, echoAt, startEchoServer, type EchoServer } from '../../src/cli/echo.ts';
import { accept, type Handlers } from '../../src/cli/tcp-endpoint.ts';
import { echoWithWs, startWsEchoServer } from '../helpers/echo-peers.ts';
import type { Case } from './cases/case.ts';
import { CASES, COUNTS, groupOf } from './cases/cases.ts';
import { expected, verdicts } from './cases/reference.ts';
import { SHORT, startSuite, testClient, testServer, type Result } from './cases/suite.ts';
import { prove, verdictCounts } from '../helpers/evidence.ts';

/** Of group 9, what is done in an instant. */
const SMALL = /^9\.(?:[12]\.[12]|3\.[18]|4\.6|[56]\.6|[78]\.[12])$/;
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

it('each case of groups 12 and 13 has 1000 messages, each of the length that is due', () => {
  const sizes = [16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072];
  const due = [...sizes, ...sizes.slice(5), 131072, 131072, 131072];
  for (const test of CASES.filter((test) => groupOf(test) >= 12)) {
    if (test.type !== 'rounds') throw new Error(test.id);
    const { type, payload } = test.message(999);
    const length = type === 'text' ? Buffer.from(payload).toString().length : payload.length;
    expect([test.count, length]).toEqual([1000, due[Number(test.id.split('.')[2]) - 1]]);
  }
});

describe.each([
  ['our echo server', 'ours', () => startEchoServer({})],
  ['a server of ws', 'ws', () => startWsEchoServer()]
] as const)('%s', (_name, peer, start) => {
  let server: EchoServer;
  beforeAll(async () => (server = await start()));
  afterAll(() => server.stop());

  it.each(groups)('gets the result that is due in group %i (%i cases)', async (group, _n, list) => {
    const told = verdicts(await testServer(server.port, list));
    expect(told).toEqual(expected(peer, list));
    prove({ type: 'cases', peer, tested: 'server', group, verdicts: verdictCounts(told) });
  });
});

describe.each([
  ['our echo client', 'ours', echoAt],
  ['a client of ws', 'ws', echoWithWs]
] as const)('%s', (_name, peer, runClient) => {
  it.each(groups)('gets the result that is due in group %i (%i cases)', async (group, _n, list) => {
    const told = verdicts(await testClient((url) => runClient(url), list));
    expect(told).toEqual(expected(peer, list));
    prove({ type: 'cases', peer, tested: 'client', group, verdicts: verdictCounts(told) });
  });
});

/** Peers that are wrong on purpose, and the verdict that each must get. */
describe('the suite sees', () => {
  const HELLO = CASES.filter(({ id }) => id === '1.2.2');

  const WRONG: readonly (readonly [string, Handlers, Partial<Result>])[] = [
    [
      'an echo of the wrong type',
      { onMessage: ({ payload }, end) => end.send({ type: 'text', payload: payload.fill(0x2a) }) },
      { behaviour: 'FAILED', closing: 'OK' }
    ],
    [
      'an echo that comes twice',
      { onMessage: (message, end) => [1, 2].forEach(() => end.send(message)) },
      { behaviour: 'FAILED', closing: 'OK' }
    ],
    [
      'an echo that is cut short',
      { onMessage: ({ type, payload }, end) => end.send({ type, payload: payload.subarray(1) }) },
      { behaviour: 'FAILED', closing: 'OK' }
    ],
    [
      'a peer that closes by itself',
      { onMessage: (_message, end) => end.close(1000) },
      { behaviour: 'FAILED', closing: 'FAILED' }
    ]
  ];

  it.each(WRONG)('%s', async (_name, handlers, verdict) => {
    const server = createServer((socket) => accept(socket, handlers));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await testServer(port, HELLO)).toMatchObject([verdict]);
    server.close();
  });

  /** Servers that change what our endpoint writes, or never close TCP. */
  const TAMPERED: readonly (readonly [
    string,
    string,
    (bytes: Buffer) => Buffer | undefined,
    Partial<Result>
  ])[] = [
    [
      'a Pong that is missing',
      '2.2',
      (bytes) => (bytes[0] === 0x8a ? undefined : bytes),
      { behaviour: 'FAILED' }
    ],
    [
      'a Close with the wrong code',
      '2.5',
      (bytes) => (bytes[3] === 0xea ? bytes.fill(0xeb, 3, 4) : bytes),
      { behaviour: 'FAILED', closing: 'WRONG CODE' }
    ],
    [
      'a Close that is missing',
      '1.2.2',
      (bytes) => (bytes[0] === 0x88 ? undefined : bytes),
      { behaviour: 'OK', closing: 'UNCLEAN' }
    ],
    [
      'a frame with a reserved bit',
      '1.2.2',
      (bytes) => (bytes[0] === 0x82 ? bytes.fill(0xc2, 0, 1) : bytes),
      { behaviour: 'FAILED' }
    ]
  ];

  it.each(TAMPERED)('%s', async (_name, id, tamper, verdict) => {
    const server = createServer((socket) => {
      const write = socket.write.bind(socket);
      socket.write = (bytes: Uint8Array) => {
        const changed = tamper(Buffer.from(bytes));
        return changed === undefined || write(changed);
      };
      accept(socket, ECHO);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const list = CASES.filter((test) => test.id === id);
    expect(await testServer(port, list, { times: SHORT })).toMatchObject([verdict]);
    server.close();
  });

  it('a server that leaves it to the client to close TCP', async () => {
    const server = createServer((socket) => {
      socket.end = () => socket;
      accept(socket, ECHO);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await testServer(port, HELLO, { times: SHORT })).toMatchObject([
      { behaviour: 'OK', closing: 'FAILED BY CLIENT' }
    ]);
    server.close();
  });
});

describe('the commands', () => {
  const command = (...args: readonly string[]) =>
    spawn(process.execPath, ['--import', 'tsx', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const list = CASES.filter((test) => groupOf(test) === 2);

  it('echo-server echoes until it is ended', async () => {
    const child = command('src/cli/echo-server.ts', '--port', '0', '--no-deflate');
    const printed = await new Promise<string>((resolve) =>
      child.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString()))
    );
    const port = Number(/^The echo server is at ws:\/\/127\.0\.0\.1:(\d+)\/$/m.exec(printed)?.[1]);
    expect(verdicts(await testServer(port, list))).toEqual(expected('ours', list));
    child.kill();
  });

  it('echo-client asks for the number of cases, runs each, and has the report written', async () => {
    const suite = await startSuite(list);
    const child = command('src/cli/echo-client.ts', suite.url, '--agent', 'a b');
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
    expect(verdicts([...suite.results.values()])).toEqual(expected('ours', list));
    expect(suite.reports).toEqual(['a b']);
    suite.stop();
  });
});
