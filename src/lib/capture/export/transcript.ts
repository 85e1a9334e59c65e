/** A connection as text, a line an event, in the order of the capture. */
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Connection, Head, Instant } from '../capture.ts';
import { frameLine } from './frame-line.ts';
import { isoTime } from './iso-time.ts';
import { readAhead } from './read-ahead.ts';
import { redactHead, type Openness } from './redact.ts';

export interface TranscriptOptions {
  /** What it may hold; all, if absent. */
  readonly open?: Openness;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
}

const ALL: Openness = { payload: true, secrets: true };
/** Lines that are handed out together. */
const BATCH = 500;
const WIDTH = 12;

/** Lines of a head: the first, and its fields. */
export function headLines(head: HttpRequest | HttpResponse, open: Openness): string[] {
  const shown = redactHead(head, open);
  const first =
    'target' in shown
      ? `${shown.method} ${shown.target} ${shown.version}`
      : `${shown.version} ${shown.status} ${shown.reason}`.trimEnd();
  return [first, ...shown.fields.map(({ name, value }) => `${name}: ${value}`)];
}

/** Seconds since the beginning, and who sends: `>` the client, `<` the server. */
const prefix = (at: Instant, begins: Instant, from: Role): string => {
  const time = Number.isFinite(at - begins) ? ((at - begins) / 1000).toFixed(6) : '';
  return `${time.padStart(WIDTH)} ${from === 'client' ? '>' : '<'} `;
};

interface Line {
  readonly at: Instant;
  readonly from: Role;
  readonly lines: readonly string[];
}

function exchangeLines({ exchanges }: Connection, open: Openness): Line[] {
  return exchanges.flatMap(({ request, response }) => {
    const of = (head: Head<HttpRequest | HttpResponse> | undefined, from: Role): Line[] =>
      head ? [{ at: head.at, from, lines: headLines(head.value, open) }] : [];
    return [...of(request, 'client'), ...of(response, 'server')];
  });
}

const endLines = ({ directions }: Connection): Line[] =>
  (['client', 'server'] as const)
    .filter((from) => directions[from].fin || directions[from].reset)
    .sort((a, b) => directions[a].endPacket - directions[b].endPacket)
    .map((from) => ({
      at: directions[from].endedAt,
      from,
      lines: [directions[from].reset ? 'RST' : 'FIN']
    }));

const written = ({ at, from, lines: [first = '', ...more] }: Line, begins: Instant): string => {
  const lead = prefix(at, begins, from);
  return [lead + first, ...more.map((line) => ' '.repeat(lead.length) + line), ''].join('\n');
};

/** The text in parts: a million frames are too much for one string. */
export async function* transcript(
  file: ByteSource,
  connection: Connection,
  { open = ALL, signal, onProgress }: TranscriptOptions = {}
): AsyncGenerator<string> {
  const source = readAhead(file);
  const { frames, begins, client, server, kind } = connection;
  yield `${[`# ${client ?? '?'} > ${server ?? '?'}`, kind, isoTime(begins)].join('  ').trimEnd()}\n`;
  for (const line of exchangeLines(connection, open)) yield written(line, begins);
  const ends = endLines(connection);
  let part = '';
  for (let row = 0; row < frames.length; row++) {
    const { time: at, from } = frames.at(row);
    while (ends[0] && ends[0].at < at) part += written(ends.shift() as Line, begins);
    const lines = [await frameLine(source, connection, row, open.payload)];
    part += written({ at, from, lines }, begins);
    if ((row + 1) % BATCH !== 0) continue;
    signal?.throwIfAborted();
    onProgress?.(row + 1, frames.length);
    yield part;
    part = '';
  }
  for (const line of ends) part += written(line, begins);
  yield part;
}
