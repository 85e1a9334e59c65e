/** Chapters have the same directives in the same order in each language, and the same links. */
import { languagesOf, lineAt, twinSets, type Library, type Problem } from './library.ts';

export interface Part {
  readonly kind: 'directive' | 'link' | 'heading' | 'choice';
  readonly text: string;
  readonly line: number;
}

const PARTS =
  /^(?<directive>:::?\w+\{[^}]*\})|^(?<heading>#{1,3}) |\]\((?<link>(?:span|term|rfc|page|frames|race|run|lesson|cell|sample):[^)]*)\)|^(?<choice>- \[[ x]\])/gm;

/** What both languages must share: directives, links with a scheme, headings and choices. */
export const partsOf = (markdown: string): Part[] =>
  Array.from(markdown.matchAll(PARTS), ({ groups = {}, index }) => {
    const [kind = 'link', text = ''] = Object.entries(groups).find(([, value]) => value) ?? [];
    return { kind: kind as Part['kind'], text, line: lineAt(markdown, index) };
  });

const directives = (parts: readonly Part[]) => parts.filter(({ kind }) => kind === 'directive');
const others = (parts: readonly Part[]) => parts.filter(({ kind }) => kind !== 'directive');

/** What of a list is not in the other, counting how often it is there. */
function beyond(parts: readonly Part[], than: readonly Part[]): Part[] {
  const left = than.map(({ text }) => text);
  return parts.filter(({ text }) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function compare(
  first: string,
  other: string,
  model: readonly Part[],
  own: readonly Part[]
): Problem[] {
  const [wanted, there] = [directives(model), directives(own)];
  const at = wanted.findIndex(({ text }, i) => there[i]?.text !== text);
  const place = at >= 0 ? at : there.length > wanted.length ? wanted.length : -1;
  const order: Problem[] =
    place < 0
      ? []
      : [
          {
            file: other,
            line: there[place]?.line ?? 1,
            message: `has ${there[place]?.text ?? 'no directive more'} where ${first}${wanted[place] ? `:${wanted[place].line}` : ''} has ${wanted[place]?.text ?? 'none'}`
          }
        ];
  const lacks = beyond(others(model), others(own)).map(({ text, line }) => ({
    file: other,
    line: 1,
    message: `lacks ${text} (${first}:${line})`
  }));
  const more = beyond(others(own), others(model)).map(({ text, line }) => ({
    file: other,
    line,
    message: `has ${text}, which ${first} lacks`
  }));
  return [...order, ...lacks, ...more];
}

export function checkDirectives(library: Library): Problem[] {
  const [first = '', ...rest] = languagesOf(library);
  return twinSets(library)
    .filter(({ extension }) => extension === 'md')
    .flatMap(({ pathIn }) => {
      const model = library.get(pathIn(first));
      if (model === undefined) return [];
      return rest.flatMap((language) => {
        const own = library.get(pathIn(language));
        return own === undefined
          ? []
          : compare(pathIn(first), pathIn(language), partsOf(model), partsOf(own));
      });
    });
}
