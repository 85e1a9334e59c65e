/** What the server's program hears, in the order in which it hears it. */
import type { Script } from './script.ts';

export const SERVING: readonly Script[] = [
  {
    name: 'connection: the socket and the request',
    server: `serve((ws, request, wss) => {
      log(request.method, request.url, request.httpVersion, request.headers.host, request.headers.origin);
      log(request.headers.upgrade, request.headers.connection, request.headers['sec-websocket-version'], request.headers['sec-websocket-extensions']);
      log(request.headers['sec-websocket-key'].length, request.headers['sec-websocket-protocol']);
      log(ws.readyState, ws.protocol, JSON.stringify(ws.extensions), ws.binaryType, ws.bufferedAmount, ws.url, ws.isPaused);
      log(wss.clients.size, wss.clients.has(ws), ws instanceof WebSocket);
      ws.close();
    });`,
    client: `watch(new WebSocket(HERE + 'a/b?c=d', ['one', 'two']));`
  },
  {
    name: 'message: a Buffer, and whether it is binary',
    server: `serve((ws) => ws.on('message', (...args) => {
      log(args.length, Buffer.isBuffer(args[0]), args[0].length, typeof args[1]);
      if (args[1]) ws.close();
    }));`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => { ws.send(''); ws.send('ä'); ws.send(new Uint8Array(3)); };`
  },
  {
    name: 'binaryType of the server',
    server: `serve((ws) => {
      const kinds = ['nodebuffer', 'arraybuffer', 'fragments', 'other'];
      ws.binaryType = kinds.shift();
      ws.removeAllListeners('message');
      ws.on('message', (data) => {
        log(ws.binaryType, Buffer.isBuffer(data), data instanceof ArrayBuffer, Array.isArray(data));
        if (kinds.length) ws.binaryType = kinds.shift(); else ws.close();
      });
    });`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => { for (let i = 0; i < 4; i++) ws.send(Uint8Array.of(i)); };`
  },
  {
    name: 'send() of everything, and its callbacks',
    server: `serve((ws) => {
      ws.send('text', (...args) => log('sent', args.length, String(args[0])));
      ws.send(12);
      ws.send(Buffer.from('bytes as text'), { binary: false });
      ws.send('text as bytes', { binary: true });
      ws.send(Uint16Array.of(258).buffer);
      ws.send('');
      ws.close();
    });`,
    client: `const ws = watch(new WebSocket(HERE)); ws.binaryType = 'arraybuffer';`
  },
  {
    name: 'send() once it closes gives its callback an error',
    server: `serve((ws) => {
      ws.close(4000);
      log(ws.readyState);
      ws.send('late', (error) => log('callback', error.name, error.message));
      try { ws.send('late'); log('nothing thrown'); } catch (error) { log(error.name); }
      ws.on('close', () => ws.send('too late', (error) => log('callback', error.message)));
    });`,
    client: `watch(new WebSocket(HERE));`
  },
  {
    name: 'broadcast to all clients',
    server: `const wss = serve((ws) => {
      log(wss.clients.size);
      if (wss.clients.size < 3) return;
      for (const client of wss.clients) if (client.readyState === WebSocket.OPEN) client.send('to all');
      for (const client of wss.clients) client.close(4000);
    });`,
    client: `
      let left = 3;
      const open = (n) => {
        const ws = new WebSocket(HERE + n);
        const lines = [];
        ws.onopen = () => { lines.push('open'); if (n < 3) open(n + 1); };
        ws.onmessage = ({ data }) => lines.push(data);
        ws.onclose = ({ code }) => { lines.push(code); kept[n] = lines.join(' '); if (--left === 0) { log(kept.join(' | ')); end(); } };
      };
      const kept = [];
      open(1);`
  },
  {
    name: 'clients leave the set when they are closed',
    server: `const wss = serve((ws) => {
      log(wss.clients.size);
      ws.on('close', () => log('at close', wss.clients.size));
    });`,
    client: `
      for (let i = 0; i < 2; i++) {
        const ws = new WebSocket(HERE + i);
        await new Promise((resolve) => { ws.onopen = resolve; });
        ws.close();
        await new Promise((resolve) => { ws.onclose = resolve; });
      }
      end();`
  },
  {
    name: 'a close of the client is heard with its code and reason',
    server: `serve((ws) => ws.on('close', (...args) => log(args.length, args[0], Buffer.isBuffer(args[1]))));`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => ws.close(3210, 'ä');`
  },
  {
    name: 'the states of a socket of the server',
    server: `serve((ws) => {
      log(ws.CONNECTING, ws.OPEN, ws.CLOSING, ws.CLOSED, WebSocket.OPEN);
      ws.on('message', () => { log(ws.readyState); ws.close(); log(ws.readyState); });
    });`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => ws.send('x');`
  },
  {
    name: 'ping and pong of the server',
    server: `serve((ws) => {
      ws.ping('one', undefined, () => log('written'));
      ws.on('pong', (data) => { log(Buffer.isBuffer(data)); if (String(data) === 'two') ws.close(); else ws.ping(Buffer.from('two')); });
      try { ws.ping('x'.repeat(126)); } catch (error) { log(error.name, error.message); }
    });`,
    client: `watch(new WebSocket(HERE));`
  },
  {
    name: 'a server that closes takes no more, and keeps what it has',
    server: `const wss = serve((ws) => {
      wss.close(() => log('closed'));
      wss.on('close', () => log('close event'));
      ws.send('still here');
      ws.on('message', () => ws.close(1001));
    });
    wss.on('listening', () => log('listening'));`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onmessage = () => {
        const second = new WebSocket(HERE + 'second');
        second.onerror = () => log('second error');
        second.onclose = ({ code }) => { log('second close', code); ws.send('x'); };
      };`
  },
  {
    name: 'heartbeat: a client that answers lives',
    server: `serve((ws) => {
      let alive = true, rounds = 0;
      ws.on('pong', () => { alive = true; });
      const beat = setInterval(() => {
        if (!alive) return ws.terminate();
        if (++rounds === 3) { clearInterval(beat); ws.close(1000, 'three beats'); return; }
        alive = false; ws.ping();
      }, 100);
    });`,
    client: `watch(new WebSocket(HERE));`
  },
  {
    name: 'handleProtocols chooses',
    server: `serve(undefined, { handleProtocols: (protocols, request) => { log(protocols instanceof Set, [...protocols].join(), request.url); return 'two'; } }).on('connection', (ws) => ws.close());`,
    client: `const ws = watch(new WebSocket(HERE, ['one', 'two'])); log(JSON.stringify(ws.protocol)); ws.onopen = () => log(ws.protocol);`
  },
  {
    name: 'verifyClient sees origin and request',
    server: `serve((ws) => ws.close(), { verifyClient: (info) => { log(Object.keys(info).join(), info.origin, info.secure, info.req.url); return true; } });`,
    client: `watch(new WebSocket(HERE + 'verified'));`
  },
  {
    name: 'verifyClient that takes its time',
    server: `serve((ws) => ws.close(), { verifyClient: (info, done) => setTimeout(() => done(true), 30) });`,
    client: `watch(new WebSocket(HERE));`
  },
  {
    name: 'headers of the answer, and the order before connection',
    server: `const wss = serve((ws) => ws.close());
      wss.on('headers', (headers, request) => { log(headers.length, headers[0], request.url); headers.push('X-Own: 1'); });`,
    client: `watch(new WebSocket(HERE));`
  },
  {
    name: 'addEventListener on a socket of the server',
    server: `serve((ws) => {
      ws.addEventListener('message', (event) => log(event.type, event.data, event.target === ws));
      ws.onmessage = ({ data }) => { log('handler', data); ws.close(4000, 'x'); };
      ws.addEventListener('close', ({ code, reason, wasClean }) => log('closed', code, reason, wasClean));
    });`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => ws.send('x');`
  },
  {
    name: 'maxPayload: what is longer is an error, and 1009',
    server: `serve(undefined, { maxPayload: 10 });`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => { ws.send('x'.repeat(10)); ws.send('x'.repeat(11)); };`
  },
  {
    name: 'a paused socket hears its messages later',
    server: `serve((ws) => {
      ws.pause(); log(ws.isPaused);
      setTimeout(() => { log('resume'); ws.resume(); }, 50);
      ws.on('message', () => ws.close());
    });`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => ws.send('x');`
  }
];
