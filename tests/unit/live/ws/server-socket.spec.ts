import { describe, expect, it } from 'vitest';
import { fromHex } from '#lib/bytes/bytes.ts';
import { frame, framesOf, opened } from './program.ts';

const closing = (code: number) => frame(8, Uint8Array.of(code >> 8, code & 0xff));

describe('what is written down of a socket', () => {
  it('is what the program calls and hears, in its order, with the state', () => {
    const { ws, peer, say } = opened((socket) => {
      socket.on('message', (data) => socket.send(`re: ${String(data)}`));
    });
    say(frame(1, 'hi'));
    ws.ping('p');
    ws.pause();
    ws.resume();
    ws.close(1001, 'done');
    say(closing(1001));
    peer.end();
    say(frame(1, 'too late'));
    expect(peer.seen.api).toEqual([
      { name: 'connection', detail: { url: '/', protocol: '' }, readyState: 1 },
      { name: 'message', detail: { bytes: 2, isBinary: false }, readyState: 1 },
      { name: 'send()', detail: { data: 're: hi' }, readyState: 1 },
      { name: 'ping()', detail: { bytes: 1 }, readyState: 1 },
      { name: 'pause()', detail: {}, readyState: 1 },
      { name: 'resume()', detail: {}, readyState: 1 },
      { name: 'close()', detail: { code: 1001, reason: 'done' }, readyState: 1 },
      { name: 'close', detail: { code: 1001, reason: '' }, readyState: 3 }
    ]);
    expect(peer.seen.states).toEqual(['connecting open', 'open closing', 'closing closed']);
    expect(peer.seen.messages).toEqual(['received text hi', 'sent text re: hi']);
  });

  it('is a message that was sent in frames, once it is whole', () => {
    const { ws, host, peer } = opened();
    ws.send('one, ', { fin: false });
    ws.send('two', { fin: true });
    host.run();
    expect(peer.seen.messages).toEqual(['sent text one, two']);
    expect(framesOf(peer)).toEqual(['1 one, ', '0 two']);
  });

  it('stays as it came when the program changes its data', () => {
    const { peer, say } = opened((ws) => ws.on('message', (data: Buffer) => data.fill(0)));
    say(frame(2, 'abc'));
    expect(peer.seen.messages).toEqual(['received binary abc']);
  });

  it('is a Ping or a Pong only where the program listens to it', () => {
    const deaf = opened();
    deaf.say(frame(9, 'p'));
    expect(deaf.peer.seen.api.map(({ name }) => name)).toEqual(['connection']);
    const hearing = opened((ws) => ws.on('ping', () => {}));
    hearing.say(frame(9, 'p'));
    expect(hearing.peer.seen.api.map(({ name }) => name)).toEqual(['connection', 'ping']);
    expect(framesOf(deaf.peer)).toEqual(['10 p']);
  });

  it('is the rule that a frame broke, and its bits', () => {
    const { peer, say } = opened((ws) => ws.on('error', () => {}));
    say(frame(1, 'fine'));
    say(frame(3, 'x'));
    expect(peer.seen.failed).toEqual([{ rule: 'frame-opcode', range: { from: 84, to: 88 } }]);
    expect(peer.seen.api.at(-1)).toEqual({
      name: 'error',
      detail: { exception: 'RangeError', message: 'Invalid WebSocket frame: invalid opcode 3' },
      readyState: 2
    });
  });
});

describe('sendRaw', () => {
  it('writes bytes as they are, as a frame segment, and calls back', () => {
    const { ws, peer, host } = opened();
    let isSent = false;
    ws.sendRaw(fromHex('f1 00'), () => (isSent = true));
    expect(isSent).toBe(false);
    host.run();
    expect(isSent).toBe(true);
    expect(Array.from(peer.received.slice(-2))).toEqual([0xf1, 0x00]);
    expect(peer.seen.carries).toEqual(['response', 'frame']);
    expect(peer.seen.api.at(-1)?.name).toBe('sendRaw()');
  });
});

describe('an error that nobody catches', () => {
  it('ends the process: an error event without a listener', () => {
    const { host, peer, say } = opened((ws) => ws.on('message', (data) => ws.send(data)));
    say(frame(3));
    expect(host.crashes).toEqual([expect.objectContaining({ code: 'WS_ERR_INVALID_OPCODE' })]);
    say(frame(1, 'nobody is there'));
    expect(framesOf(peer)).toHaveLength(1);
  });

  it('ends the process: what a listener throws', () => {
    const problem = new Error('mine');
    const { host, say } = opened((ws) =>
      ws.on('message', () => {
        throw problem;
      })
    );
    say(frame(1, 'a'));
    expect(host.crashes).toEqual([problem]);
  });

  it('ends the process: what a callback throws', () => {
    const problem = new Error('mine');
    const { host, ws } = opened();
    ws.send('a', () => {
      throw problem;
    });
    expect(host.crashes).toEqual([]);
    host.run();
    expect(host.crashes).toEqual([problem]);
  });
});

describe('time', () => {
  it('is 30 seconds for a closing handshake', () => {
    const { host, ws, peer } = opened();
    let closed = 0;
    ws.on('close', (code) => (closed = code));
    ws.close(1000);
    host.run(29_990);
    expect([closed, peer.ended]).toEqual([0, 'no']);
    host.run(20);
    expect([closed, peer.ended]).toEqual([1006, 'fin']);
  });

  it('is taken back when the handshake is over', () => {
    const { host, ws, peer, say } = opened();
    ws.close(1000);
    say(closing(1000));
    peer.end();
    host.run(40_000);
    expect(ws.readyState).toBe(3);
    expect(peer.ended).toBe('fin');
  });

  it('passes while a slow line takes the bytes', () => {
    const { host, ws } = opened();
    host.slowness = 10;
    const sent: number[] = [];
    ws.send('x'.repeat(8), () => sent.push(host.queue.now));
    const start = host.queue.now;
    expect(ws.bufferedAmount).toBe(10);
    host.run(99);
    expect([ws.bufferedAmount, sent]).toEqual([10, []]);
    host.run(2);
    expect([ws.bufferedAmount, sent]).toEqual([0, [start + 100]]);
  });
});

describe('TCP', () => {
  it('that ends before bytes have left calls back with an error', () => {
    const { host, ws } = opened();
    host.slowness = 1000;
    const heard: unknown[] = [];
    ws.send('slow', (error) => heard.push((error as NodeJS.ErrnoException).code));
    ws.terminate();
    host.run(10_000);
    expect(heard).toEqual(['ERR_STREAM_DESTROYED']);
  });

  it('is ended with a FIN by terminate(), and with an RST to what comes then', () => {
    const { host, ws, peer, say } = opened();
    ws.terminate();
    host.run();
    expect([peer.ended, ws.readyState]).toEqual(['fin', 3]);
    say(frame(1, 'hello?'));
    expect(peer.ended).toBe('reset');
  });

  it('is reset by terminate() where bytes were not read', () => {
    const { host, ws, peer, say } = opened();
    ws.pause();
    say(frame(1, 'waits'));
    ws.terminate();
    host.run();
    expect(peer.ended).toBe('reset');
  });

  it.each(['reset', 'timeout'] as const)('that is over by a %s closes with 1006', (how) => {
    const { host, ws, peer } = opened();
    const heard: unknown[] = [];
    ws.on('error', () => heard.push('error'));
    ws.on('close', (code) => heard.push(code));
    peer.reset(how);
    host.run();
    expect(heard).toEqual([1006]);
    expect(peer.seen.states).toEqual(['connecting open', 'open closing', 'closing closed']);
  });
});

describe('what only a server can do wrong', () => {
  it('is to mask a frame, with a key of the host', () => {
    const { host, ws, peer } = opened();
    ws.send('ab', { mask: true });
    host.run();
    const key = [1, 2, 3, 4];
    expect(Array.from(peer.received.slice(-8))).toEqual([0x81, 0x82, ...key, 0x61 ^ 1, 0x62 ^ 2]);
  });
});

describe('a large message in many pieces', () => {
  it('comes whole', () => {
    const { host, ws, peer } = opened(undefined, { maxPayload: 0 });
    let length = 0;
    ws.on('message', (data: Buffer) => (length = data.length));
    const bytes = frame(2, new Uint8Array(200_000));
    for (let at = 0; at < bytes.length; at += 1448) peer.send(bytes.subarray(at, at + 1448));
    host.run();
    expect(length).toBe(200_000);
  });
});
