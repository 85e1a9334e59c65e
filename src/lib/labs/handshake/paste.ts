/** What a reader may paste: a raw head, `curl -v`, DevTools' headers, "copy as cURL". */
import { sourceOf } from './source.ts';

export type PasteNote =
  'raw' | 'curl-verbose' | 'curl-command' | 'fields-only' | 'pairs' | 'ws-target';

export interface Pasted {
  readonly request?: string;
  readonly response?: string;
  /** What the text was taken for. */
  readonly notes: readonly PasteNote[];
}

const REQUEST_LINE = /^[A-Za-z]+ +\S+( +HTTP\/\d.*)?$/;
const STATUS_LINE = /^HTTP\/\d/i;
const FIELD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+:/;

const ended = (source: string) => `${source.replace(/\n*$/, '')}\n\n`;

/** DevTools prints the address where the wire has the path. */
function plainTarget(head: string): { head: string; notes: PasteNote[] } {
  const match = /^(\S+ )wss?:\/\/[^/\s]+(\/\S*)?/i.exec(head);
  if (!match) return { head, notes: [] };
  return {
    head: `${match[1]}${match[2] ?? '/'}${head.slice(match[0].length)}`,
    notes: ['ws-target']
  };
}

/** `> ` before each line of the request, `< ` before the response, `* ` before curl's remarks. */
function curlVerbose(text: string): Pasted | undefined {
  const lines = text.split(/\r?\n/);
  const marked = (mark: string) =>
    lines
      .filter((line) => line === mark || line.startsWith(`${mark} `))
      .map((line) => line.slice(2).replace(/\r$/, ''));
  const request = marked('>');
  const response = marked('<');
  if (!REQUEST_LINE.test(request[0] ?? '')) return undefined;
  return {
    request: ended(request.join('\n')),
    ...(STATUS_LINE.test(response[0] ?? '') ? { response: ended(response.join('\n')) } : {}),
    notes: ['curl-verbose']
  };
}

/** `curl 'wss://…' -H 'Name: value' …`, as browsers copy it. */
function curlCommand(text: string): Pasted | undefined {
  if (!/^\s*curl\s/.test(text)) return undefined;
  const words = (text.match(/'(?:[^']|'\\'')*'|"(?:[^"\\]|\\.)*"|[^\s'"]+/g) ?? []).map((word) =>
    /^['"]/.test(word) ? word.slice(1, -1).replaceAll("'\\''", "'") : word
  );
  const url = words.find((word) => /^(wss?|https?):\/\//.test(word));
  if (!url || !URL.canParse(url)) return undefined;
  const { host, pathname, search } = new URL(url);
  const fields = words.filter((_, i) => /^(-H|--header)$/.test(words[i - 1] ?? ''));
  const hasHost = fields.some((field) => /^host:/i.test(field));
  const all = hasHost ? fields : [`Host: ${host}`, ...fields];
  return {
    request: ended([`GET ${pathname}${search} HTTP/1.1`, ...all].join('\n')),
    notes: ['curl-command']
  };
}

/** What DevTools lists above the fields. */
const GENERAL = /^(request url|request method|status code|remote address|referrer policy):?$/i;
const SECTIONS = /^(general|request headers|response headers|view source|raw)$/i;
/** Names that make it likely that lines are names and values in turn. */
const TELLING = /^(upgrade|connection|host|origin|sec-websocket-\w+|user-agent|cookie):?$/i;

/** Name and value on lines of their own, as the panel of DevTools is copied. */
function pairs(lines: readonly string[]): Pasted | undefined {
  const rest = lines.filter((line) => !SECTIONS.test(line));
  const isName = (line: string | undefined) =>
    /^:?[\w-]+:?$/.test(line ?? '') || GENERAL.test(line ?? '');
  const names = rest.filter((_, i) => i % 2 === 0);
  if (rest.length < 4 || rest.length % 2 || !names.every(isName)) return undefined;
  if (!names.some((name) => TELLING.test(name))) return undefined;
  const fields = names
    .map((name, i) => ({ name: name.replace(/:$/, ''), value: rest[2 * i + 1] ?? '' }))
    .filter(({ name }) => !GENERAL.test(name))
    .map(({ name, value }) => `${name}: ${value}`);
  return { ...splitFields(fields), notes: ['pairs'] };
}

/** A list may hold the fields of both messages: the response first, as DevTools shows them. */
function splitFields(lines: readonly string[]): Pasted {
  const has = (name: string) =>
    lines.findIndex((line) => line.toLowerCase().startsWith(`${name}:`));
  const accept = has('sec-websocket-accept');
  const key = has('sec-websocket-key');
  if (accept < 0 || key < 0) return fieldsOnly(lines);
  const isUpgrade = (line: string) => /^(connection|upgrade):/i.test(line);
  const second = lines.findIndex(
    (line, i) =>
      i > accept && !isUpgrade(line) && !/^sec-websocket-(accept|protocol|extensions):/i.test(line)
  );
  const cut = accept < key ? second : -1;
  if (cut < 0) return fieldsOnly(lines);
  const { response } = fieldsOnly(lines.slice(0, cut));
  const { request } = fieldsOnly(lines.slice(cut));
  return { ...(request ? { request } : {}), ...(response ? { response } : {}), notes: [] };
}

/** Field lines without a first line: what is missing is filled in. */
function fieldsOnly(lines: readonly string[]): Pasted {
  const pseudo = (name: string) =>
    lines
      .find((line) => line.startsWith(`:${name}:`))
      ?.slice(name.length + 2)
      .trim();
  const fields = lines.filter((line) => !line.startsWith(':'));
  const text = ended(fields.join('\n'));
  if (/^sec-websocket-accept:/im.test(text))
    return {
      response: `HTTP/1.1 ${pseudo('status') ?? '101'} Switching Protocols\n${text}`,
      notes: ['fields-only']
    };
  const authority = pseudo('authority');
  const host = authority && !/^host:/im.test(text) ? `Host: ${authority}\n` : '';
  return {
    request: `GET ${pseudo('path') ?? '/'} HTTP/1.1\n${host}${text}`,
    notes: ['fields-only']
  };
}

/**
 * Reads what was pasted; undefined when it is no handshake in any of these forms. Never throws.
 */
export function readPaste(text: string): Pasted | undefined {
  const special = curlVerbose(text) ?? curlCommand(text);
  if (special) return special;
  const source = sourceOf(text.replace(/^\s*\n/, '')).replace(/^\n+/, '');
  const lines = source.split('\n').filter((line) => line.trim() !== '');
  const paired = pairs(lines.map((line) => line.trim()));
  if (paired) return paired;
  const first = lines[0]?.trim() ?? '';
  if (STATUS_LINE.test(first)) return { response: closed(source), notes: ['raw'] };
  if (REQUEST_LINE.test(first) && lines.slice(1).some((line) => FIELD.test(line))) {
    const answerAt = source.search(/\n+HTTP\/\d/);
    const request = answerAt < 0 ? source : source.slice(0, answerAt);
    const { head, notes } = plainTarget(request);
    return {
      request: closed(head),
      ...(answerAt < 0 ? {} : { response: closed(source.slice(answerAt).trimStart()) }),
      notes: ['raw', ...notes]
    };
  }
  const named = lines.filter((line) => FIELD.test(line) || /^:[a-z]+:/.test(line));
  return named.length > 1 && named.length === lines.length ? fieldsOnly(lines) : undefined;
}

/** Copied heads seldom bring their empty line along. */
const closed = (source: string) => (source.includes('\n\n') ? source : ended(source));
