import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/bytes/bytes.ts';
import { judgeBytes } from '#lib/exercises/build-bytes.ts';
import { judgeHead, solutionHead } from '#lib/exercises/build-head.ts';
import type { BuildBytes, BuildHead, FindFault } from '#lib/exercises/exercise.ts';
import { brokenOf, judgePick, rulesAt, soundParts } from '#lib/exercises/find-fault.ts';
import { recipeBytes, solutionBytes } from '#lib/exercises/frames.ts';
import { headLines } from '#lib/exercises/head.ts';
import { predictNumber } from '#lib/exercises/numbers.ts';
import { judgeNumber, readWhole } from '#lib/exercises/predict-number.ts';
import { seededRandom } from '#lib/network/random.ts';
import { runs } from '../../helpers/property.ts';

const KEY = 'x3JJHMbDL1EzLkh9GBhXDw==';

describe('bytes that a reader builds', () => {
  const server: BuildBytes = {
    kind: 'build-bytes',
    from: 'server',
    frames: [{ opcode: 'text', text: 'Hi' }]
  };
  const client: BuildBytes = { ...server, from: 'client' };
  const outcome = (task: BuildBytes, text: string) => judgeBytes(task, text).outcome;

  it('are right in any spelling of the bytes', () => {
    for (const text of [
      '81024869',
      '81 02 48 69',
      '\\x81\\x02\\x48\\x69',
      '0x81, 0x02, 0x48, 0x69'
    ])
      expect(judgeBytes(server, text)).toMatchObject({ right: true, outcome: 'right' });
  });

  it.each([
    ['81 82 00 00 00 00 48 69', 'mask-server'],
    ['c1 02 48 69', 'frame-rsv'],
    ['83 02 48 69', 'frame-opcode'],
    ['82 02 48 69', 'opcode'],
    ['01 02 48 69', 'fin'],
    ['81 02 68 69', 'payload'],
    ['81 03 48 69', 'incomplete'],
    ['81', 'incomplete'],
    ['81 02 48 69 8a 00', 'too-many'],
    ['81 7e 00 02 48 69', 'frame-len-minimal'],
    ['81 02 c3 28', 'text-utf8']
  ])('%s from a server: %s', (text, expected) => {
    expect(outcome(server, text)).toBe(expected);
  });

  it('are told what was built, and which rule it breaks', () => {
    const { seen, rules } = judgeBytes(client, '81 02 48 69');
    expect(seen.map(({ id }) => id)).toEqual([
      'frameSentence.textFinal',
      'frameSentence.unmasked',
      'units.bytes'
    ]);
    expect(rules).toEqual(['mask-client']);
  });

  it('from a client are right with any key, and with the key left unused they are not', () => {
    expect(outcome(client, '81 82 37 fa 21 3d 7f 93')).toBe('right');
    expect(outcome(client, '81 82 00 00 00 00 48 69')).toBe('right');
    expect(outcome(client, '81 82 37 fa 21 3d 48 69')).toBe('not-xored');
  });

  it('of a Close are explained where the code is turned round, or spelt', () => {
    const close: BuildBytes = { ...server, frames: [{ opcode: 'close', code: 1000 }] };
    expect(outcome(close, '88 02 03 e8')).toBe('right');
    expect(outcome(close, '88 02 e8 03')).toBe('code-order');
    expect(outcome(close, '88 04 31 30 30 30')).toBe('code-text');
    expect(outcome(close, '88 01 03')).toBe('close-body-size');
    expect(outcome(close, '88 02 03 e9')).toBe('payload');
  });

  it('of a message may be cut anywhere, and must come to the message', () => {
    const cut: BuildBytes = {
      ...server,
      frames: [{ opcode: 'text', fin: false }, { opcode: 'ping' }, { opcode: 'continuation' }],
      message: 'Hi'
    };
    expect(outcome(cut, '01 01 48  89 00  80 01 69')).toBe('right');
    expect(outcome(cut, '01 02 48 69 89 00 80 00')).toBe('right');
    expect(outcome(cut, '01 01 48 89 00 80 01 68')).toBe('message');
    expect(outcome(cut, '01 01 48 89 00 81 01 69')).toBe('frag-no-new-start');
    expect(outcome(cut, '01 01 48 80 01 69')).toBe('opcode');
    expect(outcome(cut, '01 01 48')).toBe('too-few');
  });

  it('that cannot be read are answered with the place of the fault', () => {
    expect(judgeBytes(server, '81 0g 48')).toMatchObject({ outcome: 'unreadable', place: [4, 5] });
    expect(judgeBytes(server, '81 0')).toMatchObject({ outcome: 'unreadable', place: [3, 4] });
    for (const text of ['', '   ', 'hello there', '\u0000', '💥', '🙂 81'])
      expect(judgeBytes(server, text)).toMatchObject({ right: false, outcome: 'unreadable' });
  });

  it('never make the judge throw, and are never called right when nothing was asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(outcome(server, text)).not.toBe('');
      }),
      runs(300, 10_000)
    );
  });

  it('are right when the engine builds them, whatever the key and the text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('client', 'server' as const),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.boolean(),
        (from, text, chance, isCut) => {
          const task: BuildBytes = isCut
            ? {
                kind: 'build-bytes',
                from,
                frames: [
                  { opcode: 'text', fin: false },
                  { opcode: 'ping' },
                  { opcode: 'continuation' }
                ],
                message: text
              }
            : { kind: 'build-bytes', from, frames: [{ opcode: 'text', text }] };
          const bytes = solutionBytes(task, seededRandom(chance));
          expect(outcome(task, toHex(bytes, ' '))).toBe('right');
        }
      ),
      runs(300, 10_000)
    );
  });
});

describe('a head that a reader writes', () => {
  const head = { host: 'example.com', target: '/chat', key: KEY } as const;
  const request: BuildHead = {
    kind: 'build-head',
    want: 'opens',
    head: { ...head, message: 'request', remove: ['Connection'] }
  };
  const response: BuildHead = {
    kind: 'build-head',
    want: 'opens',
    head: { ...head, message: 'response', set: { 'Sec-WebSocket-Accept': '' } }
  };
  const edited = (task: BuildHead, from: string | RegExp, to: string) =>
    judgeHead(task, solutionHead(task).replace(from, to));

  it('is not right as it stands at first, and is when it is repaired', () => {
    expect(judgeHead(request, headLines(request.head).join('\n')).outcome).toBe('req-connection');
    expect(judgeHead(response, headLines(response.head).join('\n')).right).toBe(false);
    for (const task of [request, response])
      expect(judgeHead(task, solutionHead(task))).toMatchObject({ right: true, outcome: 'right' });
  });

  it('may name its fields in any order and case', () => {
    const [first, ...fields] = solutionHead(request).split('\n');
    const lines = [first, ...fields.map((line) => line.replace(/^[^:]+/, (n) => n.toLowerCase()))];
    expect(judgeHead(request, [lines[0], ...lines.slice(1).reverse()].join('\r\n')).right).toBe(
      true
    );
  });

  it('is judged by the rule that it breaks', () => {
    expect(edited(request, 'GET', 'POST').outcome).toBe('req-method-get');
    expect(edited(request, 'Version: 13', 'Version: 12').outcome).toBe('req-version-13');
    expect(edited(response, '101', '200').outcome).toBe('resp-101');
    expect(edited(response, 'websocket', 'h2c').outcome).toBe('resp-upgrade');
  });

  it('names the classic mistakes of the accept value', () => {
    const wrong = edited(response, /Accept: .*/, `Accept: ${'0xcafe'}`);
    expect(wrong).toMatchObject({
      right: false,
      rules: expect.arrayContaining(['resp-accept-value'])
    });
    expect(edited(response, 'Sec-WebSocket-Accept', 'X-Accept').right).toBe(false);
  });

  it('may have to refuse, or to carry a field', () => {
    const refuse: BuildHead = { ...response, want: 403 };
    expect(judgeHead(refuse, 'HTTP/1.1 403 Forbidden\nConnection: close').right).toBe(true);
    expect(judgeHead(refuse, solutionHead(response)).outcome).toBe('not-refused');
    expect(judgeHead(refuse, solutionHead(refuse)).right).toBe(true);
    expect(judgeHead(refuse, solutionHead({ ...refuse, want: 404 })).outcome).toBe('refused');
    const origin: BuildHead = { ...request, fields: { Origin: 'https://example.com' } };
    expect(judgeHead(origin, solutionHead(request)).outcome).toBe('field');
    expect(judgeHead(origin, solutionHead(origin)).right).toBe(true);
  });

  it('may be anything: the judge does not throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const task of [request, response]) expect(judgeHead(task, text).right).toBe(false);
      }),
      runs(300, 10_000)
    );
  });
});

describe('a fault that a reader looks for', () => {
  const frame: FindFault = {
    kind: 'find-fault',
    from: 'server',
    frames: [{ text: 'Hello', rsv2: true }]
  };
  const head: FindFault = {
    kind: 'find-fault',
    head: {
      message: 'response',
      host: 'example.com',
      target: '/',
      key: KEY,
      set: { Connection: 'close' }
    }
  };
  const indexOf = (task: FindFault, id: string) =>
    brokenOf(task).parts.findIndex((part) => part.id === id);

  it('is where the engine finds it, and nowhere else', () => {
    expect(judgePick(frame, indexOf(frame, 'rsv2'))).toMatchObject({
      right: true,
      rules: ['frame-rsv']
    });
    expect(judgePick(head, indexOf(head, 'connection')).right).toBe(true);
    for (const task of [frame, head])
      for (const id of soundParts(task))
        expect(judgePick(task, indexOf(task, id))).toMatchObject({ right: false, outcome: id });
  });

  it('is looked for among all frames of a stream', () => {
    const stream: FindFault = {
      kind: 'find-fault',
      from: 'server',
      frames: [{ text: 'a', fin: false }, { opcode: 'ping' }, { text: 'b' }]
    };
    const broken = brokenOf(stream);
    expect(broken.parts.filter((part) => rulesAt(broken, part).length).map(({ id }) => id)).toEqual(
      ['3.opcode']
    );
  });

  it('is not found where nothing was picked', () => {
    for (const index of [undefined, -1, 99])
      expect(judgePick(frame, index)).toMatchObject({ right: false, outcome: 'empty' });
  });

  it('of a request from elsewhere is its origin, once the server has a list', () => {
    const recipe = { message: 'request', host: 'a.example', target: '/', key: KEY } as const;
    const from = (origin: string): FindFault => ({
      kind: 'find-fault',
      origins: ['https://a.example'],
      head: { ...recipe, origin }
    });
    const strange = from('https://b.example');
    expect(judgePick(strange, indexOf(strange, 'origin'))).toMatchObject({
      right: true,
      rules: ['srv-origin']
    });
    expect(soundParts(strange)).not.toContain('origin');
    expect(() => brokenOf(from('https://a.example'))).toThrow('no fault');
  });

  it('must be there at all', () => {
    expect(() =>
      brokenOf({ kind: 'find-fault', from: 'server', frames: [{ text: 'ok' }] })
    ).toThrow('no fault');
  });
});

describe('a number that a reader predicts', () => {
  const task = predictNumber({
    of: 'frame-bytes',
    from: 'client',
    frame: { text: 'я', times: 100 }
  });

  it('is what the engine comes to, however its digits are grouped', () => {
    const big = predictNumber({ of: 'frame-bytes', from: 'server', frame: { size: 70_000 } });
    for (const text of ['70010', '70,010', '70 010', '70\u00a0010', ' 70010 '])
      expect(judgeNumber(big, text).right, text).toBe(true);
    expect(task.answer).toBe(recipeBytes('client', { text: 'я', times: 100 }).length);
  });

  it('is explained where it comes from a known mistake', () => {
    expect(judgeNumber(task, '200').outcome).toBe('payload-only');
    expect(judgeNumber(task, '100').outcome).toBe('characters');
    expect(judgeNumber(task, '204').outcome).toBe('key-forgotten');
    expect(judgeNumber(task, '206').outcome).toBe('short-length');
    expect(judgeNumber(task, '7').outcome).toBe('other');
  });

  it('is a whole number', () => {
    for (const text of ['', 'many', '1.5', '-3', '1e3', '0x10', '１'])
      expect(readWhole(text), text).toBeUndefined();
    expect(judgeNumber(task, 'many').outcome).toBe('unreadable');
  });

  it('of a code is the one that the script is told, not the one on the wire', () => {
    const codes = predictNumber({
      of: 'close-code',
      at: 'client',
      conversation: {
        seed: 1,
        host: 'example.com',
        link: { delay: 20 },
        script: [{ at: 10, by: 'server', do: 'frame', opcode: 'text', text: 'x', masked: true }]
      }
    });
    expect(codes.answer).toBe(1006);
    expect(judgeNumber(codes, '1002').outcome).toBe('own-close');
  });

  it('of messages does not count frames', () => {
    const messages = predictNumber({
      of: 'messages',
      at: 'client',
      conversation: {
        seed: 1,
        host: 'example.com',
        link: { delay: 20 },
        script: [
          { at: 1, by: 'server', do: 'send', text: 'Hello', fragmentSize: 2, pause: 4 },
          { at: 3, by: 'server', do: 'ping', text: '' }
        ]
      }
    });
    expect(messages.answer).toBe(1);
    expect(messages.near).toEqual([
      { id: 'data-frames', value: 3 },
      { id: 'all-frames', value: 4 }
    ]);
  });
});
