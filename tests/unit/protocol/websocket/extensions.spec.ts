import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatExtensions,
  parseExtensions,
  parseSubprotocols
} from '#lib/protocol/websocket/extensions.ts';
import { runs } from '../../../helpers/property.ts';

describe('an extension list', () => {
  it('has names, parameters and values, quoted or not', () => {
    expect(parseExtensions('foo, bar; a; b=1 ; c="t\\ok"')).toEqual({
      extensions: [
        { name: 'foo', params: [] },
        {
          name: 'bar',
          params: [
            { name: 'a' },
            { name: 'b', value: '1' },
            { name: 'c', value: 'tok', quoted: true }
          ]
        }
      ],
      faults: []
    });
  });

  it.each([
    ['permessage-deflate;;', 'req-ext-grammar'],
    ['a b', 'req-ext-grammar'],
    ['', 'req-ext-grammar'],
    [' , ,', 'req-ext-grammar'],
    ['a; b=', 'req-ext-grammar'],
    ['a; =1', 'req-ext-grammar'],
    ['a; b="', 'req-ext-grammar'],
    ['a; b="x y"', 'req-ext-quoted'],
    ['a; b=""', 'req-ext-quoted']
  ])('%j has a fault', (text, rule) => {
    expect(parseExtensions(text).faults.map((fault) => fault.rule)).toContain(rule);
  });

  it('says where the fault is', () => {
    const [fault] = parseExtensions('good, b(d; x').faults;
    expect(fault).toMatchObject({ from: 6, to: 9 });
  });

  it('skips empty elements', () => {
    expect(parseExtensions(',a,,b,').extensions.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,8}$/);
  const param = fc.oneof(fc.record({ name: token }), fc.record({ name: token, value: token }));
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: token, params: fc.array(param, { maxLength: 4 }) }), {
          minLength: 1,
          maxLength: 4
        }),
        (extensions) => {
          expect(parseExtensions(formatExtensions(extensions))).toEqual({ extensions, faults: [] });
        }
      ),
      runs(300, 3000)
    );
  });

  it('never throws, and its faults lie inside the value', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab;,="\\ \t('), maxLength: 30 }),
        (text) => {
          for (const { from, to } of parseExtensions(text).faults) {
            expect(from).toBeGreaterThanOrEqual(0);
            expect(from).toBeLessThanOrEqual(text.length);
            expect(to).toBeLessThanOrEqual(text.length + 1);
          }
        }
      ),
      runs(2000, 20_000)
    );
  });
});

it('keeps the order of subprotocols, and empty elements for the judge', () => {
  expect(parseSubprotocols('chat, superchat,,x')).toEqual(['chat', 'superchat', '', 'x']);
});
