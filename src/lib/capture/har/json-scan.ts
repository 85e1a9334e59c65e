/**
 * Where JSON goes wrong (RFC 8259): JSON.parse names the place in some browsers only, and in words.
 * The scanner goes over the text once, without recursion, and keeps where the entries of a HAR end,
 * so that a file that breaks off can be read as far as it goes.
 */
const WHITE = /[ \t\n\r]*/y;
/** Anything from the blank on but quotes and backslashes. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

export interface JsonScan {
  /** The character that cannot stand where it does; undefined for JSON. */
  readonly fault: number | undefined;
  /** The text ends before its JSON does. */
  readonly cut: boolean;
  /** Where each element of `log.entries` begins and ends. */
  readonly entries: readonly (readonly [from: number, to: number])[];
}

const matchAt = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
};
const skip = (text: string, at: number) => matchAt(WHITE, text, at);

type Expected = 'value' | 'first-value' | 'name' | 'first-name' | 'more';

class JsonScanner {
  readonly #text: string;
  /** Brackets that are open. */
  readonly #open: ('{' | '[')[] = [];
  /** The names at the first two depths: where `log` and `entries` are. */
  readonly #names: [string, string] = ['', ''];
  #expected: Expected = 'value';
  #entryFrom = -1;
  readonly entries: [number, number][] = [];

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.#expected === 'more' && this.#open.length === 0;
  }

  /** Directly in the array of `log.entries`. */
  get #inEntries(): boolean {
    return (
      this.#open.length === 3 &&
      this.#open[2] === '[' &&
      this.#names[0] === 'log' &&
      this.#names[1] === 'entries'
    );
  }

  /** Goes past what stands at `at`; -1 where it cannot stand there. */
  step(at: number): number {
    const character = this.#text[at];
    if (this.#expected === 'more') return this.#more(at, character);
    const closes = character === '}' ? 'first-name' : character === ']' ? 'first-value' : '';
    if (closes === this.#expected) return this.#close(at);
    if (this.#expected.endsWith('name')) return this.#name(at);
    return this.#value(at, character);
  }

  #more(at: number, character: string | undefined): number {
    const open = this.#open.at(-1);
    if (open === undefined) return -1;
    if (character === ',') {
      this.#expected = open === '{' ? 'name' : 'value';
      return at + 1;
    }
    return character === (open === '{' ? '}' : ']') ? this.#close(at) : -1;
  }

  #name(at: number): number {
    const end = this.#string(at);
    if (end < 0) return end;
    const depth = this.#open.length - 1;
    if (depth < 2) this.#names[depth as 0 | 1] = this.#text.slice(at + 1, end - 1);
    const colon = skip(this.#text, end);
    if (this.#text[colon] !== ':') return -2 - colon;
    this.#expected = 'value';
    return colon + 1;
  }

  #value(at: number, character: string | undefined): number {
    if (this.#inEntries) this.#entryFrom = at;
    if (character === '{' || character === '[') {
      this.#open.push(character);
      this.#expected = character === '{' ? 'first-name' : 'first-value';
      return at + 1;
    }
    const end =
      character === '"'
        ? this.#string(at)
        : Math.max(matchAt(NUMBER, this.#text, at), matchAt(WORD, this.#text, at));
    if (end >= 0) this.#end(end);
    return end;
  }

  #close(at: number): number {
    this.#open.pop();
    this.#end(at + 1);
    return at + 1;
  }

  #end(to: number): void {
    this.#expected = 'more';
    if (this.#inEntries && this.#entryFrom >= 0) this.entries.push([this.#entryFrom, to]);
  }

  /** Behind the string at `at`; -1 where none begins, -2 - the place of a fault inside. */
  #string(at: number): number {
    if (this.#text[at] !== '"') return -1;
    let place = at + 1;
    for (;;) {
      place = matchAt(PLAIN, this.#text, place);
      if (this.#text[place] === '"') return place + 1;
      const next = matchAt(ESCAPE, this.#text, place);
      if (next < 0) return -2 - place;
      place = next;
    }
  }
}

/** What is left of an escape or a word at the end of a text that is cut. */
const UNFINISHED = /^(?:\\(?:u[\da-f]{0,3})?|-|\.|e[+-]?|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?)$/i;

export function scanJson(text: string): JsonScan {
  const scanner = new JsonScanner(text);
  let at = skip(text, 0);
  while (at < text.length || !scanner.done) {
    const next = at < text.length ? scanner.step(at) : -1;
    if (next < 0) {
      const fault = next < -1 ? -2 - next : at;
      const rest = text.slice(fault, fault + 8);
      return {
        fault,
        cut: fault >= text.length || UNFINISHED.test(rest),
        entries: scanner.entries
      };
    }
    at = skip(text, next);
  }
  return { fault: undefined, cut: false, entries: scanner.entries };
}
