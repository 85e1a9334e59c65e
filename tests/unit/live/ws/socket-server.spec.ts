import { describe, expect, it } from 'vitest';
import { MemoryHost } from '../../../helpers/memory-host.ts';
import { connected, frame, framesOf, opened, packageOn, PORT, request } from './program.ts';

const statusOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes.subarray(9, 12));

describe('the package', () => {
  it('is a class with everything else as its properties, under all of its names', () => {
    const ws = packageOn(new MemoryHost());
    expect(ws.default).toBe(ws.WebSocket);
    expect(ws.WebSocket.Server).toBe(ws.WebSocketServer);
    expect(ws.Server).toBe(ws.WebSocketServer);
    expect(ws.WebSocket.WebSocketServer).toBe(ws.WebSocketServer);
    expect([ws.WebSocket.name, ws.WebSocketServer.name]).toEqual(['WebSocket', 'WebSocketServer']);
    expect([ws.WebSocket.CONNECTING, ws.WebSocket.OPEN]).toEqual([0, 1]);
    expect([ws.WebSocket.CLOSING, ws.WebSocket.CLOSED]).toEqual([2, 3]);
  });

  it('makes no clients', () => {
    const { WebSocket } = packageOn(new MemoryHost());
    expect(() => new WebSocket('ws://example.test')).toThrow(/cannot be a client/);
  });

  it('is another one for each process', () => {
    const host = new MemoryHost();
    const { ws } = opened();
    expect(packageOn(host).WebSocket).not.toBe(packageOn(host).WebSocket);
    expect(ws).not.toBeInstanceOf(packageOn(host).WebSocket);
  });
});

describe('a server', () => {
  it('without a listener to error ends the process where its port is taken', () => {
    const host = new MemoryHost();
    const { WebSocketServer } = packageOn(host);
    new WebSocketServer({ port: PORT });
    new WebSocketServer({ port: PORT });
    expect(host.crashes).toEqual([]);
    host.run();
    expect(host.crashes).toEqual([
      expect.objectContaining({
        code: 'EADDRINUSE',
        message: `listen EADDRINUSE: address already in use :::${PORT}`
      })
    ]);
  });

  it('says where the client is', () => {
    const host = new MemoryHost();
    const wss = new (packageOn(host).WebSocketServer)({ port: PORT });
    const seen: unknown[] = [];
    wss.on('connection', (_, { socket }) => seen.push(socket.remoteAddress, socket.remotePort));
    connected(host, request());
    expect(seen).toEqual(['127.0.0.1', 50_001]);
  });

  it('takes no connection any more once it closes', () => {
    const { wss, host, peer, say } = opened((ws) => ws.on('message', (data) => ws.send(data)));
    let isClosed = false;
    wss.close(() => (isClosed = true));
    host.run();
    expect(host.connect(PORT)).toBeUndefined();
    say(frame(1, 'still'));
    expect(framesOf(peer)).toEqual(['2 still']);
    expect(isClosed).toBe(false);
    peer.end();
    host.run();
    expect(isClosed).toBe(true);
  });

  it('has no other HTTP server to stand on', () => {
    const { WebSocketServer } = packageOn(new MemoryHost());
    expect(() => new WebSocketServer({ server: {} as never })).toThrow(/not supported/);
  });
});

describe('what is written down of a request that opens nothing', () => {
  const refused = (bytes: Uint8Array) => {
    const host = new MemoryHost();
    new (packageOn(host).WebSocketServer)({ port: PORT, path: '/chat' });
    const { seen, received } = connected(host, bytes);
    return [statusOf(received), seen.failed.map(({ rule }) => rule).join(), ...seen.states];
  };

  it('is the rule that it broke, and that it is closed', () => {
    const fields = (upgrade: string, key: string) =>
      `Host: a\r\n${upgrade}Connection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n`;
    const closed = 'connecting closed';
    expect(refused(request(fields('Upgrade: websocket\r\n', 'x')))).toEqual([
      '400',
      'req-key-16-bytes',
      closed
    ]);
    expect(refused(request(fields('', 'x')))).toEqual(['426', 'req-upgrade', closed]);
    expect(refused(new TextEncoder().encode('no HTTP\r\n\r\n'))[0]).toBe('400');
  });

  it('is no rule where only this server has nothing there', () => {
    expect(refused(request())).toEqual(['400', '', 'connecting closed']);
  });
});

describe('a kept connection', () => {
  it('is closed after five idle seconds', () => {
    const host = new MemoryHost();
    new (packageOn(host).WebSocketServer)({ port: PORT });
    const peer = connected(host, request('Host: a\r\n'));
    host.run(4900);
    expect(peer.ended).toBe('no');
    host.run(200);
    expect(peer.ended).toBe('fin');
  });
});
