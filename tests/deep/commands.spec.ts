import { execFile } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64Decode } from '#lib/bytes/base64.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { COMMANDS, isPlain, runCommand } from '../helpers/commands.ts';
import { startCoreServer, type CoreServer } from '../helpers/core-server.ts';

const others = COMMANDS.filter((command) => !isPlain(command));
const printing = others.filter(({ prints }) => prints !== undefined);

describe('a command line that the reader may copy', () => {
  it.each(printing.map((command) => [command.tool, command.line, command] as const))(
    '%s: %s prints what the page says',
    (_tool, _line, { line, prints }) => {
      expect(runCommand(line)).toBe(prints);
    }
  );

  it('openssl: makes a key of 16 bytes, a new one each time', () => {
    const [command] = others.filter(({ line }) => line.startsWith('openssl rand'));
    const keys = [1, 2].map(() => runCommand(command?.line ?? ''));
    expect(keys.map((key) => base64Decode(key)?.length)).toEqual([16, 16]);
    expect(keys[0]).not.toBe(keys[1]);
  });

  describe('curl', () => {
    let server: CoreServer;
    beforeAll(async () => (server = await startCoreServer()));
    afterAll(() => server.stop());

    it('shows the 101 of a server', async () => {
      const command = others.find(
        ({ tool, line }) => tool === 'curl' && line.includes('Sec-WebSocket-Key')
      );
      if (!command) throw new Error('no curl command');
      const here = command.line
        .replace('http://example.com', `http://127.0.0.1:${server.port}`)
        .replace('curl ', 'curl --silent --max-time 2 ');
      expect(here).toContain(String(server.port));
      // A server that speaks WebSocket keeps the connection: curl ends by its own limit.
      const printed = await new Promise<string>((resolve) =>
        execFile('/bin/sh', ['-c', here], (_error, stdout) => resolve(stdout))
      );
      const key = /Sec-WebSocket-Key: ([^']+)/.exec(command.line)?.[1] ?? '';
      expect(printed).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
      expect(printed).toContain(`Sec-WebSocket-Accept: ${deriveAcceptSync(key).accept}\r\n`);
    });

    it('counts the heads of a request and of its response', async () => {
      const command = others.find(({ line }) => line.includes('%{size_request}'));
      if (!command) throw new Error('no such command');
      let request = '';
      const response = 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n';
      const plain = createServer((socket) =>
        socket.on('data', (chunk) => {
          request = chunk.toString('latin1');
          socket.end(response);
        })
      );
      await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
      const { port } = plain.address() as AddressInfo;
      const here = command.line.replace('https://example.com', `http://127.0.0.1:${port}`);
      const printed = await new Promise<string>((resolve) =>
        execFile('/bin/sh', ['-c', here], (_error, stdout) => resolve(stdout))
      );
      plain.close();
      expect(printed.trim()).toBe(`${request.length} ${response.length}`);
    });
  });
});
