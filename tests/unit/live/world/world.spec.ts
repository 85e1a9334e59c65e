import { describe, expect, it } from 'vitest';
import { answerTo, openServer } from '#lib/protocol/websocket/opening.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { serverConnection, step } from '#lib/protocol/websocket/connection.ts';
import type { Input } from '#lib/protocol/websocket/connection-io.ts';
import type { Globals } from '#lib/live/world/world.ts';
import type { ServerEnvironment } from '#lib/live/ws/environment.ts';
import type { Entry } from '#lib/live/run/run.ts';
import { linesOf, runWorld } from '../../../helpers/world.ts';

type Log = { log: (...values: unknown[]) => void };
type Opens = new (url: string) => EventTarget & {
  send(data: unknown): void;
  close(code?: number): void;
  bufferedAmount: number;
  readyState: number;
  onmessage: unknown;
};
const of = (globals: Globals) =>
  globals as unknown as {
    console: Log;
    WebSocket: Opens;
    setTimeout: (f: () => void, ms?: number) => number;
    echo: () => void;
  };

/** An echo server of our core, without any API. */
const echo = (environment: ServerEnvironment): Globals => ({
  echo: () =>
    environment.listen(8080, ({ socket }) => {
      let connection = serverConnection(openServer());
      const take = (input: Input) => {
        const next = step(connection, input);
        connection = next.connection;
        for (const output of next.outputs)
          if (output.type === 'bytes') socket.send(output.bytes, 'frame');
          else if (output.type === 'request')
            take({
              type: 'respond',
              response: answerTo(output.judgement, deriveAcceptSync(output.key).accept)
            });
          else if (output.type === 'message') take({ type: 'send', message: output.message });
          else if (output.type === 'close-tcp') socket.end();
      };
      socket.onbytes = (bytes) => {
        take({ type: 'bytes', bytes });
        while (connection.hasUnread) take({ type: 'read' });
      };
      socket.onend = () => take({ type: 'tcp-closed' });
    })
});

const server = (globals: Globals) => of(globals).echo();

function talk(globals: Globals) {
  const { console, WebSocket } = of(globals);
  const socket = new WebSocket('ws://localhost:8080/chat');
  for (const type of ['open', 'message', 'error', 'close'])
    socket.addEventListener(type, (event) => {
      const { data, code, wasClean } = event as unknown as Record<string, unknown>;
      console.log(
        type,
        socket.readyState,
        ...[data, code, wasClean].filter((x) => x !== undefined)
      );
      if (type === 'open') {
        socket.send('Hello');
        console.log('buffered', socket.bufferedAmount);
      }
      if (type === 'message') socket.close(1000);
    });
}

const segments = (entries: readonly Entry[]) =>
  entries.flatMap(({ event }) =>
    event.type === 'segment'
      ? [`${event.from} ${event.flags?.join('-') ?? event.carries} ${event.at}`]
      : []
  );

describe('a run', () => {
  it('opens, echoes and closes, each segment a delay later', async () => {
    const { entries } = await runWorld({ client: talk, server, serverGlobals: echo });
    expect(linesOf(entries)).toEqual([
      'client: open 1',
      'client: buffered 5',
      'client: message 1 Hello',
      'client: close 3 1000 true'
    ]);
    expect(segments(entries)).toEqual([
      'client SYN 0',
      'server SYN-ACK 20',
      'client ACK 40',
      'client request 40',
      'server frame 60',
      'client frame 80',
      'server frame 100',
      'client frame 120',
      'server frame 140',
      'server FIN 140',
      'client FIN 160'
    ]);
    expect(entries.map(({ n }) => n)).toEqual(entries.map((_, i) => i + 1));
  });

  it('is the same, byte for byte, each time with the same seed', async () => {
    const once = () =>
      runWorld({ client: talk, server, serverGlobals: echo, seed: 42, conditions: { jitter: 15 } });
    const first = JSON.stringify((await once()).entries);
    for (let i = 0; i < 100; i++) expect(JSON.stringify((await once()).entries)).toBe(first);
    const other = await runWorld({ client: talk, server, serverGlobals: echo, seed: 43 });
    expect(JSON.stringify(other.entries)).not.toBe(first);
  });

  it('to a port where nobody listens is refused: error, then close with 1006', async () => {
    const { entries } = await runWorld({ client: talk });
    expect(linesOf(entries)).toEqual(['client: error 3', 'client: close 3 1006 false']);
    expect(segments(entries)).toEqual(['client SYN 0', 'server RST-ACK 20']);
  });

  it('through a proxy that strips Upgrade does not open', async () => {
    const { entries } = await runWorld({
      client: talk,
      server,
      serverGlobals: echo,
      conditions: { strip: true }
    });
    expect(linesOf(entries)).toEqual(['client: error 3', 'client: close 3 1006 false']);
    const requests = entries.flatMap(({ event }) =>
      event.type === 'segment' && event.carries === 'request'
        ? [new TextDecoder().decode(event.bytes)]
        : []
    );
    expect(requests).toHaveLength(2);
    expect(requests[0]).toContain('Upgrade: websocket');
    expect(requests[1]).not.toContain('Upgrade');
  });
});

describe('conditions', () => {
  const carried = (entries: readonly Entry[]) =>
    entries.flatMap(({ n, event }) => {
      if (event.type !== 'segment' || event.from !== 'client' || event.carries !== 'frame')
        return [];
      const came = entries.find(
        ({ event: other }) => other.type === 'arrival' && other.segment === n && !other.lost
      );
      return [
        { at: event.at, took: (came?.event.at ?? NaN) - event.at, bytes: event.bytes.length }
      ];
    });
  const ticks = (globals: Globals) => {
    const { WebSocket, setTimeout } = of(globals);
    const socket = new WebSocket('ws://localhost:8080/');
    const tick = () => {
      socket.send('tick');
      setTimeout(tick, 1000);
    };
    socket.addEventListener('open', tick);
  };

  it('that change while it runs hold from then on', async () => {
    const base = { jitter: 0, rate: 0, segment: 0, idle: 0, strip: false };
    const { entries } = await runWorld({
      client: ticks,
      server,
      serverGlobals: echo,
      timed: [{ at: 1500, type: 'conditions', conditions: { ...base, delay: 300 } }],
      until: 4000
    });
    expect(carried(entries).map(({ took }) => Math.round(took))).toEqual([20, 20, 300, 300]);
  });

  it('cut what is written into tiny segments, which come in order', async () => {
    const { entries } = await runWorld({
      client: talk,
      server,
      serverGlobals: echo,
      conditions: { segment: 3 }
    });
    // Each frame of eleven and eight bytes comes in pieces of three, and is read as before.
    expect(carried(entries).map(({ bytes }) => bytes)).toEqual([3, 3, 3, 2, 3, 3, 2]);
    expect(linesOf(entries)).toContain('client: message 1 Hello');
    expect(linesOf(entries).at(-1)).toBe('client: close 3 1000 true');
  });

  it('with jitter let segments take longer, up to it, and never out of order', async () => {
    const { entries } = await runWorld({
      client: ticks,
      server,
      serverGlobals: echo,
      conditions: { jitter: 40 },
      until: 20_000
    });
    const taken = carried(entries)
      .slice(0, -1)
      .map(({ took }) => took);
    expect(Math.min(...taken)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...taken)).toBeLessThan(60);
    expect(new Set(taken).size).toBeGreaterThan(10);
  });
});

describe('faults', () => {
  /** Opens, then sends something every second. */
  const heartbeat = (globals: Globals) => {
    const { console, WebSocket, setTimeout } = of(globals);
    const socket = new WebSocket('ws://localhost:8080/');
    const beat = () => {
      socket.send('beat');
      setTimeout(beat, 1000);
    };
    socket.addEventListener('open', beat);
    socket.addEventListener('message', () => console.log('heard'));
    socket.addEventListener('error', () => console.log('error'));
    socket.addEventListener('close', (event) =>
      console.log('close', (event as CloseEvent).code, socket.readyState)
    );
  };
  /** The event of the world in which the client hears `open`. */
  const openingOf = (client: (globals: Globals) => unknown) =>
    runWorld({ client, server, serverGlobals: echo, until: 100 }).then(
      ({ entries }) =>
        entries.find(({ event }) => event.type === 'api' && event.name === 'open')?.step ?? NaN
    );

  it('a cut cable tells nobody: what is sent is sent again, until TCP gives up', async () => {
    const client = (globals: Globals) => {
      const { console, WebSocket } = of(globals);
      const socket = new WebSocket('ws://localhost:8080/');
      socket.addEventListener('open', () => socket.send('x'));
      socket.addEventListener('close', () => console.log('close', socket.readyState));
    };
    const after = (await openingOf(client)) - 1;
    const deeds = [{ after, type: 'fault', fault: 'cut' }] as const;
    const { entries } = await runWorld({ client, server, serverGlobals: echo, deeds });
    expect(linesOf(entries)).toEqual(['client: close 3']);
    const frames = entries.filter(
      ({ event }) =>
        event.type === 'segment' && event.from === 'client' && event.carries === 'frame'
    );
    // The first and fifteen more (Linux: tcp_retries2).
    expect(frames).toHaveLength(16);
    expect(entries.at(-1)?.event.at).toBeGreaterThan(900_000);
  });

  it('a mended cable lets what was lost come late, in order', async () => {
    const opened = await openingOf(heartbeat);
    const { entries } = await runWorld({
      client: heartbeat,
      server,
      serverGlobals: echo,
      deeds: [
        { after: opened, type: 'fault', fault: 'cut' },
        { after: opened + 12, type: 'fault', fault: 'mend' }
      ],
      until: 10_000
    });
    expect(linesOf(entries).filter((line) => line === 'client: heard').length).toBe(10);
  });

  it('a reset ends the connection for both at once', async () => {
    const opened = await openingOf(heartbeat);
    const { entries } = await runWorld({
      client: heartbeat,
      server,
      serverGlobals: echo,
      deeds: [{ after: opened + 4, type: 'fault', fault: 'reset' }],
      until: 3000
    });
    expect(linesOf(entries)).toContain('client: close 1006 3');
    expect(segments(entries).filter((text) => text.includes('RST'))).toHaveLength(2);
  });

  it('a proxy drops what is idle', async () => {
    const { entries } = await runWorld({
      client: (globals) => {
        const { console, WebSocket } = of(globals);
        const socket = new WebSocket('ws://localhost:8080/');
        socket.addEventListener('close', (event) => console.log((event as CloseEvent).code));
      },
      server,
      serverGlobals: echo,
      conditions: { idle: 60 }
    });
    expect(linesOf(entries)).toEqual(['client: 1006']);
    const mark = entries.find(({ event }) => event.type === 'mark');
    expect(mark?.event).toMatchObject({ id: 'proxy-idle', at: 60_080 });
  });

  it('a slow line keeps bytes waiting, and bufferedAmount counts them', async () => {
    const { entries } = await runWorld({
      client: (globals) => {
        const { console, WebSocket, setTimeout } = of(globals);
        const socket = new WebSocket('ws://localhost:8080/');
        socket.addEventListener('open', () => {
          for (let i = 0; i < 10; i++) socket.send('x'.repeat(1000));
          console.log(socket.bufferedAmount);
          setTimeout(() => console.log(socket.bufferedAmount), 500);
        });
      },
      server,
      serverGlobals: echo,
      conditions: { rate: 80_000 }
    });
    // 10 kB/s: 1000 bytes of payload, 8 of header, 52 of TCP/IP each.
    expect(linesOf(entries)).toEqual(['client: 10000', 'client: 6000']);
  });
});
