/** Which program wrote a dump: how wide its words are, in which number systems, in which order. */
import { endOfPairs, hasDigits, standsApart, wordsOf, type DumpRow } from './dump-row.ts';
import {
  BASE,
  offsetsOf,
  sampleOf,
  wordTexts,
  type DumpStyle,
  type Sample
} from './dump-sample.ts';
import { hexDigit } from './hex-pairs.ts';
import { xxdStyle } from './xxd-style.ts';

/** Words of such rows that no number system has. */
const hasLetters = (text: string, row: DumpRow): boolean =>
  row.offsetTo - row.offsetFrom === 7 &&
  wordTexts(text, row).some((word) => !/^(?:[\da-f]{2,16}|-?\d{1,3})$/i.test(word));

/** Words wider than a byte, of which the text column is not printed. */
function wordStyle(text: string, sample: Sample, digits: number): DumpStyle | undefined {
  const words = sample.rows.flatMap((row) => wordTexts(text, row));
  const countOf = (unit: number) => (row: DumpRow) => wordsOf(text, row).length * unit;
  const style = (
    name: string,
    unit: DumpStyle['unit'],
    radix: DumpStyle['radix'],
    otherwise: 8 | 16 = 16
  ): DumpStyle => ({
    ...BASE,
    name,
    unit,
    radix,
    littleEndian: unit > 1,
    end: 'line',
    ...offsetsOf(text, sample, countOf(unit), otherwise)
  });
  const all = (pattern: RegExp) => words.every((word) => pattern.test(word));
  if (digits === 4 && all(/^[\da-f]{4}$/i)) return style('hexdump', 2, 16);
  if (digits === 8 && all(/^[\da-f]{8}$/i)) return style('od -t x4', 4, 16, 8);
  if (digits === 16 && all(/^[\da-f]{16}$/i)) return style('od -t x8', 8, 16, 8);
  if (digits === 6 && all(/^[0-7]{6}$/)) return style('od', 2, 8, 8);
  if (digits === 5 && all(/^\d{5}$/)) return style('hexdump -d', 2, 10);
  if (digits === 3 && all(/^[0-7]{3}$/)) return style('od -b', 1, 8, 8);
  if (all(/^-?\d{1,3}$/) && words.some((word) => word.length !== 2))
    return style(words.some((word) => word.startsWith('-')) ? 'od -t d1' : 'od -t u1', 1, 10, 8);
  return undefined;
}

function pairName(text: string, row: DumpRow, end: number): string {
  const digits = row.offsetTo - row.offsetFrom;
  const behind = text.slice(end, row.to).trim();
  if (behind.startsWith('|')) return 'hexdump -C';
  if (digits === 7 || behind.startsWith('>')) return 'od -t x1';
  if (digits === 6) return 'text2pcap';
  if (digits === 4) return 'wireshark-hex-dump';
  return behind === '' && digits === 8 ? 'hexdump -C' : 'wireshark-follow-hex';
}

/** The style of the dump in a text; undefined where there is none. */
export function dumpStyle(text: string, sample = sampleOf(text)): DumpStyle | undefined {
  const [row] = sample.rows;
  if (!row) return undefined;
  if (row.colon) return xxdStyle(text, sample);
  if (sample.rows.some((r) => !hasDigits(text, r) || hasLetters(text, r)))
    return isOdNames(text, sample)
      ? undefined
      : {
          ...BASE,
          name: 'od -c',
          radix: 'character',
          end: 'line',
          ...offsetsOf(text, sample, (r) => Math.round((r.to - r.offsetTo) / 4), 8)
        };
  const first = wordsOf(text, row)[0] as [number, number];
  const digits = first[1] - first[0];
  const words =
    digits === 2 && row.offsetTo - row.offsetFrom !== 7
      ? undefined
      : wordStyle(text, sample, digits);
  if (words) return words;
  if (digits !== 2) return undefined;
  const countOf = (r: DumpRow, width: number) => {
    let pairs = 0;
    const end = endOfPairs(text, r, width);
    if (!standsApart(text, r, end)) return NaN;
    for (let at = r.bytesFrom; at < end; at++) if (hexDigit(text.charCodeAt(at)) >= 0) pairs++;
    return pairs >> 1;
  };
  const otherwise = row.offsetTo - row.offsetFrom === 7 ? 8 : 16;
  const offsets = offsetsOf(text, sample, countOf, otherwise);
  const name = pairName(text, row, endOfPairs(text, row, offsets.width));
  return { ...BASE, name, ...offsets };
}

/** od -a names characters and drops the eighth bit: its bytes cannot be had back. */
export const isOdNames = (text: string, { rows }: Sample): boolean =>
  rows.some((row) =>
    /\s(?:nul|soh|stx|etx|eot|enq|ack|bel|dle|esc|sp|nl|del)(?:\s|$)/.test(
      text.slice(row.offsetTo, row.to)
    )
  );
