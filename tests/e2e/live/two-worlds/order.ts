/** Tasks and microtasks around the events. */
import type { Script } from './script.ts';

export const ORDER: readonly Script[] = [
  {
    name: 'microtasks run behind a listener, tasks behind the event',
    server: `serve((ws) => ws.send('hi'));`,
    client: `
      const ws = watch(new WebSocket(HERE));
      for (const name of ['a'])
        for (const type of ['open', 'message', 'close'])
          ws.addEventListener(type, () => {
            log(type, name);
            queueMicrotask(() => log(type, name, 'microtask'));
            Promise.resolve().then(() => log(type, name, 'promise')).then(() => log(type, name, 'then'));
            if (type === 'close') setTimeout(() => log('task'));
          });
      ws.addEventListener('message', () => ws.close());`
  },
  {
    name: 'microtasks run between the listeners of an event',
    client: `
      const ws = new WebSocket(HERE);
      ws.addEventListener('close', () => { log('a'); queueMicrotask(() => log('microtask of a')); });
      ws.addEventListener('close', () => { log('b'); queueMicrotask(() => log('microtask of b')); end(); });`
  },
  {
    name: 'nothing happens while the task of the constructor runs',
    client: `
      const ws = watch(new WebSocket(HERE));
      log('constructed', ws.readyState);
      queueMicrotask(() => log('microtask', ws.readyState));
      await null;
      log('awaited', ws.readyState);
      ws.addEventListener('error', () => log('a listener that came late'));`
  },
  {
    name: 'a listener that is added in a microtask hears open',
    server: `serve((ws) => ws.close());`,
    client: `
      const ws = new WebSocket(HERE);
      await Promise.resolve();
      watch(ws);`
  },
  {
    name: 'each message is a task of its own',
    joined: true,
    server: `serve((ws) => { ws.send('1'); ws.send('2'); ws.send('3'); ws.close(); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onopen = () => queueMicrotask(() => log('behind open'));
      ws.onmessage = ({ data }) => Promise.resolve().then(() => null).then(() => log('behind', data));
      ws.onclose = () => queueMicrotask(() => log('behind close'));`
  },
  {
    name: 'error and close come in one task',
    server: `serve((ws) => ws.sendRaw([0x83, 0]));`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onerror = () => { log('state', ws.readyState); setTimeout(() => log('a task behind error')); queueMicrotask(() => log('a microtask behind error', ws.readyState)); };
      ws.onclose = () => log('state', ws.readyState);`
  },
  {
    name: 'error and close of a connection that nobody takes come in one task',
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onerror = () => { setTimeout(() => log('a task behind error')); queueMicrotask(() => log('a microtask behind error')); };`
  },
  {
    name: 'await on each event in turn',
    server: `serve((ws) => ws.on('message', (data) => ws.send('re: ' + data)));`,
    client: `
      const ws = watch(new WebSocket(HERE));
      const next = (type) => new Promise((resolve) => ws.addEventListener(type, resolve, { once: true }));
      await next('open'); log('open', ws.readyState);
      for (const text of ['a', 'b', 'c']) { ws.send(text); log((await next('message')).data); }
      ws.close(3333, 'done');
      const { code, reason, wasClean } = await next('close');
      log(code, reason, wasClean);`
  },
  {
    name: 'the state at each event, with a close from the server',
    server: `serve((ws) => { ws.send('x'); ws.on('message', () => ws.close(4000)); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onmessage = () => { ws.send('y'); log(ws.readyState); };`
  },
  {
    name: 'a second socket that is opened in the close event of the first',
    server: `let n = 0; serve((ws) => { ws.send('connection ' + ++n); if (n < 3) ws.close(4000 + n); else ws.close(); });`,
    client: `
      let n = 0;
      const connect = () => {
        const ws = watch(new WebSocket(HERE + n), ++n + ' ');
        ws.onclose = ({ code }) => { if (code > 4000) connect(); };
      };
      connect();`
  },
  {
    name: 'a socket that is closed before the task ends, and another one',
    server: `new WebSocketServer({ port: 8080 }).on('connection', (ws) => ws.close());`,
    client: `
      const first = watch(new WebSocket(HERE + 'first'), 'first ');
      first.close();
      await new Promise((resolve) => { first.onclose = resolve; });
      watch(new WebSocket(HERE + 'second'), 'second ');`
  },
  {
    name: 'timers count on while messages come',
    server: `serve((ws) => { ws.send('at once'); setTimeout(() => ws.send('later'), 400); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onmessage = ({ data }) => {
        if (data === 'at once') setTimeout(() => log('timer'), 20);
        else ws.close();
      };`
  }
];
