/** Frames against Python's websockets; fails where Python or the package is missing. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { binaryMessage, textMessage, type Message } from '#lib/protocol/websocket/message.ts';
import { accept, open } from '../../src/cli/tcp-endpoint.ts';

const SCRIPT = 'tests/fixtures/python/echo.py';

/** A Python that has the package: on Debian it is the system's, from python3-websockets. */
function pythonWithWebsockets(): string {
  for (const python of ['python3', '/usr/bin/python3'])
    if (spawnSync(python, ['-c', 'import websockets']).status === 0) return python;
  throw new Error('no Python with the package "websockets" (Debian: python3-websockets)');
}

describe.each([
  ['with permessage-deflate', true],
  ['without compression', false]
])("Python's websockets and our core, %s", (_, deflate) => {
  it('its client talks to our server', async () => {
    const server = createServer((socket) =>
      accept(
        socket,
        { onMessage: (message, endpoint) => endpoint.send(message, 4000) },
        { deflate }
      )
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const printed = await new Promise<string>((resolve, reject) =>
      execFile(pythonWithWebsockets(), [SCRIPT, 'client', url], (error, stdout) =>
        error ? reject(error) : resolve(stdout)
      )
    );
    const { seen, extensions, code } = JSON.parse(printed) as {
      seen: boolean[];
      extensions: string;
      code: number;
    };
    expect(seen).toEqual(Array<boolean>(11).fill(true));
    expect(extensions.startsWith('permessage-deflate')).toBe(deflate);
    expect(code).toBe(4000);
    server.close();
  });

  it('our client talks to its server', async () => {
    const server = spawn(pythonWithWebsockets(), [SCRIPT, 'server']);
    const port = await new Promise<number>((resolve) =>
      server.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())))
    );
    const messages: Message[] = [
      textMessage(''),
      textMessage('Hello, привет'),
      textMessage('Hello, привет'),
      ...[0, 125, 126, 65_536, 1 << 20].map((length) =>
        binaryMessage(Uint8Array.from({ length }, (_, i) => (i * i) >> 3))
      )
    ];
    const echoes: Message[] = [];
    const endpoint = open(
      { authority: `127.0.0.1:${port}`, resourceName: '/', secure: false },
      {
        onOpen: (client) =>
          messages.forEach((message, i) => client.send(message, i % 2 ? 1000 : undefined)),
        onMessage: (message, client) => {
          if (echoes.push(message) === messages.length) client.close(1000, 'done');
        }
      },
      { deflate }
    );
    expect(await endpoint.closed).toMatchObject({ code: 1000, wasClean: true });
    for (const [i, message] of messages.entries()) {
      expect(echoes[i]?.type).toBe(message.type);
      expect(Buffer.compare(echoes[i]?.payload ?? new Uint8Array(), message.payload)).toBe(0);
    }
    server.kill();
  });
});
