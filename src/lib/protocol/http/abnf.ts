/** The small grammars that HTTP fields share (RFC 9110 §5.6). */

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** RFC 9110 §5.6.2; the same set as RFC 6455 §4.1 item 10 asks of a subprotocol. */
export const isToken = (text: string): boolean => TOKEN.test(text);

/** Without spaces and tabs at both ends (OWS, RFC 9110 §5.6.3). */
export function trimOws(text: string): string {
  const isBlank = (at: number) => text[at] === ' ' || text[at] === '\t';
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(from)) from++;
  while (to > from && isBlank(to - 1)) to--;
  return text.slice(from, to);
}

/** ASCII only: U+212A (Kelvin sign) is no "k" here, as String.toLowerCase would have it. */
export const asciiLowerCase = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * The elements of a comma-separated list, trimmed (RFC 9110 §5.6.1). Commas inside quoted strings
 * do not separate. Empty elements are kept: the caller decides whether they matter.
 */
export function listElements(value: string): string[] {
  const elements: string[] = [];
  let element = '';
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const character = value.charAt(i);
    if (quoted && character === '\\') element += character + value.charAt(++i);
    else if (character === ',' && !quoted) {
      elements.push(trimOws(element));
      element = '';
    } else {
      if (character === '"') quoted = !quoted;
      element += character;
    }
  }
  elements.push(trimOws(element));
  return elements;
}

/** Whether a list of tokens contains one, ASCII case-insensitive (RFC 9110 §7.6.1). */
export function listHasToken(value: string, token: string): boolean {
  return listElements(value).some((element) => asciiLowerCase(element) === asciiLowerCase(token));
}
