/** Tables of the chapter on the browser API, as HTML: each row is a run of our own endpoints. */
import { apiRows, type WireEntry } from '#lib/figures/api/api.ts';
import { frameName } from '#lib/figures/parts/frame-name.ts';
import { wireFramesOf } from '#lib/figures/parts/wire-frame.ts';
import { createTranslate, type Translate } from '#lib/i18n/messages.ts';
import type { Action } from '#lib/simulation/conversation-scenario.ts';
import { simulateConversation } from '#lib/simulation/conversation.ts';
import { simulateOpening } from '#lib/simulation/opening.ts';
import type { ApiEvent, Trace } from '#lib/trace/trace.ts';
import { apiCalls, type CallResult } from './api-calls.ts';
import { messagesOf } from './dictionary.ts';

const LINK = { delay: 20 };
/** When the server does something; before it, the connection has only been opened. */
const AT = 10;

type ServerDeed = Action extends infer A
  ? A extends Action
    ? Omit<A, 'at' | 'by'>
    : never
  : never;

const answered = (paths: readonly string[]): Trace =>
  simulateOpening({
    id: 'table',
    seed: 1,
    host: 'example.com',
    target: '/prices',
    policy: { paths },
    link: LINK,
    pauses: { syn: 1, request: 1, answer: 4, open: 1 }
  });
const served = (deed: ServerDeed, dark = Infinity): Trace =>
  simulateConversation({
    id: 'table',
    seed: 1,
    host: 'example.com',
    link: LINK,
    dark,
    script: [{ ...deed, at: AT, by: 'server' } as Action]
  });

/** What comes to a browser, one thing a row. */
const CASES: readonly (() => Trace)[] = [
  () => answered(['/prices']),
  () => answered([]),
  () => served({ do: 'send', text: '25 €' }),
  () => served({ do: 'send', text: 'prices', fragmentSize: 3 }),
  () => served({ do: 'ping', text: '?' }),
  () => served({ do: 'pong', text: '' }),
  () => served({ do: 'close', code: 1000 }),
  () => served({ do: 'close' }),
  () => served({ do: 'frame', opcode: 'text', text: '25 €', masked: true }),
  () => served({ do: 'end' }),
  () => served({ do: 'end' }, 0)
];

export interface EventCase {
  /** What comes; empty: nothing ever does. */
  readonly comes: readonly WireEntry[];
  /** Frames that the browser sends by itself. */
  readonly answers: readonly WireEntry[];
  /** What the script is told of it; at 0 it only began. */
  readonly told: readonly ApiEvent[];
}

/** Of each case, what happens from the instant on at which it begins to matter. */
export const eventCases = (): EventCase[] =>
  CASES.map((run): EventCase => {
    const trace = run();
    const rows = apiRows(trace, wireFramesOf(trace), trace.duration);
    const wire = rows
      .flatMap((row) => row.wire)
      .filter((entry) => entry.id !== 'control' || entry.name === 'FIN');
    // A FIN matters only where nothing else has come.
    const all = wire.filter(({ way }) => way === 'in');
    const comes = all.some(({ id }) => id !== 'control')
      ? all.filter(({ id, at }) => id !== 'control' && at <= (failedAt(trace) ?? Infinity))
      : all.slice(0, 1);
    return {
      comes,
      answers: wire.filter(({ way, id }) => way === 'out' && id === 'frame'),
      told: rows.flatMap((row) => row.script.map(({ event }) => event)).filter(({ at }) => at > 0)
    };
  });

/** What comes behind the fault is not read any more (RFC 6455 §7.1.7). */
const failedAt = (trace: Trace) => trace.events.find(({ type }) => type === 'failed')?.at;

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<table class="matrix"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
};

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** `Backticks` mark code, as in the messages of the interface. */
const html = (text: string) => escape(text).replace(/`([^`]*)`/g, '<code>$1</code>');

const wordsOf = (language: string): Translate =>
  createTranslate(language, messagesOf(language, ['apiTables', 'frames']));

function wireWords({ comes, answers }: EventCase, t: Translate): string {
  const name = (entry: WireEntry) =>
    entry.id === 'frame'
      ? t(entry.frame.faults.length > 0 ? 'apiTables.broken' : 'apiTables.head', {
          name: frameName(entry.frame, t)
        })
      : entry.id === 'head'
        ? t('apiTables.head', { name: entry.name })
        : t('apiTables.fin');
  if (comes.length === 0) return t('apiTables.silence');
  const came = comes.map(name).join(', ');
  if (answers.length === 0) return came;
  return `${came}; ${t('apiTables.answers', { frames: answers.map(name).join(', ') })}`;
}

function eventWords({ name, detail }: ApiEvent, t: Translate): string {
  if (name === 'message') return t('apiTables.message', { data: String(detail['data']) });
  if (name !== 'close') return `\`${name}\``;
  const { code, wasClean } = detail;
  return t('apiTables.close', { code: String(code), clean: String(wasClean === true) });
}

/** What comes over the wire, and what script gets of it. */
export function eventTable(language: string): string {
  const t = wordsOf(language);
  return table(
    [t('apiTables.wire'), t('apiTables.script')],
    eventCases().map((row) => [
      html(wireWords(row, t)),
      row.told.map((event) => html(eventWords(event, t))).join('<br>') || t('apiTables.nothing')
    ])
  );
}

function resultWords({ throws, url }: CallResult, t: Translate): string {
  if (throws) return t('apiTables.throws', { name: throws });
  return url === undefined ? t('apiTables.fine') : t('apiTables.url', { url });
}

/** Calls with the exceptions that they throw. */
export function callTable(language: string): string {
  const t = wordsOf(language);
  return table(
    [t('apiTables.call'), t('apiTables.result')],
    apiCalls().map((call) => [
      html(
        call.reason === undefined ? `\`${call.code}\`` : t('apiTables.reason', { n: call.reason })
      ),
      html(resultWords(call, t))
    ])
  );
}
