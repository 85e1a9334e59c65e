/** The script that the live lab offers, on the real package `ws`. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeScript } from '#lib/labs/live/node-script.ts';
import type { Program } from '#lib/live/run/run.ts';

const COMMENT = 'How to run it:\n\n  node script.mjs';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs a script from a folder in which `ws` is found; gives its output by lines. */
async function run(script: string): Promise<string[]> {
  mkdirSync('test-results', { recursive: true });
  const folder = mkdtempSync(join('test-results', 'node-script-'));
  const path = join(folder, 'script.mjs');
  writeFileSync(path, script);
  try {
    return await new Promise((resolve, reject) =>
      execFile(process.execPath, [path], { timeout: 30_000 }, (error, stdout, stderr) =>
        error ? reject(new Error(`${stderr}\n${stdout}`)) : resolve(stdout.trimEnd().split('\n'))
      )
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isServer = (line: string): boolean => line.startsWith('server');

/** Programs that end by themselves, for the port 8080. */
const PROGRAMS: readonly (readonly [name: string, program: Program, prints: readonly string[]])[] =
  [
    [
      'echo, with the class of the package under its own name',
      {
        server: `const { WebSocketServer } = require('ws');
const server = new WebSocketServer({ port: 8080 });
server.on('connection', (socket, request) => {
  console.log('server:', request.url);
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  socket.on('close', () => server.close());
}); // a comment at the end`,
        client: `const socket = new WebSocket('ws://localhost:8080/chat');
socket.addEventListener('open', () => {
  socket.send('Привет');
  socket.send(Uint8Array.of(1, 2, 3));
});
socket.addEventListener('message', async ({ data }) => {
  if (typeof data === 'string') return console.log('text', data);
  console.log(data instanceof Blob, new Uint8Array(await data.arrayBuffer()).join());
  socket.close();
});`
      },
      ['server: /chat', 'text Привет', 'true 1,2,3']
    ],
    [
      'a message for all clients',
      {
        server: `const server = new WebSocketServer({ port: 8080 });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    for (const client of server.clients)
      if (client.readyState === WebSocket.OPEN) client.send(String(data));
  });
  socket.on('close', () => server.clients.size === 0 && server.close());
});`,
        client: `const open = async () => {
  const socket = new WebSocket('ws://localhost:8080');
  await new Promise((resolve) => (socket.onopen = resolve));
  return socket;
};
const sockets = [await open(), await open(), await open()];
const heard = sockets.map((socket) => new Promise((resolve) => (socket.onmessage = resolve)));
sockets[1].send('to all');
console.log((await Promise.all(heard)).map(({ data }) => data).join());
for (const socket of sockets) socket.close();`
      },
      ['to all,to all,to all']
    ],
    [
      'a Ping that the client answers by itself',
      {
        server: `const server = new WebSocketServer({ port: 8080 });
server.on('connection', (socket) => {
  socket.on('pong', (data) => {
    console.log('pong', String(data));
    socket.terminate();
    server.close();
  });
  socket.ping('a');
});`,
        client: `const socket = new WebSocket('ws://localhost:8080');
socket.onclose = ({ code, wasClean }) => console.log(code, wasClean);`
      },
      ['pong a', '1006 false']
    ],
    [
      'codes and reasons of a Close, both ways',
      {
        server: `const server = new WebSocketServer({ port: 8080 });
server.on('connection', (socket) => {
  socket.on('close', (code, reason) => {
    console.log('server', code, String(reason));
    server.close();
  });
});`,
        client: `const socket = new WebSocket('ws://localhost:8080', ['chat']);
socket.onopen = () => socket.close(4001, 'enough');
socket.onclose = ({ code, reason }) => console.log('client', code, reason);`
      },
      ['server 4001 enough', 'client 4001 enough']
    ],
    [
      'raw bytes: a frame with a reserved bit, which fails the connection',
      {
        server: `const server = new WebSocketServer({ port: 8080, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.sendRaw(new Uint8Array([0, 0x81, 0x02, 0x68, 0x69]).subarray(1));
  socket.sendRaw([0xc1, 0x00]);
  socket.on('error', () => {});
  socket.on('close', (code) => {
    console.log('server', code);
    server.close();
  });
});`,
        client: `const socket = new WebSocket('ws://localhost:8080');
socket.onmessage = ({ data }) => console.log(data);
socket.onerror = ({ type }) => console.log(type);
socket.onclose = ({ code }) => console.log(code);`
      },
      ['hi', 'error', '1006', 'server 1002']
    ],
    [
      'a connection that is refused, with nobody who handles the error',
      {
        server: `console.log('no server');`,
        client: `new WebSocket('ws://localhost:8080').onclose = ({ code }) => console.log(code);`
      },
      ['no server', '1006']
    ]
  ];

describe('the script for Node', () => {
  it.each(PROGRAMS)('%s', async (_, program, prints) => {
    const port = String(await freePort());
    const here: Program = {
      client: program.client.replaceAll('8080', port),
      server: program.server.replaceAll('8080', port)
    };
    const script = nodeScript(here, COMMENT);
    expect(script).toContain(here.client);
    expect(script).toContain(here.server);
    const printed = await run(script);
    // Each end's lines come in order; between the ends there is none.
    for (const end of [isServer, (line: string) => !isServer(line)])
      expect(printed.filter(end)).toEqual(prints.filter(end));
  });

  it('begins with its comment, which cannot become code', () => {
    const script = nodeScript({ client: '', server: '' }, 'one\n\ntwo\u2028throw 1');
    expect(script.startsWith('// one\n//\n// two\n// throw 1\n')).toBe(true);
  });
});
