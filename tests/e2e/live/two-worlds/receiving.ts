/** What comes from the server, and as what script sees it. */
import type { Script } from './script.ts';

const last = `ws.addEventListener('message', ({ data }) => { if (data === 'last') ws.close(); });`;
const TAKES = `const ws = watch(new WebSocket(HERE));\n${last}`;

export const RECEIVING: readonly Script[] = [
  {
    name: 'binaryType: its default, its values, and what is none',
    client: `
      const ws = new WebSocket(HERE);
      log(ws.binaryType);
      for (const value of ['arraybuffer', 'blob', 'ArrayBuffer', 'arraybuffer', 'nodebuffer', '', null, undefined, 1, { toString: () => 'blob' }]) {
        attempt(String(value), () => { ws.binaryType = value; return ws.binaryType; });
      }
      attempt('symbol', () => { ws.binaryType = Symbol('x'); });
      watch(ws);`
  },
  {
    name: 'binary messages as Blobs, and what is in them',
    server: `serve((ws) => { ws.send(Buffer.from([1, 2, 255])); ws.send(new Uint8Array(0)); ws.send('last'); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      const blobs = [];
      ws.addEventListener('message', async ({ data }) => {
        if (data !== 'last') return blobs.push(data);
        for (const blob of blobs) log(blob, new Uint8Array(await blob.arrayBuffer()).join());
        ws.close();
      });`
  },
  {
    name: 'binary messages as ArrayBuffers, each its own',
    server: `serve((ws) => { ws.send(Buffer.from([1, 2, 3])); ws.send(Buffer.from([4, 5])); ws.send(Buffer.alloc(0)); ws.send('last'); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.binaryType = 'arraybuffer';
      ws.addEventListener('message', ({ data }) => { if (data.byteLength >= 0) { log(data, data.constructor === ArrayBuffer, data.byteLength, data.resizable); new Uint8Array(data).fill(9); } });
      ${last}`
  },
  {
    name: 'binaryType changed between messages',
    server: `serve((ws) => { for (const n of [1, 2, 3, 4]) ws.send(Buffer.from([n])); ws.send('last'); });`,
    client: `
      ${TAKES}
      ws.addEventListener('message', () => { ws.binaryType = ws.binaryType === 'blob' ? 'arraybuffer' : 'blob'; });`
  },
  {
    name: 'text is read as UTF-8',
    server: `serve((ws) => { ws.send('ä€😀'); ws.send(''); ws.send('\\uFEFFbom'); ws.send('a\\u0000b'); ws.send('\\uFFFD'); ws.send('last'); });`,
    client: TAKES
  },
  {
    name: 'text in fragments, also in the middle of a character',
    server: `serve((ws) => {
      ws.send('Hel', { fin: false }); ws.send('lo', { fin: false }); ws.send('', { fin: true });
      const euro = Buffer.from('€');
      ws.send(euro.subarray(0, 1), { fin: false, binary: false }); ws.send(euro.subarray(1), { fin: true });
      ws.send('last');
    });`,
    client: TAKES
  },
  {
    name: 'binary fragments, a Ping between them',
    server: `serve((ws) => {
      ws.send(Buffer.from([1, 2]), { fin: false }); ws.ping('between'); ws.send(Buffer.from([3]), { fin: true });
      ws.send('last');
    });`,
    client: `${TAKES} ws.binaryType = 'arraybuffer';`
  },
  {
    name: 'Pings are answered, and script sees nothing of them',
    server: `serve((ws) => { ws.ping('are you there'); ws.ping(); ws.ping(Buffer.alloc(125)); ws.on('pong', (data) => { if (data.length === 125) ws.send('last'); }); });`,
    client: `${TAKES} for (const type of ['ping', 'pong']) ws.addEventListener(type, () => log(type));`
  },
  {
    name: 'a Pong that nobody asked for changes nothing',
    server: `serve((ws) => { ws.pong('unasked'); ws.send('last'); });`,
    client: TAKES
  },
  {
    name: 'several frames in one write',
    server: `serve((ws) => ws.sendRaw([0x81, 1, 0x61, 0x89, 0, 0x82, 1, 0x62, 0x01, 1, 0x63, 0x80, 1, 0x64, 0x81, 4, 0x6c, 0x61, 0x73, 0x74]));`,
    client: TAKES
  },
  {
    name: 'a frame in pieces',
    server: `serve((ws) => { const bytes = [0x81, 4, 0x6c, 0x61, 0x73, 0x74];
      const next = () => { if (bytes.length) { ws.sendRaw([bytes.shift()]); setTimeout(next, 2); } };
      next(); });`,
    client: TAKES
  },
  {
    name: 'messages that come right with the 101',
    joined: true,
    server: `serve((ws) => { ws.send('first'); ws.send(Buffer.from([2])); ws.send('last'); });`,
    client: TAKES
  },
  {
    name: 'a message and a Close right with the 101',
    joined: true,
    server: `serve((ws) => { ws.send('only'); ws.close(4001, 'enough'); });`,
    client: `watch(new WebSocket(HERE));`
  },
  {
    name: 'a Close right with the 101',
    joined: true,
    server: `serve((ws) => ws.close(1001));`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => attempt('send', () => ws.send('never'));`
  },
  {
    name: 'all messages before the close of the server come',
    server: `serve((ws) => { for (let i = 0; i < 20; i++) ws.send('n' + i); ws.close(); });`,
    client: `watch(new WebSocket(HERE));`
  },
  {
    name: 'echo, text and bytes',
    server: `serve((ws) => ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary })));`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.binaryType = 'arraybuffer';
      const sent = ['Hello', Uint8Array.of(1, 2), 'Привет', new Blob(['blob'])];
      ws.onopen = () => ws.send(sent.shift());
      ws.onmessage = () => sent.length ? ws.send(sent.shift()) : ws.close(1000, 'echoed');`
  }
];
