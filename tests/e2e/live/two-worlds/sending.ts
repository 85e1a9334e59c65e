/** What `send()` takes, when, and what the server gets of it. */
import type { Script } from './script.ts';

/** Closes at a text that says so. */
const SINK = `serve((ws) => ws.on('message', (data) => { if (String(data) === 'done') ws.close(); }));`;

const whenOpen = (code: string, last = `ws.send('done');`): string => `
  const ws = watch(new WebSocket(HERE));
  ws.addEventListener('open', async () => {
    ${code}
    ${last}
  });`;

export const SENDING: readonly Script[] = [
  {
    name: 'send() while it connects is an InvalidStateError',
    server: SINK,
    client: `
      const ws = watch(new WebSocket(HERE));
      attempt('send', () => ws.send('early'));
      attempt('empty', () => ws.send(''));
      attempt('none', () => ws.send());
      attempt('symbol', () => ws.send(Symbol('x')));
      log(ws.bufferedAmount);
      ws.onopen = () => ws.send('done');`
  },
  {
    name: 'send() once it closes is counted and not sent',
    server: SINK,
    client: whenOpen(
      `
      ws.close();
      log(ws.readyState, ws.bufferedAmount);
      attempt('text', () => ws.send('late'));
      log(ws.bufferedAmount);
      attempt('bytes', () => ws.send(new Uint8Array(10)));
      log(ws.bufferedAmount);
      attempt('blob', () => ws.send(new Blob(['five!'])));
      log(ws.bufferedAmount);
      ws.addEventListener('close', () => {
        log('closed', ws.bufferedAmount);
        attempt('text', () => ws.send('ä'));
        log(ws.bufferedAmount);
      });`,
      ''
    )
  },
  {
    name: 'send() without arguments is a TypeError',
    server: SINK,
    client: whenOpen(`attempt('none', () => ws.send());`)
  },
  {
    name: 'send() of what is no string and no bytes sends its text',
    server: SINK,
    client: whenOpen(`
      for (const value of [undefined, null, true, 42, -0, 1e21, NaN, 10n, [1, [2, 3]], {}, () => 1, new Date(NaN), { toString: () => 'own' }, new String('s')])
        attempt(typeof value, () => ws.send(value));
      attempt('symbol', () => ws.send(Symbol('x')));
      attempt('throws', () => ws.send({ toString() { throw new RangeError('no'); } }));
      attempt('bare', () => ws.send(Object.create(null)));
      log(ws.send('x'));`)
  },
  {
    name: 'send() of text: UTF-8, lone surrogates replaced',
    server: SINK,
    client: whenOpen(`
      for (const text of ['', 'plain', 'ä€😀', '\\uD83D', 'a\\uDE00b', '\\uDE00\\uD83D', '\\u0000', '\\uFEFFbom', '\\r\\n'])
        { const before = ws.bufferedAmount; ws.send(text); log(ws.bufferedAmount - before); }`)
  },
  {
    name: 'send() of buffers and views sends what they show',
    server: SINK,
    client: whenOpen(`
      const buffer = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7).buffer;
      for (const value of [buffer, new Uint8Array(buffer, 2, 3), new DataView(buffer, 6), new Uint16Array(buffer, 4, 1), new Float64Array(buffer), new Uint8ClampedArray([300]), new BigInt64Array(1), new ArrayBuffer(0), new Uint8Array(buffer).subarray(1, 1)])
        ws.send(value);
      log(ws.bufferedAmount);`)
  },
  {
    name: 'send() of a resizable or detached buffer',
    server: SINK,
    client: whenOpen(`
      const growing = new ArrayBuffer(2, { maxByteLength: 4 });
      attempt('resizable', () => ws.send(growing));
      attempt('view of it', () => ws.send(new Uint8Array(growing)));
      const gone = new Uint8Array([1, 2, 3]);
      structuredClone(gone, { transfer: [gone.buffer] });
      attempt('detached view', () => ws.send(gone));
      attempt('detached', () => ws.send(gone.buffer));`)
  },
  {
    name: 'a buffer that is changed behind send() is sent as it was',
    server: SINK,
    client: whenOpen(`
      const bytes = Uint8Array.of(1, 2, 3);
      ws.send(bytes); bytes.fill(9);
      ws.send(bytes.buffer); bytes.fill(7);
      ws.send(new DataView(bytes.buffer)); bytes.fill(0);`)
  },
  {
    name: 'Blobs keep their place among the messages',
    server: SINK,
    client: whenOpen(`
      ws.send(new Blob(['one, ', 'a blob']));
      ws.send('two, text');
      ws.send(new Blob([Uint8Array.of(3)]).slice(0, 1));
      ws.send(Uint8Array.of(4));
      ws.send(new Blob([]));
      ws.send(new Blob(['six'], { type: 'text/plain' }));`)
  },
  {
    name: 'close() behind a Blob closes behind its message',
    server: `serve();`,
    client: whenOpen(
      `
      ws.send(new Blob(['first']));
      ws.send('second');
      ws.close(3001, 'third');
      log(ws.readyState, ws.bufferedAmount);
      attempt('late', () => ws.send('late'));`,
      ''
    )
  },
  {
    name: 'an empty message is a message',
    server: SINK,
    client: whenOpen(
      `ws.send(''); ws.send(new ArrayBuffer(0)); ws.send(new Blob()); log(ws.bufferedAmount);`
    )
  },
  {
    name: 'a String object, a Blob of another kind of parts, an array of bytes',
    server: SINK,
    client: whenOpen(
      `ws.send(new String('text')); ws.send([1, 2, 3]); ws.send(new Blob([new Blob(['x']), 'ä', Uint8Array.of(1).buffer]));`
    )
  },
  {
    name: 'bufferedAmount grows within the task and falls later',
    server: SINK,
    client: `
      const ws = watch(new WebSocket(HERE));
      const fallen = () => new Promise((resolve) => {
        const look = () => ws.bufferedAmount ? setTimeout(look, 1) : resolve();
        look();
      });
      ws.onopen = async () => {
        ws.send('abc'); log(ws.bufferedAmount);
        ws.send('ä€'); log(ws.bufferedAmount);
        ws.send(new Uint8Array(1000)); log(ws.bufferedAmount);
        ws.send(new Blob(['12345'])); log(ws.bufferedAmount);
        await null; log('microtask', ws.bufferedAmount);
        await fallen(); log('later', ws.bufferedAmount);
        ws.send('done'); log(ws.bufferedAmount);
      };
      ws.addEventListener('close', () => log('at close', ws.bufferedAmount));`
  },
  {
    name: 'bufferedAmount when the connection is lost',
    server: `serve((ws) => ws.terminate());`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.addEventListener('close', () => { ws.send('abc'); log(ws.bufferedAmount); ws.send('de'); log(ws.bufferedAmount); });`
  },
  {
    name: 'a message of many bytes',
    server: `serve((ws) => ws.on('message', (data) => { log(data.length, data[0], data[99999]); ws.send(data); }), {}).on('connection', (ws) => ws.removeAllListeners('message').on('message', (data) => { log(data.length, data[99999]); ws.send(data); }));`,
    client: `
      const ws = new WebSocket(HERE);
      ws.binaryType = 'arraybuffer';
      ws.onopen = () => { const bytes = new Uint8Array(100000); bytes[99999] = 7; ws.send(bytes); };
      ws.onmessage = ({ data }) => { log(data.byteLength, new Uint8Array(data)[99999]); ws.close(); };
      ws.onclose = ({ code, wasClean }) => { log(code, wasClean); end(); };`
  },
  {
    name: 'messages that are compressed',
    server: `serve((ws) => { log(ws.extensions); ws.on('message', (data, binary) => { ws.send(data, { binary }); if (binary) ws.close(); }); }, { perMessageDeflate: { threshold: 0 } });`,
    client: whenOpen(
      `log(ws.extensions); ws.send('aaaaaaaaaaaaaaaaaaaa'); ws.send(''); ws.send('aaaaaaaaaaaaaaaaaaaa'); ws.send(new Uint8Array(40));`,
      ''
    )
  }
];
