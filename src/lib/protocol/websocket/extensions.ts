/**
 * The grammars of Sec-WebSocket-Extensions (RFC 6455 §9.1) and Sec-WebSocket-Protocol
 * (RFC 6455 §4.3). Total: faults are values with their place, in characters of the field value.
 */
import { isToken, listElements, trimOws } from '../http/abnf.ts';
import { combinedValue } from '../http/fields.ts';
import type { FieldLine } from '../http/head.ts';

export interface ExtensionParam {
  readonly name: string;
  /** Unescaped; undefined when the parameter has none. */
  readonly value?: string;
  readonly quoted?: true;
}
export interface Extension {
  readonly name: string;
  readonly params: readonly ExtensionParam[];
}
export interface GrammarFault {
  readonly rule: 'req-ext-grammar' | 'req-ext-quoted';
  readonly from: number;
  readonly to: number;
}
export interface Extensions {
  readonly extensions: readonly Extension[];
  readonly faults: readonly GrammarFault[];
}

/** Extensions that IANA lists, with their parameters (RFC 7692; bbf-usp-protocol has none here). */
export const REGISTERED_EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'permessage-deflate': [
    'server_no_context_takeover',
    'client_no_context_takeover',
    'server_max_window_bits',
    'client_max_window_bits'
  ],
  'bbf-usp-protocol': []
};

/** Parts between separators outside quoted strings, with their places. */
function split(value: string, separator: string, from = 0): { text: string; from: number }[] {
  const parts: { text: string; from: number }[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i <= value.length; i++) {
    const character = value[i];
    if (character === undefined || (character === separator && !quoted)) {
      parts.push({ text: value.slice(start, i), from: from + start });
      start = i + 1;
    } else if (character === '"') quoted = !quoted;
    else if (character === '\\' && quoted) i++;
  }
  return parts;
}

function trimmed({ text, from }: { text: string; from: number }) {
  const inner = trimOws(text);
  return { text: inner, from: from + (inner === '' ? 0 : text.indexOf(inner)) };
}

const QUOTED = /^"((?:[^"\\]|\\.)*)"$/;

function parseParam(part: { text: string; from: number }, faults: GrammarFault[]): ExtensionParam {
  const [name = '', ...rest] = part.text.split('=');
  const to = part.from + Math.max(part.text.length, 1);
  const fault = (rule: GrammarFault['rule']) => faults.push({ rule, from: part.from, to });
  if (!isToken(trimOws(name))) fault('req-ext-grammar');
  if (rest.length === 0) return { name: trimOws(name) };
  const written = trimOws(rest.join('='));
  const quoted = QUOTED.exec(written);
  if (!quoted) {
    if (!isToken(written)) fault('req-ext-grammar');
    return { name: trimOws(name), value: written };
  }
  const value = (quoted[1] ?? '').replace(/\\(.)/g, '$1');
  if (!isToken(value)) fault('req-ext-quoted');
  return { name: trimOws(name), value, quoted: true };
}

/** extension-list of RFC 6455 §9.1. Empty list elements are skipped (RFC 9110 §5.6.1.2). */
export function parseExtensions(value: string): Extensions {
  const faults: GrammarFault[] = [];
  const extensions: Extension[] = [];
  for (const element of split(value, ',')) {
    if (trimOws(element.text) === '') continue;
    const [first, ...params] = split(element.text, ';', element.from).map(trimmed);
    const name = first?.text ?? '';
    if (!isToken(name))
      faults.push({
        rule: 'req-ext-grammar',
        from: first?.from ?? element.from,
        to: (first?.from ?? element.from) + Math.max(name.length, 1)
      });
    extensions.push({ name, params: params.map((param) => parseParam(param, faults)) });
  }
  if (extensions.length === 0) faults.push({ rule: 'req-ext-grammar', from: 0, to: value.length });
  return { extensions, faults };
}

/** The extensions of a head, from all its field lines. */
export const extensionsIn = ({
  fields
}: {
  readonly fields: readonly FieldLine[];
}): readonly Extension[] =>
  parseExtensions(combinedValue(fields, 'Sec-WebSocket-Extensions') ?? '').extensions;

/** The text of an extension list, as it goes into the field. */
export function formatExtensions(extensions: readonly Extension[]): string {
  return extensions
    .map(({ name, params }) =>
      [name, ...params.map((p) => (p.value === undefined ? p.name : `${p.name}=${p.value}`))].join(
        '; '
      )
    )
    .join(', ');
}

/** The elements of Sec-WebSocket-Protocol; an empty one is kept, so that it can be judged. */
export const parseSubprotocols = (value: string): string[] => listElements(value);
