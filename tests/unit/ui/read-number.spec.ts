import { expect, it } from 'vitest';
import { readNumber } from '#lib/ui/read-number.ts';

const range = { min: 1, max: 2000 };

it.each([
  ['40', 40],
  [' 0,5e1 ', 5],
  ['1 250', 1250],
  ['1250', 1250]
] as const)('reads %j as %f', (text, value) => {
  expect(readNumber(range, text)).toBe(value);
});

it.each([
  ['', { id: 'notNumber', text: '' }],
  ['forty', { id: 'notNumber', text: 'forty' }],
  ['Infinity', { id: 'notNumber', text: 'Infinity' }],
  ['0.5', { id: 'tooSmall', min: 1 }],
  ['-3', { id: 'tooSmall', min: 1 }],
  ['2001', { id: 'tooLarge', max: 2000 }]
] as const)('says what is wrong with %j', (text, fault) => {
  expect(readNumber(range, text)).toEqual(fault);
});
