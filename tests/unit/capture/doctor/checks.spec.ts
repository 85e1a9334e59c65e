/** Each finding in a capture that has it, and none in one that is like it and has it not. */
import { describe, expect, it } from 'vitest';
import { base64Encode } from '#lib/bytes/base64.ts';
import { diagnose } from '#lib/capture/doctor/diagnose.ts';
import { groupFindings, type Finding, type FindingId } from '#lib/capture/doctor/finding.ts';
import { seededRandom } from '#lib/network/random.ts';
import {
  contextOf,
  DEFAULT_AGREEMENT,
  deflateMessage
} from '#lib/protocol/websocket/permessage-deflate.ts';
import { CONTINUATION, TEXT } from '#lib/protocol/websocket/opcode.ts';
import {
  built,
  close,
  closed,
  fin,
  frame,
  opened,
  ping,
  pong,
  refusal,
  request,
  response,
  rst,
  step,
  syn,
  text,
  type Step
} from '../../../helpers/built-capture.ts';
import { captureOf, tracesOf } from '../../../helpers/live-capture.ts';
import { scenarioCalled } from '../../../helpers/scenario-run.ts';

async function findingsIn(...connections: readonly (readonly Step[])[]): Promise<Finding[]> {
  const { capture, source } = await built(...connections);
  return diagnose(capture, source);
}
const idsOf = (findings: readonly Finding[]): string[] => findings.map(({ id }) => id);
function the(findings: readonly Finding[], id: FindingId): Finding {
  const found = findings.filter((one) => one.id === id);
  expect(idsOf(findings)).toContain(id);
  expect(found).toHaveLength(1);
  return found[0] as Finding;
}

const random = seededRandom(6455);
const noise = (length: number) =>
  Uint8Array.from({ length }, () => Math.floor(random.next() * 256));
const hello = [text(10, 'client', 'Hello'), text(14, 'server', 'Hello')];

describe('a connection that is well', () => {
  it('gives no finding', async () => {
    const steps = [...opened(), ...hello, ping(20, 'server'), pong(23, 'client'), ...closed(30)];
    expect(await findingsIn(steps)).toEqual([]);
  });

  it('that is still open when the capture ends gives none either', async () => {
    expect(await findingsIn([...opened(), ...hello])).toEqual([]);
  });
});

describe('opening', () => {
  it('knows a port where nobody listens, and a host that never answers', async () => {
    const refused = [syn(0, 'client'), rst(2, 'server')];
    expect(the(await findingsIn(refused), 'tcp-refused').params['address']).toBe('10.0.0.2:8080');
    const again = [0, 1000, 3000].map((at) => ({ ...syn(at, 'client'), lost: true }));
    expect(the(await findingsIn(again), 'tcp-no-answer').params).toMatchObject({ waited: 3000 });
  });

  it('knows a request that gets no answer, with what happened to TCP', async () => {
    const [a, b, c] = opened() as [Step, Step, Step];
    const found = the(await findingsIn([a, b, c, fin(3000, 'server')]), 'no-answer');
    expect(found.params).toMatchObject({ how: 'fin', by: 'server' });
    expect(found.evidence).toMatchObject({ head: 'request', packets: [3] });
  });
});

describe('a refusal', () => {
  const refused = (asked: Uint8Array, answered: Uint8Array) =>
    findingsIn([...opened(asked, answered), fin(20, 'server'), fin(24, 'client')]);

  it('of a correct request is told by its status and the fields that say why', async () => {
    const answer = refusal(401, { 'WWW-Authenticate': 'Basic realm="x"' });
    const { params, evidence } = the(await refused(request(), answer), 'refused');
    expect(params).toMatchObject({ status: 401, scheme: 'Basic' });
    expect(evidence).toMatchObject({ head: 'response', fields: ['WWW-Authenticate'] });
  });

  it('of a faulty request names the first rule and the fields', async () => {
    const asked = request({ 'Sec-WebSocket-Version': '8', 'Sec-WebSocket-Key': 'short' });
    const { params, evidence } = the(await refused(asked, refusal(400)), 'refused-request');
    expect(params).toMatchObject({ rule: 'req-key-16-bytes', n: 2 });
    expect(evidence.fields).toEqual(['Sec-WebSocket-Key', 'Sec-WebSocket-Version']);
  });

  it('of a request without its Upgrade shows the connection where it still had it', async () => {
    const bare = request({ Upgrade: null, Connection: 'close', Via: '1.1 proxy' });
    const end = [fin(20, 'server'), fin(24, 'client')];
    const alone = await findingsIn([...opened(bare, refusal(400)), ...end]);
    expect(the(alone, 'upgrade-stripped').params).toMatchObject({ how: 'via', via: '1.1 proxy' });
    const both = await findingsIn(
      [...opened(request(), refusal(400)), ...end],
      [...opened(bare, refusal(400)), ...end]
    );
    expect(the(both, 'upgrade-stripped')).toMatchObject({
      connection: 1,
      params: { how: 'twin', twin: 1 }
    });
    expect(the(both, 'refused').connection).toBe(0);
  });

  it('that came through a proxy is a hint at it, not more', async () => {
    const answer = refusal(400, { Via: '1.1 proxy' });
    const found = await refused(request(), answer);
    expect(idsOf(found)).toEqual(['refused', 'upgrade-stripped-maybe']);
    expect(idsOf(await refused(request(), refusal(400)))).toEqual(['refused']);
  });
});

describe('an answer 101', () => {
  const answered = (answer: Uint8Array, asked = request()) =>
    findingsIn([...opened(asked, answer), rst(20, 'client')]);

  it('with a wrong accept value names the mistake', async () => {
    const wrong = response({ 'Sec-WebSocket-Accept': 'Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=' });
    expect(the(await answered(wrong), 'accept-wrong').params).toMatchObject({
      got: 'Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=',
      expected: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='
    });
    the(await answered(response({ 'Sec-WebSocket-Accept': null })), 'accept-missing');
  });

  it('that a browser rejects names the rule; the RST of the client is no finding of its own', async () => {
    const found = await answered(response({ 'Sec-WebSocket-Protocol': 'chat' }));
    expect(idsOf(found)).toEqual(['answer-rejected']);
    expect(found[0]?.params).toEqual({ rule: 'resp-protocol-requested' });
  });

  it('without a subprotocol is only for browsers a fault', async () => {
    const asked = request({ 'Sec-WebSocket-Protocol': 'chat' });
    const end = [...hello, ...closed(30)];
    const found = await findingsIn([...opened(asked, response()), ...end]);
    expect(idsOf(found)).toEqual(['browser-would-reject']);
    const browser = request({
      'Sec-WebSocket-Protocol': 'chat',
      Origin: 'http://example.com',
      'User-Agent': 'Mozilla/5.0'
    });
    expect(idsOf(await answered(response(), browser))).toEqual(['answer-rejected']);
  });

  it('to a faulty request says so, though it works', async () => {
    const asked = request({ 'Sec-WebSocket-Version': '8' });
    const found = await findingsIn([...opened(asked, response()), ...hello, ...closed(30)]);
    expect(the(found, 'handshake-rule')).toMatchObject({
      severity: 'warning',
      params: { rule: 'req-version-13', by: 'client' },
      evidence: { head: 'request', fields: ['Sec-WebSocket-Version'] }
    });
  });
});

describe('rules', () => {
  it('that are broken often are one finding with all rows, and what the other end did', async () => {
    const unmasked = (at: number) => step(at, 'client', frame('server', TEXT, 'x'));
    const steps = [
      ...opened(),
      unmasked(10),
      unmasked(11),
      close(14, 'server', 1002),
      fin(15, 'server')
    ];
    const found = await findingsIn(steps);
    expect(the(found, 'broken-rule')).toMatchObject({
      severity: 'error',
      params: { rule: 'mask-client', by: 'client', n: 2, frame: 1, answer: 1002 },
      evidence: { frames: [0, 1] }
    });
    // The code is what came of it.
    expect(the(found, 'closed').severity).toBe('notice');
  });

  it('about text and compression are told with the message', async () => {
    const bad = await findingsIn([...opened(), text(10, 'server', Uint8Array.of(0x41, 0xff))]);
    expect(the(bad, 'invalid-utf8').params).toMatchObject({ by: 'server', message: 1, at: 1 });
    const deflate = 'permessage-deflate';
    const agreed = opened(
      request({ 'Sec-WebSocket-Extensions': deflate }),
      response({ 'Sec-WebSocket-Extensions': deflate })
    );
    const broken = frame('server', TEXT, Uint8Array.of(0x07, 0xff, 0xff), { rsv1: true });
    const corrupt = await findingsIn([...agreed, step(10, 'server', broken)]);
    expect(the(corrupt, 'corrupt-deflate')).toMatchObject({ evidence: { messages: [0] } });
  });

  it('of conduct: data behind the own Close', async () => {
    const steps = [...opened(), close(10, 'client', 1000), text(11, 'client', 'late')];
    const end = [close(15, 'server', 1000), fin(16, 'server'), fin(20, 'client')];
    const found = await findingsIn([...steps, ...end]);
    expect(found.map(({ params }) => params['rule'])).toContain('close-last-data');
  });

  it('of conduct: a Pong with other bytes than the Ping', async () => {
    const pair = [ping(10, 'server', 'abc'), pong(13, 'client', 'abd'), ...closed(30)];
    const found = the(await findingsIn([...opened(), ...pair]), 'misconduct');
    expect(found.params).toMatchObject({ rule: 'pong-same-data', by: 'client' });
    expect(found.evidence.frames).toEqual([1]);
  });
});

describe('Pings', () => {
  it('without Pong are told with how long the first waited, and whether the other end lives', async () => {
    const pings = [1000, 6000, 11_000].map((at) => ping(at, 'server', `${at}`));
    const silent = the(await findingsIn([...opened(), ...pings]), 'no-pong');
    expect(silent.params).toMatchObject({ by: 'client', n: 3, alive: 'no' });
    expect(silent.params['waited']).toBeCloseTo(10_000, 3);
    expect(silent.evidence.frames).toEqual([0, 1, 2]);
    const alive = await findingsIn([...opened(), ...pings, text(12_000, 'client', 'x')]);
    expect(the(alive, 'no-pong').params['alive']).toBe('yes');
  });

  it('of which the newest is answered are well, and one that just left as well', async () => {
    const pings = [ping(10, 'server', 'a'), ping(12, 'server', 'b'), pong(15, 'client', 'b')];
    expect(await findingsIn([...opened(), ...pings, ping(100, 'server', 'c')])).toEqual([]);
  });
});

describe('an end without a Close', () => {
  it('behind 60 s of silence is a timeout, and may be the default of nginx', async () => {
    const found = the(await findingsIn([...opened(), ...hello, fin(60_020, 'server')]), 'idle-cut');
    expect(found.params).toMatchObject({ by: 'server', how: 'fin', fits: 'yes', code: 1006 });
    expect(found.params['known']).toContain('nginx');
    expect(found.params['silence']).toBeCloseTo(60_006, 0);
  });

  it('behind a silence that is nobody’s default says so', async () => {
    const found = await findingsIn([...opened(), ...hello, rst(43_000, 'server')]);
    expect(the(found, 'idle-cut').params).toMatchObject({ how: 'reset', fits: 'no' });
  });

  it('in the live lab’s idle proxy is the proxy’s own time', async () => {
    const conditions = { ...scenarioCalled('idle-proxy').conditions, idle: 60 };
    const traces = await tracesOf('idle-proxy', [], { conditions, until: 120_000 });
    const { capture, source } = await captureOf(traces);
    const found = the(await diagnose(capture, source), 'idle-cut');
    expect(found.params['fits']).toBe('yes');
  });

  it('at once is abnormal, and a frame that was cut is told', async () => {
    const whole = text(20, 'server', 'x'.repeat(300));
    const part = { ...whole, bytes: (whole.bytes as Uint8Array).slice(0, 100) };
    const found = the(await findingsIn([...opened(), part, rst(40, 'server')]), 'abnormal-end');
    expect(found.params).toMatchObject({ by: 'server', how: 'reset', cut: 'yes', clean: 'false' });
  });

  it('with one Close is told of who did not answer', async () => {
    const found = await findingsIn([
      ...opened(),
      ...hello,
      close(20, 'server', 1000),
      fin(25, 'client')
    ]);
    expect(idsOf(found)).toEqual(['close-unanswered']);
    expect(found[0]?.params).toMatchObject({ by: 'client', sent: 1000, code: 1000 });
  });

  it('where one end vanishes is half-open: the other repeats itself, and nothing comes back', async () => {
    const lost = { ...text(5000, 'client', 'anyone?'), lost: true };
    const again = [5300, 5900, 7100, 9500].map((at) => ({ ...lost, at }));
    const found = await findingsIn([...opened(), ...hello, lost, ...again]);
    expect(the(found, 'half-open').params).toMatchObject({ by: 'server', n: 4, end: 'none' });
    const live = await captureOf(await tracesOf('heartbeat'));
    expect(the(await diagnose(live.capture, live.source), 'half-open').params).toMatchObject({
      by: 'server',
      end: 'fin',
      code: 1006
    });
  });
});

describe('close codes', () => {
  const ended = (code: number | undefined) => [
    ...opened(),
    close(10, 'server', code),
    close(13, 'client', code),
    fin(16, 'server'),
    fin(18, 'client')
  ];

  it('weigh as much as they mean; 1000 is nothing to tell', async () => {
    const severity = async (code?: number) =>
      (await findingsIn(ended(code))).map((one) => `${one.id} ${one.severity}`).join();
    expect(await severity(1000)).toBe('');
    expect(await severity(1001)).toBe('closed notice');
    expect(await severity(1008)).toBe('closed warning');
    expect(await severity(1011)).toBe('closed error');
    expect(await severity(4001)).toBe('closed notice');
    expect(await severity()).toBe('closed notice');
  });
});

describe('compression', () => {
  const deflate = 'permessage-deflate';
  const offer = request({ 'Sec-WebSocket-Extensions': deflate });
  const agreed = opened(offer, response({ 'Sec-WebSocket-Extensions': deflate }));
  const compressed = (payloads: readonly Uint8Array[]) => {
    let context = contextOf(DEFAULT_AGREEMENT, 'server');
    return payloads.map((payload, i) => {
      const made = deflateMessage(context, payload);
      context = made.context;
      return step(10 + i, 'server', frame('server', TEXT, made.payload, { rsv1: true }));
    });
  };
  const json = (n: number) =>
    new TextEncoder().encode(
      JSON.stringify({ id: n, kind: 'price', name: 'Example', value: n * 3 })
    );

  it('that saves nothing is told with the ratio', async () => {
    const random64 = Array.from({ length: 30 }, () =>
      new TextEncoder().encode(base64Encode(noise(30)))
    );
    const texts = compressed(random64.map((bytes) => bytes.map((byte) => byte)));
    const found = await findingsIn([...agreed, ...texts, ...closed(100)]);
    // Base64 of noise shrinks by a quarter: that is something.
    expect(idsOf(found)).not.toContain('deflate-useless');
    const dense = compressed(Array.from({ length: 30 }, () => noise(200)));
    const binaryFrames = dense.map((one) => {
      const bytes = (one.bytes as Uint8Array).slice();
      bytes[0] = 0xc2;
      return { ...one, bytes };
    });
    const useless = the(
      await findingsIn([...agreed, ...binaryFrames, ...closed(100)]),
      'deflate-useless'
    );
    expect(useless.params).toMatchObject({ n: 30, grown: 30 });
  });

  it('that saves much is no finding', async () => {
    const texts = compressed(Array.from({ length: 30 }, (_, i) => json(i)));
    expect(await findingsIn([...agreed, ...texts, ...closed(100)])).toEqual([]);
  });

  it('that was declined is told only where it would pay', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => new TextDecoder().decode(json(i))).join(
      '\n'
    );
    const plain = Array.from({ length: 70 }, (_, i) => text(10 + i, 'server', lines));
    const declined = opened(offer, response());
    const found = the(
      await findingsIn([...declined, ...plain, ...closed(200)]),
      'deflate-declined'
    );
    expect(found.params['share']).toBeLessThan(0.3);
    expect(idsOf(await findingsIn([...declined, ...hello, ...closed(200)]))).toEqual([]);
    const unused = await findingsIn([...agreed, ...plain, ...closed(200)]);
    expect(idsOf(unused)).toEqual(['deflate-unused']);
  });
});

describe('load', () => {
  it('knows a flood of tiny frames by its rate and what the headers cost', async () => {
    const flood = Array.from({ length: 600 }, (_, i) => text(10 + i, 'client', 'ab'));
    const found = the(await findingsIn([...opened(), ...flood, ...closed(700)]), 'tiny-frames');
    expect(found.params).toMatchObject({
      by: 'client',
      n: 600,
      mean: 2,
      overhead: 0.75,
      how: 'many'
    });
    const slow = Array.from({ length: 600 }, (_, i) => text(10 + i * 100, 'client', 'ab'));
    expect(await findingsIn([...opened(), ...slow, ...closed(70_000)])).toEqual([]);
  });

  it('knows a message in hundreds of crumbs', async () => {
    const crumbs = Array.from({ length: 250 }, (_, i) =>
      step(
        10 + i * 20,
        'server',
        frame('server', i ? CONTINUATION : TEXT, 'ab', { fin: i === 249 })
      )
    );
    const found = the(await findingsIn([...opened(), ...crumbs, ...closed(6000)]), 'tiny-frames');
    expect(found.params).toMatchObject({ by: 'server', n: 250, how: 'shredded' });
  });

  it('knows a huge message that others waited for, and lets one alone that nobody did', async () => {
    const big = frame('server', 2, noise(200_000));
    const parts = Array.from({ length: 100 }, (_, i) =>
      step(10 + i * 10, 'server', big.slice(i * 2001, (i + 1) * 2001))
    );
    const behind = text(1001, 'server', 'at last');
    const found = the(
      await findingsIn([...opened(), ...parts, behind, ...closed(2000)]),
      'huge-message'
    );
    expect(found.params).toMatchObject({ by: 'server', message: 1, bytes: 200_000, waited: 1 });
    expect(found.params['took']).toBeCloseTo(990, 0);
    expect(await findingsIn([...opened(), ...parts, ...closed(2000)])).toEqual([]);
  });
});

describe('TCP below', () => {
  it('that repeats much is told with its packets', async () => {
    const lost = Array.from({ length: 12 }, (_, i) => {
      const one = text(10 + i * 10, 'client', `message ${i}`);
      return [
        { ...one, lost: true },
        { ...one, at: one.at + 5 }
      ];
    }).flat();
    const found = the(await findingsIn([...opened(), ...lost, ...closed(500)]), 'retransmissions');
    expect(found).toMatchObject({ severity: 'warning', params: { by: 'client', n: 12 } });
    expect(found.evidence.packets).toHaveLength(12);
  });

  it('that pauses inside a frame is a stall; a pause between frames is none', async () => {
    const whole = frame('server', TEXT, 'x'.repeat(500));
    const halves = [
      step(10, 'server', whole.slice(0, 200)),
      step(2500, 'server', whole.slice(200))
    ];
    const found = the(await findingsIn([...opened(), ...halves, ...closed(3000)]), 'stall');
    expect(found.params).toMatchObject({ by: 'server', frame: 1, again: 'no', pause: 2490 });
    const between = [text(10, 'server', 'a'), text(2500, 'server', 'b')];
    expect(await findingsIn([...opened(), ...between, ...closed(3000)])).toEqual([]);
  });
});

describe('contents', () => {
  it('knows base64 and hex in text messages by the messages themselves', async () => {
    const coded = [0, 1, 2].map((i) => text(10 + i, 'client', base64Encode(noise(400))));
    const found = the(await findingsIn([...opened(), ...coded, ...closed(100)]), 'text-is-binary');
    expect(found.params).toMatchObject({ by: 'client', kind: 'base64', n: 3, of: 3 });
    const digits = Array.from(noise(3000), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const hex = await findingsIn([...opened(), text(10, 'server', digits), ...closed(100)]);
    expect(the(hex, 'text-is-binary').params['kind']).toBe('hex');
  });

  it('lets prose, JSON and fillers alone', async () => {
    const prose = 'It was the best of times, it was the worst of times, it was the age. '.repeat(9);
    const filler = 'abcdef0123456789'.repeat(300);
    const texts = [
      prose,
      JSON.stringify({ list: Array.from({ length: 99 }, (_, i) => i) }),
      filler
    ];
    const steps = texts.flatMap((one, i) => [10, 20, 30].map((at) => text(at + i, 'client', one)));
    const ordered = steps.toSorted((a, b) => a.at - b.at);
    expect(await findingsIn([...opened(), ...ordered, ...closed(100)])).toEqual([]);
  });
});

describe('secrets', () => {
  it.each(['token', 'access_token', 'apiKey', 'jwt', 'Auth-Token', 'password'])(
    'in the parameter %s are told without their value',
    async (name) => {
      const asked = request({}, `/chat?room=1&${name}=s3cr3t-value`);
      const found = await findingsIn([...opened(asked), ...hello, ...closed(30)]);
      expect(the(found, 'token-in-url').params).toMatchObject({ name, length: 12 });
      expect(JSON.stringify(found)).not.toContain('s3cr3t');
    }
  );

  it('are known by their form as well: a JWT under any name', async () => {
    const asked = request({}, '/chat?q=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl');
    the(await findingsIn([...opened(asked), ...hello, ...closed(30)]), 'token-in-url');
  });

  it('are not the usual parameters', async () => {
    const asked = request({}, '/socket.io/?EIO=4&transport=websocket&ticket=1&monkey=2&keyboard=3');
    expect(await findingsIn([...opened(asked), ...hello, ...closed(30)])).toEqual([]);
  });
});

describe('the answer as a whole', () => {
  it('has causes first: errors, then warnings, then notices', async () => {
    const asked = request({}, '/chat?token=abcdef');
    const steps = [...opened(asked), step(10, 'client', frame('server', TEXT, 'x'))];
    const found = await findingsIn([...steps, close(14, 'server', 1002), fin(15, 'server')]);
    expect(idsOf(found)).toEqual(['broken-rule', 'token-in-url', 'closed']);
  });

  it('groups what many connections have in common', async () => {
    const refused = [syn(0, 'client'), rst(2, 'server')];
    const [group, ...more] = groupFindings(await findingsIn(refused, refused, refused));
    expect(more).toEqual([]);
    expect(group).toMatchObject({ id: 'tcp-refused', severity: 'error' });
    expect(group?.findings.map(({ connection }) => connection)).toEqual([0, 1, 2]);
  });

  it('ends with the reason of the signal, and tells how far it is', async () => {
    const { capture, source } = await built(opened(), opened());
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(diagnose(capture, source, { signal: controller.signal })).rejects.toThrow(
      'enough'
    );
    const told: number[][] = [];
    await diagnose(capture, source, { onProgress: (done, of) => told.push([done, of]) });
    expect(told.at(-1)).toEqual([2, 2]);
  });

  it('is of the connections that were asked for', async () => {
    const { capture, source } = await built([syn(0, 'client'), rst(2, 'server')], opened());
    expect(await diagnose(capture, source, { connections: [1] })).toEqual([]);
  });
});
