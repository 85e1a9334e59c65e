/** What is shown of a place: the part of its text that has most of what was asked for. */
import { cut, folded, type Stem } from './words.ts';

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Characters of a snippet, about. */
const LENGTH = 160;

/** The text in pieces; those that were asked for are marked. */
export function marked(text: string, terms: ReadonlySet<string>, stem: Stem): Piece[] {
  const pieces: Piece[] = [];
  cut(text).forEach((part, i) => {
    const word = folded(part);
    const hit = i % 2 === 1 && (terms.has(word) || terms.has(stem(word)));
    const last = pieces.at(-1);
    if (last && last.hit === hit && !hit)
      pieces[pieces.length - 1] = { text: last.text + part, hit };
    else if (part !== '') pieces.push({ text: part, hit });
  });
  return pieces;
}

/** Where to begin so that most different words are within {@link LENGTH}. */
function beginning(text: string, terms: ReadonlySet<string>, stem: Stem): number {
  const hits: { at: number; word: string }[] = [];
  let at = 0;
  for (const { text: part, hit } of marked(text, terms, stem)) {
    if (hit) hits.push({ at, word: stem(folded(part)) });
    at += part.length;
  }
  const variety = (from: number) =>
    new Set(hits.filter((h) => h.at >= from && h.at < from + LENGTH).map(({ word }) => word)).size;
  const best = hits.reduce<{ at: number; size: number }>(
    (found, hit) => {
      const size = variety(hit.at);
      return size > found.size ? { at: hit.at, size } : found;
    },
    { at: 0, size: 0 }
  );
  return best.at < LENGTH / 2 ? 0 : best.at - 40;
}

/** Begins and ends between words; dots say where something is left out. */
export function snippetOf(text: string, terms: ReadonlySet<string>, stem: Stem): Piece[] {
  const wanted = beginning(text, terms, stem);
  const from = wanted === 0 ? 0 : text.indexOf(' ', wanted) + 1;
  const rest = text.slice(from);
  const end = rest.length <= LENGTH ? rest.length : rest.lastIndexOf(' ', LENGTH);
  const shown = rest.slice(0, end > 0 ? end : LENGTH);
  const left = shown.length < rest.length;
  return marked(`${from > 0 ? '… ' : ''}${shown}${left ? ' …' : ''}`, terms, stem);
}
