/** JSON as a list of its values, each with its keys and its line: what a report points at. */
export interface JsonLeaf {
  /** `site.title`, `answers.0.text`. */
  readonly path: string;
  readonly value: unknown;
  readonly line: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** All values that hold no others, in order. Throws a SyntaxError on what is no JSON. */
export function jsonLeaves(text: string): JsonLeaf[] {
  JSON.parse(text);
  let line = 1;
  let counted = 0;
  const tokens = Array.from(text.matchAll(TOKEN), ({ 0: token, index }) => {
    line += text.slice(counted, index).split('\n').length - 1;
    counted = index;
    return { token, line };
  });
  const leaves: JsonLeaf[] = [];
  let next = 0;
  const peek = () => tokens[next]?.token;
  const take = () => tokens[next++]?.token ?? '';
  function value(path: readonly string[]): void {
    const line = tokens[next]?.line ?? 1;
    const opening = take();
    if (opening === '{') members(path, '}', () => keyed());
    else if (opening === '[') {
      let index = 0;
      members(path, ']', () => String(index++));
    } else leaves.push({ path: path.join('.'), value: JSON.parse(opening), line });
  }
  function keyed(): string {
    const key = JSON.parse(take()) as string;
    take();
    return key;
  }
  function members(path: readonly string[], end: string, nameNext: () => string): void {
    while (peek() !== end) {
      value([...path, nameNext()]);
      if (peek() === ',') take();
    }
    take();
  }
  value([]);
  return leaves;
}
