/**
 * HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), with the messages of WebSockets where
 * the tool wrote them. What a tool leaves out or writes in its own way is tolerated and said; only
 * what is no JSON, or has no list of entries, is an error.
 */
import { CaptureError } from './capture-error.ts';
import { readHarEntry, type HarEntry } from './har/har-entry.ts';
import { isObject, listOf, objectOf, textOf, type HarFault } from './har/har-json.ts';
import { hasControl } from './har/har-messages.ts';
import { scanJson } from './har/json-scan.ts';

/** A program by name and version. */
export interface HarProgram {
  readonly name: string;
  readonly version: string;
}

/** What a HAR does not tell of its WebSockets. */
export type HarLoss =
  | 'masks'
  | 'fragments'
  | 'control-frames'
  | 'compression'
  | 'lengths-on-wire'
  /** The tool writes no messages at all. */
  | 'messages';

export interface Har {
  readonly creator: HarProgram;
  readonly browser: HarProgram | undefined;
  readonly entries: readonly HarEntry[];
  /** Empty where there is no WebSocket. */
  readonly lost: readonly HarLoss[];
  /** What is not as it should be in an entry, and was passed over. */
  readonly faults: readonly HarFault[];
  /** The file breaks off; these are the entries before. */
  readonly truncated: boolean;
}

const programOf = (value: unknown): HarProgram => ({
  name: textOf(objectOf(value)['name']) ?? '',
  version: textOf(objectOf(value)['version']) ?? ''
});

function lossOf(entries: readonly HarEntry[]): HarLoss[] {
  const sockets = entries.filter(({ isWebSocket }) => isWebSocket);
  if (sockets.length === 0) return [];
  const messages = sockets.flatMap((entry) => entry.messages ?? []);
  return [
    'masks',
    ...(messages.some(({ opcode }) => opcode === 0) ? [] : (['fragments'] as const)),
    ...(hasControl(messages) ? [] : (['control-frames'] as const)),
    'compression',
    'lengths-on-wire',
    ...(sockets.some((entry) => entry.messages) ? [] : (['messages'] as const))
  ];
}

/** The value of JSON; of a HAR that breaks off, with the entries before its end. */
function parse(text: string): { value: unknown; truncated: boolean } {
  try {
    return { value: JSON.parse(text) as unknown, truncated: false };
  } catch {
    const { fault, cut, entries } = scanJson(text);
    const last = entries.at(-1);
    // Up to the end of an entry nothing is wrong; behind it, the list and what holds it are closed.
    if (cut && last)
      return { value: JSON.parse(`${text.slice(0, last[1])}]}}`) as unknown, truncated: true };
    throw new CaptureError('har', Math.min(fault ?? text.length, text.length), 'json');
  }
}

/** Reads a HAR. Throws a CaptureError at the character where the JSON is none, or of a wrong shape. */
export function readHar(text: string): Har {
  if (!/\S/.test(text)) throw new CaptureError('har', 0, 'empty');
  const plain = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  const { value, truncated } = parse(plain);
  const log = isObject(value) ? value['log'] : undefined;
  const first = plain.search(/\S/);
  if (!isObject(log)) throw new CaptureError('har', first, 'shape', 'log');
  if (!Array.isArray(log['entries'])) throw new CaptureError('har', first, 'shape', 'log.entries');
  const faults: HarFault[] = [];
  const entries = listOf(log['entries']).flatMap((entry, index) => {
    const paths: string[] = [];
    const read = isObject(entry) ? [readHarEntry(entry, index, paths)] : [];
    if (read.length === 0) paths.push('');
    for (const path of paths) faults.push({ entry: index, path });
    return read;
  });
  return {
    creator: programOf(log['creator']),
    browser: isObject(log['browser']) ? programOf(log['browser']) : undefined,
    entries,
    lost: lossOf(entries),
    faults,
    truncated
  };
}

/** The characters of an entry in the text of a HAR, to show where a fault is. */
export const placeOfEntry = (
  text: string,
  index: number
): readonly [from: number, to: number] | undefined => scanJson(text).entries[index];
