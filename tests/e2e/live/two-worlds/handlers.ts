/** Event handlers and listeners, and the events that they are given. */
import type { Script } from './script.ts';

const GREETS = `serve((ws) => { ws.send('hi'); ws.on('message', () => ws.close(4000, 'bye')); });`;

export const HANDLERS: readonly Script[] = [
  {
    name: 'handlers that are no functions become null',
    client: `
      const ws = new WebSocket(HERE);
      const object = {};
      for (const value of [null, undefined, 1, 'log()', true, object, () => {}]) {
        ws.onopen = value;
        log(typeof value, ws.onopen === value, typeof ws.onopen, ws.onopen === null);
      }
      watch(ws);`
  },
  {
    name: 'an object as a handler is kept and not called',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onmessage = { handleEvent() { log('called'); } };
      log(typeof ws.onmessage);
      ws.addEventListener('message', () => ws.send('x'));`
  },
  {
    name: 'a handler stands where it was first set',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.addEventListener('open', () => log('before'));
      ws.onopen = () => log('first handler');
      ws.addEventListener('open', () => log('behind'));
      ws.onopen = () => log('second handler');
      ws.onmessage = () => log('handler');
      ws.addEventListener('message', () => log('listener'));
      ws.onmessage = null;
      ws.onmessage = () => { log('handler again'); ws.send('x'); };`
  },
  {
    name: 'a handler that is set or taken away while the event is under way',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.addEventListener('open', () => { ws.onopen = () => log('set meanwhile'); });
      ws.onmessage = () => log('not any more');
      ws.addEventListener('message', () => log('second'));
      ws.onclose = () => log('never');
      ws.addEventListener('open', () => { ws.onclose = null; });
      ws.addEventListener('message', () => { ws.onmessage = null; ws.send('x'); });`
  },
  {
    name: 'a handler that replaces itself',
    server: `serve((ws) => { ws.send('1'); ws.send('2'); ws.send('3'); ws.on('message', () => ws.close()); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onmessage = () => { log('one'); ws.onmessage = () => { log('two'); ws.onmessage = () => ws.send('x'); }; };`
  },
  {
    name: 'this is the socket, the argument the event, false changes nothing',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onopen = function (...args) { log(this === ws, args.length, args[0].type); return false; };
      ws.addEventListener('open', function (event) { log(this === ws, event.currentTarget === ws, event.defaultPrevented); });
      ws.onmessage = () => ws.send('x');`
  },
  {
    name: 'listeners: once, handleEvent, twice the same, removed, an abort signal',
    server: `serve((ws) => { ws.send('1'); ws.send('2'); ws.on('message', () => ws.close()); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.addEventListener('message', () => log('once'), { once: true });
      ws.addEventListener('message', { name: 'object', handleEvent({ data }) { log(this.name, data); } });
      const twice = () => log('not twice');
      ws.addEventListener('message', twice);
      ws.addEventListener('message', twice);
      const removed = () => log('removed');
      ws.addEventListener('message', removed);
      ws.removeEventListener('message', removed);
      const controller = new AbortController();
      ws.addEventListener('message', () => { log('aborts'); controller.abort(); }, { signal: controller.signal });
      ws.addEventListener('message', ({ data }) => { if (data === '2') ws.send('x'); });
      ws.addEventListener('message', null);`
  },
  {
    name: 'an event that is stopped reaches no other listener',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.addEventListener('message', (event) => { event.stopImmediatePropagation(); ws.send('x'); });
      ws.addEventListener('message', () => log('never'));`
  },
  {
    name: 'what a listener throws stops no other',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onopen = () => { throw new RangeError('in open'); };
      ws.addEventListener('open', () => log('goes on'));
      ws.onmessage = () => { ws.send('x'); throw new TypeError('in message'); };`
  },
  {
    name: 'the open event',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onopen = (event) => {
        log(event, event.constructor.name, event.type, event.target === ws, event.srcElement === ws, event.eventPhase);
        log(event.bubbles, event.cancelable, event.composed, event.composedPath().length, event.returnValue);
        event.preventDefault(); log(event.defaultPrevented);
      };
      ws.onmessage = () => ws.send('x');`
  },
  {
    name: 'the message event',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE + 'path?query'));
      ws.onmessage = (event) => {
        log(event, event.constructor.name, event.type, event.data, event.origin, JSON.stringify(event.lastEventId));
        log(event.source, Array.isArray(event.ports), event.ports.length, event.target === ws, event.bubbles, event.cancelable);
        ws.send('x');
      };`
  },
  {
    name: 'the close event',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onmessage = () => ws.send('x');
      ws.onclose = (event) => {
        log(event, event.constructor.name, event.type, event.code, event.reason, event.wasClean);
        log(event.target === ws, event.bubbles, event.cancelable, event.composed);
      };`
  },
  {
    name: 'the error event says nothing',
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onerror = (event) => {
        log(event, event.constructor.name, event.type, event.message, event.code, event.error, event.reason);
        log(event.target === ws, event.bubbles, event.cancelable, ws.readyState);
      };`
  },
  {
    name: 'events that script makes reach the same listeners',
    server: GREETS,
    client: `
      const ws = new WebSocket(HERE);
      ws.onmessage = ({ data, isTrusted }) => log('handler', data, isTrusted);
      ws.onclose = ({ code }) => log('close', code, ws.readyState);
      log(ws.dispatchEvent(new MessageEvent('message', { data: 'made' })));
      log(ws.dispatchEvent(new CloseEvent('close', { code: 4321 })));
      ws.onmessage = ws.onclose = null;
      watch(ws).addEventListener('message', () => ws.send('x'));`
  },
  {
    name: 'events of the network are trusted, events of script are not',
    server: GREETS,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.addEventListener('open', ({ isTrusted }) => log('trusted', isTrusted), { once: true });
      ws.dispatchEvent(new Event('open'));
      ws.addEventListener('open', ({ isTrusted }) => log('trusted', isTrusted));
      ws.onmessage = () => ws.send('x');`
  }
];
