/** The lines of a text without a copy of any of them. */

const CR = 0x0d;

/** Calls with the first character of each line and the one behind its last; `false` ends it. */
export function forEachLine(
  text: string,
  visit: (from: number, to: number) => unknown,
  from = 0
): void {
  let at = from;
  while (at <= text.length) {
    const found = text.indexOf('\n', at);
    const next = found < 0 ? text.length : found;
    const end = next > at && text.charCodeAt(next - 1) === CR ? next - 1 : next;
    if (visit(at, end) === false || found < 0) return;
    at = next + 1;
  }
}

export const isBlankCode = (code: number): boolean => code === 0x20 || code === 0x09;

/** The first character from `from` on that is no blank; `to` when there is none. */
export function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlankCode(text.charCodeAt(at))) at++;
  return at;
}

/** The first blank from `from` on; `to` when there is none. */
export function skipWord(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && !isBlankCode(text.charCodeAt(at))) at++;
  return at;
}
