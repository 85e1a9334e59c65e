import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { frameBytes, messageBytes } from '#lib/capture/connection-bytes.ts';
import { harCapture } from '#lib/capture/har/har-capture.ts';
import { readHar } from '#lib/capture/har.ts';

const messageOf = (type: string, opcode: number, data: string, time = 1) => ({
  type,
  time,
  opcode,
  data
});
const har = (...messages: readonly object[]) =>
  harCapture(
    readHar(
      JSON.stringify({
        log: {
          version: '1.2',
          creator: { name: 'test', version: '1' },
          entries: [
            {
              startedDateTime: '2026-11-22T15:56:28.000Z',
              time: 5,
              _resourceType: 'websocket',
              request: { method: 'GET', url: 'wss://example.com/chat', headers: [] },
              response: { status: 101, statusText: 'Switching Protocols', headers: [] },
              _webSocketMessages: messages
            },
            ...['a', 'b'].map((path) => ({
              startedDateTime: '2026-11-22T15:56:29.000Z',
              time: 20,
              request: { method: 'GET', url: `https://example.com/${path}`, headers: [] },
              response: { status: 200, statusText: 'OK', headers: [] }
            }))
          ]
        }
      })
    )
  );

describe('a HAR as a capture', () => {
  it('has a connection for each WebSocket, and one for the other requests to a host', () => {
    const { capture } = har(messageOf('send', 1, 'Hello'));
    expect(
      capture.connections.map(({ kind, exchanges, frames }) => [
        kind,
        exchanges.length,
        frames.length
      ])
    ).toEqual([
      ['websocket', 1, 1],
      ['http', 2, 0]
    ]);
    expect(capture.facts.format).toBe('har');
  });

  it('gives each message back as it was, from both ends', async () => {
    const { capture, source } = har(
      messageOf('send', 1, 'Hello', 10),
      messageOf('receive', 1, 'naïve', 11),
      messageOf('receive', 2, btoa('\x00\xff'), 12)
    );
    const connection = capture.connections[0];
    if (!connection) throw new Error('no connection');
    const { frames, messages } = connection;
    expect([0, 1, 2].map((row) => frames.at(row).from)).toEqual(['client', 'server', 'server']);
    expect([0, 1, 2].map((row) => messages.at(row).type)).toEqual(['text', 'text', 'binary']);
    expect(utf8Decode(await messageBytes(source, connection, 0))).toBe('Hello');
    expect(utf8Decode((await frameBytes(source, connection, 1)).payload)).toBe('naïve');
    expect([...(await messageBytes(source, connection, 2))]).toEqual([0, 255]);
  });

  it('joins what a tool wrote as continued, and leaves control frames alone', async () => {
    const { capture, source } = har(
      messageOf('receive', 1, 'Hel'),
      messageOf('receive', 9, btoa('ping')),
      messageOf('receive', 0, btoa('lo')),
      messageOf('receive', 8, btoa('\x03\xe8bye'))
    );
    const connection = capture.connections[0];
    if (!connection) throw new Error('no connection');
    const { frames, messages } = connection;
    expect(messages.length).toBe(1);
    expect(messages.at(0)).toMatchObject({ first: 0, last: 2, frames: 2, length: 5 });
    expect(utf8Decode(await messageBytes(source, connection, 0))).toBe('Hello');
    expect([0, 1, 2, 3].map((row) => frames.at(row).fin)).toEqual([false, true, true, true]);
    expect(frames.at(3)).toMatchObject({ opcode: 8, extra: 1000, message: -1 });
  });

  it('of the sample is read with all its messages', () => {
    const { capture } = harCapture(readHar(readFileSync('static/captures/devtools.har', 'utf8')));
    const socket = capture.connections.find(({ kind }) => kind === 'websocket');
    expect(socket?.messages.length).toBe(socket?.frames.length);
    expect(socket?.messages.length).toBeGreaterThan(3);
    expect(socket?.websocket?.accept?.ok).toBe(true);
  });
});
