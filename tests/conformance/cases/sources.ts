/**
 * The payloads of groups 12 and 13: five kinds of file, made here, the same every time. A message is
 * a slice of one; the next begins where it ended, and goes round.
 */
import { utf8, type Message } from './case.ts';

/** The message of a round, `size` characters of text or octets. */
export type Source = (round: number, size: number) => Message;

/** Characters or octets of a file: more than the longest message, and no multiple of any. */
const LENGTH = 1_000_003;
const LONGEST = 131_072;

/** Numbers from 0 to below `below` by xorshift; the same for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** Goes round: the start of a file follows its end. */
const at = (round: number, size: number) => (round * size) % LENGTH;

function textSource(parts: () => string): Source {
  let text = '';
  while (text.length < LENGTH) text += parts();
  const file = text.slice(0, LENGTH) + text.slice(0, LONGEST);
  return (round, size) => {
    const from = at(round, size);
    return { type: 'text', payload: utf8(file.slice(from, from + size)) };
  };
}

function binarySource(octets: Uint8Array): Source {
  const file = Buffer.concat([octets.subarray(0, LENGTH), octets.subarray(0, LONGEST)]);
  return (round, size) => {
    const from = at(round, size);
    return { type: 'binary', payload: file.subarray(from, from + size) };
  };
}

const SYLLABLES =
  'ver ge lich keit stadt wald haus ein auf zu über schön groß tür ung heit der die das und kind mut'.split(
    ' '
  );
const TOWNS = ['Zürich', 'Київ', '東京', 'Łódź', 'Paris', 'Ōsaka', 'Reykjavík', 'New York'];

/** A word of one to four syllables, a capital letter now and then. */
function word(next: (below: number) => number): string {
  const length = 1 + next(4);
  const letters = Array.from({ length }, () => SYLLABLES[next(SYLLABLES.length)]).join('');
  return next(3) === 0 ? letters.charAt(0).toUpperCase() + letters.slice(1) : letters;
}

const sentence = (next: (below: number) => number): string =>
  `${Array.from({ length: 4 + next(14) }, () => word(next)).join(' ')}${next(5) ? '.' : '?'} `;

/** Records as an interface of a web site gives them; beyond ASCII here and there. */
export const JSON_TEXT = once((): Source => {
  const next = numbers(12_1);
  let id = 0;
  return textSource(
    () =>
      `${JSON.stringify({
        id: id++,
        created_at: `2012-${10 + next(3)}-${10 + next(20)}T${10 + next(14)}:${10 + next(50)}:00Z`,
        user: { name: word(next), town: TOWNS[next(TOWNS.length)], followers: next(1e6) },
        text: sentence(next),
        coordinates: next(3) ? null : [next(180_000) / 1000, next(90_000) / 1000],
        truncated: next(9) === 0
      })},\n`
  );
});

/** Rows of grey that shade into each other, with some noise. */
export const BITMAP = once((): Source => {
  const next = numbers(12_2);
  const width = 512;
  return binarySource(
    Uint8Array.from({ length: LENGTH }, (_, i) => {
      const shade = 128 + 90 * Math.sin((i % width) / 37) * Math.cos(i / width / 53);
      return shade + (next(4) === 0 ? next(6) : 0);
    })
  );
});

/** German-like prose, sent as octets. */
export const PROSE = once((): Source => {
  const next = numbers(12_3);
  let text = '';
  while (text.length < LENGTH) text += sentence(next) + (next(6) ? '' : '\n\n');
  return binarySource(utf8(text));
});

export const HTML = once((): Source => {
  const next = numbers(12_4);
  return textSource(
    () =>
      `<div class="entry e${next(40)}">\n  <h2><a href="/${word(next)}/${next(9999)}">${word(next)}</a></h2>\n` +
      `  <p lang="de">${sentence(next)}<em>${sentence(next)}</em></p>\n  <td>${TOWNS[next(8)]}</td>\n</div>\n`
  );
});

/** Like a PDF: streams that are compressed already, with a little structure between them. */
export const PDF = once((): Source => {
  const next = numbers(12_5);
  const octets = Buffer.alloc(LENGTH);
  for (let i = 0; i < LENGTH; i++) octets[i] = next(256);
  for (let i = 0, n = 1; i < LENGTH - 200; i += 4000 + next(9000), n++)
    octets.write(
      `\nendstream\nendobj\n${n} 0 obj\n<</Length ${next(9999)}>>\nstream\n`,
      i,
      'latin1'
    );
  return binarySource(octets);
});
