/** What each tool's own output shows of the conversation, counted in that output. */
import { LAYERS, type LayerId, type Sight } from '#lib/figures/tools/tools.ts';
import { toHex } from '#lib/bytes/bytes.ts';
import { readHar } from '#lib/capture/har.ts';
import type { HarMessage } from '#lib/capture/har/har-messages.ts';
import { CLOSE } from '#lib/protocol/websocket/opcode.ts';
import type { LogEntry, ToolsRecording } from './recording.ts';
import type { Wire } from './wire.ts';

export type Sights = Readonly<Record<LayerId, Sight>>;
type Found = Readonly<Partial<Record<LayerId, readonly string[]>>>;

const NOTHING: Sight = { named: 0, kept: 0, lines: [] };
const MOST_LINES = 3;
const MOST_CHARACTERS = 110;

const shortened = (line: string): string =>
  line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
/** A few lines of many. */
const excerpt = (lines: readonly string[]): readonly string[] =>
  lines.slice(0, MOST_LINES).map(shortened);

/** One line for each thing that is named. */
const named = (found: Found): Sights =>
  Object.fromEntries(
    LAYERS.map((layer) => {
      const lines = found[layer] ?? [];
      return [layer, { named: lines.length, kept: 0, lines: excerpt(lines) }];
    })
  ) as Sights;

/** Lines of tcpdump name segments; all else lies in the bytes that its file keeps. */
export function sightsOfTcpdump(
  lines: readonly string[],
  totals: Readonly<Record<LayerId, number>>
): Sights {
  const withBytes = lines.filter((line) => !/length 0$/.test(line));
  const of = (layer: LayerId): Sight => {
    if (layer === 'segments') return { named: lines.length, kept: 0, lines: excerpt(lines) };
    if (layer === 'event') return NOTHING;
    const shown = layer === 'heads' ? withBytes.slice(0, 2) : withBytes.slice(2);
    return { named: 0, kept: totals[layer], lines: excerpt(shown) };
  };
  return Object.fromEntries(LAYERS.map((layer) => [layer, of(layer)])) as Sights;
}

export function sightsOfWireshark(
  { heads, summaries, frames, packets }: ToolsRecording['tshark'],
  wire: Wire
): Sights {
  const lineOf = (wanted: (frame: (typeof frames)[number]) => boolean) =>
    summaries.filter((_, i) => frames[i] !== undefined && wanted(frames[i]));
  const contents = new Set(wire.messages.map(({ content }) => content));
  const sights = named({
    heads,
    frames: summaries,
    keys: frames
      .filter(({ maskingKey }) => maskingKey)
      .map(({ maskingKey }) => `Masking-Key: ${maskingKey}`),
    compression: frames
      .filter(({ compressed }) => compressed === '1')
      .map(({ packet }) => `${packet}: Per-Message Compressed: True`),
    fragments: lineOf(({ opcode, fin }) => opcode === '0' || fin === '0'),
    control: lineOf(({ opcode }) => opcode === '9' || opcode === '10'),
    messages: frames
      .filter(({ text, data }) => contents.has(text || data))
      .map(({ text, data }) => text || data),
    codes: frames
      .filter(({ closeCode }) => closeCode)
      .map(({ closeCode }) => `Status code: ${closeCode}`)
  });
  return { ...sights, segments: { named: packets, kept: 0, lines: excerpt(summaries) } };
}

interface DevtoolsParams {
  readonly request?: { readonly headers: Readonly<Record<string, string>> };
  readonly response?: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly opcode?: number;
    readonly payloadData?: string;
  };
}

/** Text as it is; binary data is base64. */
const contentOf = (opcode: number | undefined, data = ''): string =>
  opcode === 2 ? Buffer.from(data, 'base64').toString('hex') : data;

export function sightsOfDevtools(events: ToolsRecording['devtools'], wire: Wire): Sights {
  const contents = new Set(wire.messages.map(({ content }) => content));
  const fields: string[] = [];
  const messages: string[] = [];
  for (const { method, params } of events) {
    const { request, response } = params as DevtoolsParams;
    for (const [name, value] of Object.entries(request?.headers ?? response?.headers ?? {}))
      fields.push(`${name}: ${value}`);
    if (
      contents.has(contentOf(response?.opcode, response?.payloadData)) &&
      response?.opcode !== undefined
    )
      messages.push(`${method} ${JSON.stringify(response)}`);
  }
  return named({ heads: fields, messages });
}

/** A message as it stands in the file. */
const messageLine = ({ from, at, opcode, data, text }: HarMessage): string =>
  JSON.stringify({
    type: from === 'client' ? 'send' : 'receive',
    time: at,
    opcode,
    data: text ?? Buffer.from(data).toString('base64')
  });

export function sightsOfHar(text: string, wire: Wire): Sights {
  const entry = readHar(text).entries.find(({ isWebSocket }) => isWebSocket);
  if (!entry) throw new Error('static/captures: a HAR without a WebSocket');
  const contents = new Set(wire.messages.map(({ content }) => content));
  const messages = (entry.messages ?? []).filter(({ data, text: said }) =>
    contents.has(said ?? toHex(data))
  );
  return named({
    heads: [...entry.request.fields, ...(entry.response?.fields ?? [])].map((field) =>
      JSON.stringify(field)
    ),
    // A HAR could name control frames by their opcodes.
    control: (entry.messages ?? []).filter(({ opcode }) => opcode > CLOSE).map(messageLine),
    codes: (entry.messages ?? []).filter(({ opcode }) => opcode === CLOSE).map(messageLine),
    messages: messages.map(messageLine)
  });
}

export function sightsOfMitmproxy(lines: readonly string[]): Sights {
  const head = lines.findIndex((line) => line.includes(' WebSocket '));
  return named({
    heads: lines
      .slice(0, head)
      .filter((line) => /^ {4}[\w-]+: /.test(line))
      .map((line) => line.trim()),
    control: lines.filter((line) => /Received WebSocket (ping|pong)/.test(line)),
    messages: lines.filter((line) => / WebSocket (text|binary) message /.test(line)),
    codes: lines.filter((line) => /WebSocket Error: .*=\d{4}/.test(line))
  });
}

const worded = ({ hex, ...entry }: LogEntry): string =>
  JSON.stringify(hex === undefined ? entry : { ...entry, bytes: hex.length / 2 });

/** A program with ws: it hears of Pongs and of the code, and it knows what it has sent itself. */
export function sightsOfServer(log: readonly LogEntry[]): Sights {
  const of = (...events: readonly string[]) =>
    log.filter(({ event }) => events.includes(event)).map(worded);
  const sights = named({
    control: of('send ping', 'pong'),
    messages: of('send', 'message'),
    codes: of('close')
  });
  const connection = log.find(({ event }) => event === 'connection');
  return {
    ...sights,
    heads: {
      named: Number(connection?.['fields'] ?? 0),
      kept: 0,
      lines: connection ? [worded(connection)] : []
    }
  };
}

/** The script of a page: of the heads it is told two values. */
export function sightsOfScript(log: readonly LogEntry[]): Sights {
  const of = (...events: readonly string[]) =>
    log.filter(({ event }) => events.includes(event)).map(worded);
  const open = log.find(({ event }) => event === 'open');
  const told = ['protocol', 'extensions'].filter((name) => open?.[name]);
  return {
    ...named({ messages: of('send', 'message'), event: of('close'), codes: of('close') }),
    heads: { named: told.length, kept: 0, lines: open ? [worded(open)] : [] }
  };
}
