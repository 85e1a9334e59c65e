import { expect, test, type Page } from '@playwright/test';
import { consoleLines, openLab, run } from './live.ts';
import type { HarnessOptions, Outcome } from './live/harness.ts';
import { busyWhile } from './main-thread.ts';
import { complaintsOf } from './pages.ts';

/** A task of the page takes so many milliseconds of the processor at most. */
const BUSY = 50;
/** So long the page is held up, in real milliseconds, whatever else the machine does. */
const STALL = 1000;

/** Runs it, and looks how long it kept the thread of the page busy. */
async function attack(page: Page, ...given: [HarnessOptions, number?]): Promise<Outcome> {
  const { longest } = await busyWhile(page, () =>
    page.evaluate(async ([options, ms]) => {
      await lab.run(options, ms);
    }, given)
  );
  const outcome = await page.evaluate(() => lab.outcome);
  if (!outcome) throw new Error('nothing has run');
  expect(longest).toBeLessThan(BUSY);
  expect(outcome.stall).toBeLessThan(STALL);
  return outcome;
}

/** What code may try, and the name of the error that it gets. */
const ATTEMPTS: readonly (readonly [string, string, string])[] = [
  ['the page, by parent', `return parent.document.title`, 'ReferenceError'],
  ['the page, by top', `top.location = 'https://example.com/'; return 1`, 'ReferenceError'],
  ['the page, by self', `return self.parent.document.title`, 'TypeError'],
  ['the address', `return location.href`, 'ReferenceError'],
  ['the document and its cookies', `return document.cookie`, 'ReferenceError'],
  ['the navigator', `return navigator.userAgent`, 'ReferenceError'],
  ['a request to our origin', `return fetch('/en/?probe')`, 'ReferenceError'],
  ['a request elsewhere', `return globalThis.fetch('https://example.com/')`, 'TypeError'],
  ['an XMLHttpRequest', `return new XMLHttpRequest()`, 'ReferenceError'],
  ['an EventSource', `return new EventSource('/?probe')`, 'ReferenceError'],
  ['WebTransport', `return new WebTransport('https://example.com/')`, 'ReferenceError'],
  ['WebRTC', `return new RTCPeerConnection()`, 'ReferenceError'],
  ['storage', `return localStorage.length + sessionStorage.length`, 'ReferenceError'],
  ['IndexedDB', `return indexedDB.open('x')`, 'ReferenceError'],
  ['caches', `return caches.keys()`, 'ReferenceError'],
  ['a module from data:', `return import('data:text/javascript,export default 1')`, 'TypeError'],
  ['a module of our origin', `return import('ORIGIN/service-worker.js?probe')`, 'TypeError'],
  ['a module from elsewhere', `return import('https://example.com/x.js')`, 'TypeError'],
  ['eval', `return eval('1')`, 'ReferenceError'],
  ['the Function constructor', `return Function('return 1')()`, 'EvalError'],
  ['that of async functions', `return (async () => {}).constructor('return 1')()`, 'EvalError'],
  ['that of generators', `return (function* () {}).constructor('yield 1')().next()`, 'EvalError'],
  ['code in a timer', `return new Promise((r, j) => setTimeout('r(1)', 0))`, 'TypeError'],
  ['a script', `return importScripts('/x.js?probe')`, 'ReferenceError'],
  ['a worker', `return new Worker('data:text/javascript,1')`, 'ReferenceError'],
  ['a shared worker', `return new SharedWorker('data:text/javascript,1')`, 'ReferenceError'],
  ['a service worker', `return navigator.serviceWorker.register('/x.js?probe')`, 'ReferenceError'],
  ['a window', `return open('https://example.com/')`, 'ReferenceError'],
  ['the address of a Blob', `return URL.createObjectURL(new Blob(['1']))`, 'TypeError'],
  ['a stream', `return new Blob(['1']).stream()`, 'TypeError'],
  ['a channel', `return new MessageChannel()`, 'ReferenceError'],
  ['other tabs', `return new BroadcastChannel('x')`, 'ReferenceError'],
  ['the worker’s own messages', `return postMessage('x')`, 'ReferenceError'],
  ['the same, by its prototype', `return globalThis.__proto__.postMessage('x')`, 'TypeError'],
  ['the end of the worker', `return close()`, 'ReferenceError'],
  ['shared memory', `return new SharedArrayBuffer(1)`, 'ReferenceError'],
  ['WebAssembly', `return new WebAssembly.Memory({ initial: 1 })`, 'ReferenceError'],
  ['the machine’s timers', `return globalThis.setTimeout(() => {}, 1)`, 'TypeError'],
  ['the package fs', `return (await 0, require)('fs')`, 'ReferenceError'],
  ['an event stream of targets', `return new EventTarget().when('x')`, 'TypeError']
];

/** Nothing of the page has changed, and nothing has left it. */
async function untouched(page: Page, visited: string[]): Promise<void> {
  expect(visited).toEqual([]);
  expect(page.context().pages()).toHaveLength(1);
  const left = await page.evaluate(() => ({
    polluted: 'polluted' in {},
    keys: Object.keys(localStorage).filter((key) => key.includes('polluted')).length,
    frames: document.querySelectorAll('iframe:not([hidden])').length
  }));
  expect(left).toEqual({ polluted: false, keys: 0, frames: 0 });
}

/** Requests, sockets and windows from now on that are not the page's own. */
function watch(page: Page): string[] {
  const visited: string[] = [];
  const { origin } = new URL(page.url());
  const isForeign = (url: string) =>
    !/^(about|blob|data):/.test(url) && (!url.startsWith(origin) || url.includes('probe'));
  page.on('response', (response) => {
    if (isForeign(response.url())) visited.push(response.url());
  });
  page.on('requestfailed', (request) => {
    // What the policy stops has not left.
    const why = request.failure()?.errorText;
    if (why !== 'csp' && isForeign(request.url())) visited.push(`${request.url()} ${why}`);
  });
  page.on('websocket', (socket) => visited.push(socket.url()));
  page.on('popup', (popup) => visited.push(popup.url()));
  return visited;
}

test('reader code gets nowhere', async ({ page }) => {
  await openLab(page);
  const visited = watch(page);
  for (const [what, code, error] of ATTEMPTS)
    await test.step(what, async () => {
      const tried = code.replace('ORIGIN', new URL(page.url()).origin);
      const client = `
        try { const got = await (async () => { ${tried} })(); console.log('got', typeof got); }
        catch (error) { console.log(error.name); }`;
      const outcome = await run(page, { client });
      expect(consoleLines(outcome)).toEqual([`client: ${error}`]);
      expect(outcome.end).toBe('waits');
    });
  await untouched(page, visited);
});

test('a WebSocket of the lab goes to no network', async ({ page }) => {
  await openLab(page);
  const visited = watch(page);
  const client = `const ws = new WebSocket('wss://example.com/');
    ws.onclose = ({ code }) => console.log(code);`;
  expect(consoleLines(await run(page, { client }))).toEqual(['client: 1006']);
  await untouched(page, visited);
});

test('the global object has what the list names, and nothing else', async ({ page }) => {
  await openLab(page);
  const client = `
    const names = [];
    for (let at = globalThis; at !== Object.prototype; at = Object.getPrototypeOf(at))
      names.push(...Reflect.ownKeys(at).map(String));
    console.log(names.join());
    for (const name of ['URL', 'Blob', 'AbortSignal', 'EventTarget'])
      console.log(Reflect.ownKeys(globalThis[name]), Reflect.ownKeys(globalThis[name].prototype).map(String));
    console.log(Object.keys(performance), Object.getOwnPropertyNames(crypto.__proto__))`;
  const [global = '', ...classes] = consoleLines(await run(page, { client }));
  const { KEPT, OURS } = await import('#lib/live/sandbox/allowlist.ts');
  // Two numbers of an old file system that a browser does not let go, and what EventTarget has.
  const more = ['TEMPORARY', 'PERSISTENT', 'constructor', 'Symbol(Symbol.toStringTag)'];
  const members = ['addEventListener', 'removeEventListener', 'dispatchEvent'];
  const names = global.replace('client: ', '').split(',');
  expect(names.filter((name) => ![...KEPT, ...OURS, ...more, ...members].includes(name))).toEqual(
    []
  );
  const text = classes.join('\n');
  for (const gone of ['createObjectURL', 'revokeObjectURL', 'stream', 'timeout', 'when', 'subtle'])
    expect(text).not.toContain(`'${gone}'`);
  expect(text).toContain("['now', 'timeOrigin'] ['constructor', 'getRandomValues', 'randomUUID']");
});

test.describe('tricks on what is posted', () => {
  /** Patches every method that there is, and looks for a port in all that passes. */
  const SPY = `
    let [found, busy, looks] = [0, false, 0];
    const { toString } = Object.prototype, { apply, ownKeys } = Reflect;
    const WANTED = { '[object MessagePort]': 1, '[object MessageChannel]': 1, '[object Worker]': 1 };
    const look = (value) => {
      if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
      looks++;
      if (WANTED[apply(toString, value, [])]) found++;
    };
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const prototype = globalThis[name]?.prototype;
      if (!prototype || name === 'Function') continue;
      for (const key of ownKeys(prototype)) {
        const property = Object.getOwnPropertyDescriptor(prototype, key);
        if (key === 'constructor' || !property.configurable) continue;
        for (const part of ['get', 'value']) {
          const native = property[part];
          if (typeof native !== 'function') continue;
          property[part] = function (...args) {
            if (!busy) {
              busy = true;
              look(this);
              if (this instanceof Event) look(this.target);
              for (let i = 0; i < args.length; i++) look(args[i]);
              busy = false;
            }
            return apply(native, this, args);
          };
        }
        Object.defineProperty(prototype, key, property);
      }
    }`;

  test('no port passes through anything that can be patched', async ({ page }) => {
    await openLab(page);
    const client = `const { log } = console;
      ${SPY}
      setTimeout(() => log('found', found, looks > 100), 900);`;
    const outcome = await run(page, { client, command: { type: 'go', pace: 1 } });
    expect(consoleLines(outcome)).toEqual(['client: found 0 true']);
  });

  test('patched built-ins and prototypes reach the page as text, or not at all', async ({
    page
  }) => {
    await openLab(page);
    const visited = watch(page);
    for (const trick of [
      `Object.prototype.polluted = 1; Object.prototype.type = 'forged';`,
      `Array.prototype.push = function () { this[this.length] = { n: 1, polluted: 1 }; };`,
      `Object.defineProperty(Array.prototype, '0', { set() {}, get() { return 1; } });`,
      `Object.prototype.toJSON = () => 'forged'; Object.prototype.then = () => {};`,
      `Uint8Array.prototype.slice = () => new Uint8Array(1 << 28);`,
      `String.prototype.slice = () => 'x'.repeat(1 << 28);`,
      `Reflect.setPrototypeOf(Array.prototype, new Proxy({}, {}));`
    ]) {
      const client = `${trick}
        console.log({ ['__proto__']: { polluted: 1 } }, '<img src=x onerror=alert(1)>');
        console.log('x'.repeat(20000));
        new WebSocket('ws://localhost:1');`;
      const outcome = await attack(page, { client }, 3000);
      for (const { event } of outcome.entries) expect(Object.keys(event)).toContain('at');
    }
    await untouched(page, visited);
  });
});

test('code that closes its own function does not run', async ({ page }) => {
  await openLab(page);
  for (const client of [
    '} console.log(1); {',
    '} }), polluted: (() => { console.log(1) })(), x: () => ({ async run() {',
    '}}), client: () => ({ async run() { console.log(1)',
    '}\nconsole.log(1)\n{\n}\nx()\n{',
    '/*',
    '`',
    '} /*'
  ]) {
    const outcome = await run(page, { client });
    expect(outcome.end, client).toBe('mistakes');
    expect(outcome.mistakes.map(({ pane }) => pane)).toEqual(['client']);
  }
});

test('a mistake is told with its pane, line and column', async ({ page }) => {
  await openLab(page);
  const { mistakes } = await run(page, {
    client: 'const a = 1;\nconst b = ;\n',
    server: 'let x;\n\nlet x;'
  });
  expect([...mistakes].sort((a, b) => a.line - b.line)).toEqual([
    { pane: 'client', line: 2, column: 11, message: "Unexpected token ';'" },
    { pane: 'server', line: 3, column: 5, message: "Identifier 'x' has already been declared" }
  ]);
});

test('an error is told with the line that it came from', async ({ page }) => {
  await openLab(page);
  const { entries } = await run(page, {
    client: `console.log('one');
      setTimeout(() => {
        null.x;
      });
      setTimeout(() => Promise.reject(new Error('nobody')), 1);
      const target = new EventTarget();
      target.addEventListener('x', () => { throw new RangeError('listener'); });
      target.dispatchEvent(new Event('x'));`,
    server: `\n\nthrow new TypeError('server');`
  });
  const told = entries.flatMap(({ event, line }) =>
    event.type === 'console' ? [`${line?.pane} ${line?.line} ${event.text.slice(0, 20)}`] : []
  );
  expect(told.sort()).toEqual([
    'client 1 one',
    'client 3 TypeError: Cannot re',
    'client 5 Error: nobody',
    'client 7 RangeError: listener',
    'server 3 TypeError: server'
  ]);
});

test.describe('runaway code is ended, and the page stays free', () => {
  for (const [what, client] of [
    ['at its start', 'while (true);'],
    ['in a timer', 'setTimeout(() => { for (;;); }, 1000);'],
    ['in a promise', 'const f = () => Promise.resolve().then(f); f();'],
    ['in an async function', 'while (true) await 0;'],
    ['that writes', `for (;;) console.log('x'.repeat(1000));`],
    ['that dispatches', `const t = new EventTarget(); for (;;) t.dispatchEvent(new Event('x'));`],
    ['of growing memory', `const list = []; while (true) list.push({ n: list.length });`],
    ['that catches everything', 'for (;;) try { (function f() { f(); })(); } catch {}']
  ] as const)
    test(`a loop ${what}`, async ({ page }) => {
      await openLab(page);
      const outcome = await attack(page, { client });
      expect(outcome.end).toBe('hung');
      expect(outcome.took).toBeLessThan(8000);
      expect(await page.locator('iframe').count()).toBe(0);
    });

  for (const [what, client, end] of [
    ['recursion', '(function f() { f(); })();', 'waits'],
    ['waiting for the clock', 'const end = Date.now() + 5000; while (Date.now() < end);', 'waits'],
    ['the same', 'const end = performance.now() + 50; while (performance.now() < end);', 'waits'],
    ['a flood in the console', `setInterval(() => console.log('x'.repeat(1e5)), 0);`, 'limit'],
    ['a flood of timers', 'for (let i = 0; i < 20000; i++) setTimeout(() => {}, 1e6);', 'limit'],
    [
      'a flood of messages',
      `const ws = new WebSocket('ws://localhost:8080'); ws.onopen = () => setInterval(() => ws.send('x'.repeat(1e5)), 1)`,
      'limit'
    ]
  ] as const)
    test(`${what} comes to an end`, async ({ page }) => {
      await openLab(page);
      const server = 'new WebSocketServer({ port: 8080 });';
      const outcome = await attack(page, { client, server }, 30_000);
      expect(outcome.reason).toBe('');
      expect(outcome.end).toBe(end);
    });

  test('an interval without an end is stopped, and nothing comes after that', async ({ page }) => {
    await openLab(page);
    const client = `setInterval(() => console.log('tick'), 10);`;
    const running = run(page, { client, command: { type: 'go', pace: 1 } }, 30_000);
    await page.waitForFunction(() => (lab.outcome?.reports ?? 0) > 3);
    const [before, after] = await page.evaluate(async () => {
      lab.sandbox?.stop();
      const count = lab.outcome?.reports ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [count, lab.outcome?.reports ?? 0];
    });
    expect(before).toBeGreaterThan(3);
    expect(after).toBe(before);
    expect(await page.locator('iframe').count()).toBe(0);
    await page.close();
    await running.catch(() => {});
  });
});

test.describe('somebody who has the port and speaks for the runtime', () => {
  const PROGRESS = `const progress = { now: 0, ran: 0, due: [] };`;
  const hostile = (said: string) => `
    globalThis.startRun = () => {};
    onmessage = ({ ports: [port] }) => {
      ${PROGRESS}
      const mark = (n, more) => ({ n, step: 0, connection: 0, event: { type: 'mark', at: 0, endpoint: 'x', id: 'y' }, ...more });
      const entries = (list) => port.postMessage({ type: 'report', report: { type: 'entries', entries: list, progress } });
      port.postMessage({ type: 'ready' });
      ${said}
    };`;
  for (const [what, said] of [
    ['says what is no message', `port.postMessage('hello');`],
    [
      'names a prototype',
      `port.postMessage(JSON.parse('{"__proto__":{"polluted":1},"type":"x"}'));`
    ],
    ['leaves a number out', `entries([mark(2)]);`],
    ['tells a time that is none', `entries([mark(1, { event: { ...mark(1).event, at: NaN } })]);`],
    ['goes back in time', `entries([mark(1, { event: { ...mark(1).event, at: 5 } }), mark(2)]);`],
    ['tells too much at a time', `entries(Array.from({ length: 20000 }, (_, i) => mark(i + 1)));`],
    ['tells a line that is none', `entries([mark(1, { line: { pane: 'client', line: 99 } })]);`],
    [
      'nests',
      `let deep = {}; for (let i = 0; i < 3000; i++) deep = { deep }; port.postMessage(deep);`
    ],
    ['sends a long text', `port.postMessage({ type: 'failed', reason: 'x'.repeat(5e6) });`],
    [
      'sends many bytes',
      `entries([mark(1, { event: { type: 'segment', at: 0, from: 'a', to: 'b', arrives: null, carries: 'frame', bytes: new Uint8Array(20 << 20) } })]);`
    ],
    ['begins twice', `port.postMessage({ type: 'ready' });`],
    ['floods with nothing', `for (let i = 0; i < 20000; i++) entries([]);`],
    ['floods with answers', `for (let i = 0; i < 20000; i++) port.postMessage({ type: 'pong' });`]
  ] as const)
    test(`is not believed when it ${what}`, async ({ page }) => {
      await openLab(page);
      const visited = watch(page);
      const outcome = await attack(page, { runtime: hostile(said) });
      expect(outcome.end).toBe('broken');
      await untouched(page, visited);
    });
});

test('the site’s own page complains of nothing while it runs', async ({ page }) => {
  const complaints = complaintsOf(page);
  await openLab(page);
  await run(page, {
    client: `console.log(1); setTimeout(() => { throw 1; })`,
    server: 'let x = ;'
  });
  await run(page, { client: `console.log(1); setTimeout(() => { throw 1; })` });
  // A worker that is ended early has not read all of its script.
  expect(complaints.filter((text) => !text.startsWith('failed: blob:null/'))).toEqual([]);
});
