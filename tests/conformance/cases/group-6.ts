/** UTF-8 (RFC 6455 §8.1; RFC 3629). */
import {
  continuation,
  echoText,
  fails,
  join,
  normal,
  octets,
  PAUSE,
  send,
  text,
  textByOctets,
  textIn,
  utf8,
  type Action,
  type Case
} from './case.ts';

/** κόσμε, with the accent on the omicron in its 3-octet form: 11 octets. */
const GREEK = octets('ce ba e1 bd b9 cf 83 ce bc ce b5');
const MIXED = 'Grüße an Ærø, жираф, 水 und 🦒!';

const valid = (id: string, payload: Uint8Array): Case =>
  normal(id, [send(text(payload))], [echoText(payload)]);
const invalid = (id: string, payload: Uint8Array): Case => fails(id, 1007, [send(text(payload))]);

/** One case for each line of hexadecimal. */
const each = (set: string, make: typeof valid, lines: readonly string[]): Case[] =>
  lines.map((line, i) => make(`${set}.${i + 1}`, octets(line)));

/** The code point in the form that its length would have, surrogates too. */
function encoded(codePoint: number): Uint8Array {
  const tail = (shift: number) => 0x80 | ((codePoint >> shift) & 0x3f);
  return codePoint < 0x10000
    ? Uint8Array.of(0xe0 | (codePoint >> 12), tail(6), tail(0))
    : Uint8Array.of(0xf0 | (codePoint >> 18), tail(12), tail(6), tail(0));
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

const SURROGATE_IN_TEXT = join(GREEK, octets('ed a0 80'), utf8('edited'));

// ---- 6.4: fail fast ----

const BAD = octets('f4 90 80 80');
const TAIL = utf8('edited');
/** Part 1 is still good, part 2 is bad, part 3 ends the message. */
const IN_TIME = [
  { answers: 0, ended: false },
  { answers: 0, ended: true }
];

const inThreeFrames = (first: Uint8Array, second: Uint8Array, third: Uint8Array): Action[] => [
  send(text(first, { fin: false })),
  PAUSE,
  send(continuation(second, { fin: false })),
  PAUSE,
  send(continuation(third))
];

const inOneFrame = (first: Uint8Array, second: Uint8Array, third: Uint8Array): Action[] => [
  {
    type: 'slow-frame',
    frame: text(join(first, second, third)),
    cuts: [first.length, first.length + second.length]
  }
];

const failFast = (id: string, script: Action[]): Case =>
  fails(id, 1007, script, { promptly: IN_TIME });

const LATE_CUT = [GREEK, BAD, TAIL] as const;
const CUT_IN_CHARACTER = [
  join(GREEK, BAD.subarray(0, 1)),
  BAD.subarray(1, 2),
  join(BAD.subarray(2), TAIL)
] as const;

// ---- 6.12 to 6.15 ----

const alternating = (length: number) =>
  Uint8Array.from({ length }, (_, i) => (i % 2 === 0 ? 0x80 : 0xbf));

const eachThenSpace = (from: number, to: number) =>
  Uint8Array.from(range(from, to).flatMap((octet) => [octet, 0x20]));

const CUT_SHORT = [
  'c0',
  'e0 80',
  'f0 80 80',
  'f8 80 80 80',
  'fc 80 80 80 80',
  'df',
  'ef bf',
  'f7 bf bf',
  'fb bf bf bf',
  'fd bf bf bf bf'
];

const SURROGATES = [0xd800, 0xdb7f, 0xdb80, 0xdbff, 0xdc00, 0xdf80, 0xdfff];
const HIGH = SURROGATES.slice(0, 4);
const PAIRS = HIGH.flatMap((high) => [0xdc00, 0xdfff].map((low) => [high, low] as const));

const NONCHARACTERS = range(0, 16).flatMap((plane) => [
  plane * 0x10000 + 0xfffe,
  plane * 0x10000 + 0xffff
]);

const WHOLE_PREFIXES = [2, 5, 7, 9, 11];

export const GROUP_6: readonly Case[] = [
  valid('6.1.1', utf8('')),
  normal('6.1.2', [send(...textIn('', '', ''))], [echoText('')]),
  normal('6.1.3', [send(...textIn('', 'in the middle', ''))], [echoText('in the middle')]),

  valid('6.2.1', utf8(MIXED)),
  normal('6.2.2', [send(...textIn(MIXED.slice(0, 5), MIXED.slice(5)))], [echoText(MIXED)]),
  normal('6.2.3', [send(...textByOctets(utf8(MIXED)))], [echoText(MIXED)]),
  normal('6.2.4', [send(...textByOctets(GREEK))], [echoText(GREEK)]),

  invalid('6.3.1', SURROGATE_IN_TEXT),
  fails('6.3.2', 1007, [send(...textByOctets(SURROGATE_IN_TEXT))]),

  failFast('6.4.1', inThreeFrames(...LATE_CUT)),
  failFast('6.4.2', inThreeFrames(...CUT_IN_CHARACTER)),
  failFast('6.4.3', inOneFrame(...LATE_CUT)),
  failFast('6.4.4', inOneFrame(...CUT_IN_CHARACTER)),

  ...['only ASCII', 'one ß here', 'one 水 here', 'one 🦒 here', 'κόσμε'].map((word, i) =>
    valid(`6.5.${i + 1}`, i === 4 ? GREEK : utf8(word))
  ),

  ...range(1, 11).map((length) =>
    (WHOLE_PREFIXES.includes(length) ? valid : invalid)(`6.6.${length}`, GREEK.subarray(0, length))
  ),

  ...each('6.7', valid, ['00', 'c2 80', 'e0 a0 80', 'f0 90 80 80']),
  ...each('6.8', invalid, ['f8 88 80 80 80', 'fc 84 80 80 80 80']),
  ...each('6.9', valid, ['7f', 'df bf', 'ef bf bf', 'f4 8f bf bf']),
  ...each('6.10', invalid, ['f7 bf bf bf', 'fb bf bf bf bf', 'fd bf bf bf bf bf']),
  ...each('6.11', valid, ['ed 9f bf', 'ee 80 80', 'ef bf bd', 'f4 8f bf bf']),
  invalid('6.11.5', octets('f4 90 80 80')),

  ...each('6.12', invalid, ['80', 'bf']),
  ...range(2, 6).map((length) => invalid(`6.12.${length + 1}`, alternating(length))),
  invalid('6.12.8', Uint8Array.from(range(0x80, 0xbe))),

  ...[
    [0xc0, 0xde],
    [0xe0, 0xee],
    [0xf0, 0xf6],
    [0xf8, 0xfa],
    [0xfc, 0xfc]
  ].map(([from = 0, to = 0], i) => invalid(`6.13.${i + 1}`, eachThenSpace(from, to))),

  ...each('6.14', invalid, CUT_SHORT),
  invalid('6.15.1', octets(CUT_SHORT.join(''))),
  ...each('6.16', invalid, ['fe', 'ff', 'fe fe ff ff']),

  ...each('6.17', invalid, [
    'c0 af',
    'e0 80 af',
    'f0 80 80 af',
    'f8 80 80 80 af',
    'fc 80 80 80 80 af'
  ]),
  ...each('6.18', invalid, [
    'c1 bf',
    'e0 9f bf',
    'f0 8f bf bf',
    'f8 87 bf bf bf',
    'fc 83 bf bf bf bf'
  ]),
  ...each('6.19', invalid, [
    'c0 80',
    'e0 80 80',
    'f0 80 80 80',
    'f8 80 80 80 80',
    'fc 80 80 80 80 80'
  ]),

  ...SURROGATES.map((surrogate, i) => invalid(`6.20.${i + 1}`, encoded(surrogate))),
  ...PAIRS.map(([high, low], i) => invalid(`6.21.${i + 1}`, join(encoded(high), encoded(low)))),
  ...NONCHARACTERS.map((codePoint, i) => valid(`6.22.${i + 1}`, encoded(codePoint))),
  ...range(0xfff9, 0xffff).map((codePoint, i) => valid(`6.23.${i + 1}`, encoded(codePoint)))
];
