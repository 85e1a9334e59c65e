/**
 * What a bug ticket needs, as Markdown: what was found, where it shows, the facts of the connection,
 * its first and last frames. Payloads and secrets are left out unless they are asked for. The words
 * are handed in.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Capture, Connection } from '../capture.ts';
import type { CheckName } from '../doctor/check.ts';
import { CHECK_NAMES } from '../doctor/diagnose.ts';
import type { Evidence, Finding, FindingParams, Severity } from '../doctor/finding.ts';
import { endingOf } from '../session/ending.ts';
import { frameLine } from './frame-line.ts';
import { isoTime } from './iso-time.ts';
import { readAhead } from './read-ahead.ts';
import type { Openness } from './redact.ts';
import { headLines } from './transcript.ts';

interface Said {
  readonly title: string;
  readonly means: string;
  readonly script?: string;
  readonly todo?: string;
}

/** Words in the language of the page. */
export interface ReportWords {
  say(finding: Pick<Finding, 'id' | 'params'>): Said;
  nothing(checks: readonly CheckName[]): Said;
  severity(severity: Severity): string;
  report(id: string, values?: FindingParams): string;
  time(milliseconds: number): string;
  size(bytes: number): string;
}

export interface ReportOptions {
  /** Of the file. */
  readonly name: string;
  /** Of what made it: `WebSocket 101 1.2.3`, the browser. */
  readonly versions: string;
  /** Absent: nothing that was said, and no secrets. */
  readonly open?: Openness;
  /** Whose facts are told; absent: those with findings, or the first. */
  readonly connections?: readonly number[];
}

const CLOSED: Openness = { payload: false, secrets: false };
/** Connections that are told of, frames at either end of each, and places of a finding. */
const MAX = { connections: 10, findings: 50, frames: 8, places: 10 } as const;

/** A value of the capture inside of code marks. */
const plain = (value: string): string =>
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  value.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').replaceAll('`', '’');
const code = (value: string): string => `\`${plain(value)}\``;
const plainParams = (params: FindingParams): FindingParams =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? plain(value) : value
    ])
  );

const block = (lines: readonly string[]): string[] => ['```text', ...lines.map(plain), '```', ''];

function evidenceText(evidence: Evidence, words: ReportWords): string {
  const list = (id: string, items: readonly (number | string)[] | undefined, shift = 0) => {
    if (!items?.length) return [];
    const shown = items
      .slice(0, MAX.places)
      .map((item) => (typeof item === 'number' ? String(item + shift) : code(item)));
    const more = items.length - shown.length;
    if (more > 0) shown.push(words.report('more', { n: more }));
    return [words.report(id, { list: shown.join(', ') })];
  };
  const { from, to } = evidence;
  const isTimed = from !== undefined && to !== undefined && Number.isFinite(from + to);
  return [
    ...list('frames', evidence.frames, 1),
    ...list('messages', evidence.messages, 1),
    ...list('packets', evidence.packets),
    ...(isTimed ? [words.report('time', { from: isoTime(from), to: isoTime(to) })] : []),
    ...(evidence.head ? [words.report(`head-${evidence.head}`)] : []),
    ...list('fields', evidence.fields)
  ].join('; ');
}

function findingLines(one: Finding, words: ReportWords): string[] {
  const { title, means, script, todo } = words.say({ id: one.id, params: plainParams(one.params) });
  const where =
    one.connection === null ? '' : ` · ${words.report('connection', { n: one.connection + 1 })}`;
  const shown = evidenceText(one.evidence, words);
  const item = (id: string, text: string | undefined) =>
    text ? [`   - ${words.report(id)}: ${text}`] : [];
  return [
    `1. **${title}** (${words.severity(one.severity)}${where})`,
    '',
    `   ${means}`,
    '',
    ...item('script', script),
    ...item('todo', todo),
    ...item('evidence', shown),
    ''
  ];
}

function factLines(connection: Connection, words: ReportWords): string[] {
  const { client, server, begins, ends, frames, messages, websocket, directions } = connection;
  const { closes, tcp } = endingOf(connection);
  const said = closes.map(({ code: number, from }) =>
    words.report('close', { code: number ?? 1005, from })
  );
  if (tcp) said.push(`${tcp.how === 'fin' ? 'FIN' : 'RST'} (${tcp.from})`);
  const missing = (['client', 'server'] as const).flatMap((role) =>
    directions[role].gaps.map(({ from, to }) => `${role} ${from}–${to}`)
  );
  const item = (id: string, text: string) => (text ? [`- ${words.report(id)}: ${text}`] : []);
  return [
    ...item('ends', `${code(client ?? '?')} → ${code(server ?? '?')}`),
    ...item('lasted', Number.isFinite(ends - begins) ? words.time(ends - begins) : ''),
    ...item('carried', `${frames.length}, ${messages.length}`),
    ...item('ended', said.join('; ')),
    ...item('compression', websocket ? websocket.deflate : ''),
    ...item('gaps', missing.slice(0, MAX.places).join('; ')),
    ''
  ];
}

async function connectionLines(
  source: ByteSource,
  connection: Connection,
  words: ReportWords,
  open: Openness
): Promise<string[]> {
  const { frames, exchanges, websocket, begins } = connection;
  const { request, response } = websocket?.exchange ?? exchanges.at(-1) ?? {};
  const head = (id: string, value: Parameters<typeof headLines>[0] | undefined) =>
    value ? [`### ${words.report(id)}`, '', ...block(headLines(value, open))] : [];
  const rows = async (id: string, from: number, to: number): Promise<string[]> => {
    if (from >= to) return [];
    const lines: string[] = [];
    for (let row = from; row < to; row++) {
      const { from: role, time } = frames.at(row);
      const at = Number.isFinite(time - begins) ? ((time - begins) / 1000).toFixed(3) : '';
      const line = await frameLine(source, connection, row, open.payload);
      lines.push(
        `${String(row + 1).padStart(6)} ${at.padStart(9)} ${role === 'client' ? '>' : '<'} ${line}`
      );
    }
    return [`### ${words.report(id)}`, '', ...block(lines)];
  };
  const last = Math.max(MAX.frames, frames.length - MAX.frames);
  return [
    `## ${words.report('connection', { n: connection.id + 1 })}`,
    '',
    ...factLines(connection, words),
    ...head('request', request?.value),
    ...head('response', response?.value),
    ...(await rows('first', 0, Math.min(MAX.frames, frames.length))),
    ...(await rows('last', last, frames.length))
  ];
}

/** Which connections are told of, where nobody said. */
function tellingOf({ connections }: Capture, findings: readonly Finding[]): number[] {
  const found = new Set(findings.flatMap(({ connection }) => connection ?? []));
  if (found.size) return [...found].slice(0, MAX.connections);
  const socket = connections.find(({ kind }) => kind === 'websocket') ?? connections[0];
  return socket ? [socket.id] : [];
}

/** The report. */
export async function report(
  capture: Capture,
  file: ByteSource,
  findings: readonly Finding[],
  words: ReportWords,
  { name, versions, open = CLOSED, connections }: ReportOptions
): Promise<string> {
  const source = readAhead(file);
  const chosen = connections ?? tellingOf(capture, findings);
  const told = connections
    ? findings.filter(({ connection }) => connection === null || connections.includes(connection))
    : findings;
  const { facts } = capture;
  const nothing = words.nothing(CHECK_NAMES);
  const shown = told.slice(0, MAX.findings);
  const more = told.length - shown.length;
  const lines = [
    `# ${words.report('title', { name: plain(name) })}`,
    '',
    words.report('made', { versions }),
    words.report(open.payload ? 'payloadLeft' : 'payloadOut'),
    '',
    `- ${words.report('file')}: ${facts.format}, ${words.size(file.size)}`,
    '',
    `## ${words.report('found')}`,
    '',
    ...(told.length
      ? shown.flatMap((one) => findingLines(one, words))
      : [`${nothing.title}. ${nothing.means}`, '']),
    ...(more > 0 ? [words.report('more', { n: more }), ''] : [])
  ];
  for (const id of chosen) {
    const connection = capture.connections[id];
    if (connection) lines.push(...(await connectionLines(source, connection, words, open)));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
