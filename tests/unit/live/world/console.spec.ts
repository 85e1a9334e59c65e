import { describe, expect, it } from 'vitest';
import { createConsole, formatArguments } from '#lib/live/world/console.ts';

describe('what a console shows', () => {
  it.each([
    [['a', 1, true, null, undefined], 'a 1 true null undefined'],
    [[{ a: 1, 'b-c': 'x' }], "{ a: 1, 'b-c': 'x' }"],
    [[[1, [2, ['it’s']]]], "[1, [2, ['it’s']]]"],
    [[{ a: { b: { c: { d: 1 } } } }], '{ a: { b: { c: [Object] } } }'],
    [[new Map([['k', new Set([1])]])], "Map(1) { 'k' => Set(1) { 1 } }"],
    [[Uint8Array.of(1, 2)], 'Uint8Array(2) [1, 2]'],
    [[new ArrayBuffer(3), new DataView(new ArrayBuffer(2))], 'ArrayBuffer(3) DataView(2)'],
    [[new Blob(['abc'])], 'Blob(3)'],
    [[new TypeError('no')], 'TypeError: no'],
    [[new DOMException('late', 'AbortError')], 'AbortError: late'],
    [[() => {}, Uint8Array], '[Function: (anonymous)] [Function: Uint8Array]'],
    [[-0, 10n, Symbol('s'), /x/g], '-0 10n Symbol(s) /x/g'],
    [
      ['%s is %d, %i, %o, 100%%', 'x', '1.5', 2.9, { a: 1 }, 'more'],
      'x is 1.5, 2, { a: 1 }, 100% more'
    ],
    [['50% of %s'], '50% of %s']
  ])('as %#: $1', (values, text) => {
    expect(formatArguments(values)).toBe(text);
  });

  it('names the class, stops at circles and at what throws, and cuts what is long', () => {
    class Point {
      x = 1;
    }
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const bad = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('not readable');
      }
    });
    expect(formatArguments([new Point(), circle, bad])).toBe(
      'Point { x: 1 } { self: [Circular] } [not readable]'
    );
    expect(formatArguments([new Array(200).fill(0)])).toMatch(/, 0, … 100 more\]$/);
  });

  it('writes by level; a count counts', () => {
    const written: string[] = [];
    const console = createConsole((level, text) => void written.push(`${level} ${text}`));
    console.count('a');
    console.count('a');
    console.assert(false, 'why');
    console.assert(true, 'not');
    console.dir({ a: 1 });
    expect(written).toEqual([
      'log a: 1',
      'log a: 2',
      'error Assertion failed: why',
      'log { a: 1 }'
    ]);
  });
});
