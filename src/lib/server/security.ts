/** The chapter on security: its scenes, what its prose may say of them, command lines, a table. */
import { latin1Decode, toHex } from '#lib/bytes/bytes.ts';
import type { BombsView } from '#lib/figures/bomb/bomb.ts';
import { sizeText } from '#lib/figures/bomb/bomb-words.ts';
import { linesOfHead } from '#lib/figures/cross-site/head-lines.ts';
import { createTranslate } from '#lib/i18n/messages.ts';
import { BOMB_LIMITS, bombs } from '#lib/simulation/bomb.ts';
import { playCrossSite, POLICY_VIOLATION } from '#lib/simulation/cross-site/cross-site.ts';
import { playBook } from '#lib/simulation/cross-site/play-book.ts';
import type { PlayBook } from '#lib/simulation/cross-site/play.ts';
import { HOST, ORIGINS, type CrossSiteSettings } from '#lib/simulation/cross-site/settings.ts';
import { SECRET, TARGET } from '#lib/simulation/cross-site/world.ts';
import type { Command } from './commands.ts';
import { messagesOf } from './dictionary.ts';

type ByName<T> = Readonly<Record<string, T>>;
/** chapter.json: who opens what under which rules; and which message meets which limit. */
export interface SecuritySettings {
  readonly scenes: ByName<CrossSiteSettings>;
  readonly bombScenes: ByName<{ readonly plain: number; readonly limit: number | null }>;
}
export interface SecurityView extends SecuritySettings {
  readonly bombs: BombsView;
  readonly book: PlayBook;
}

let book: PlayBook | undefined;

export const securityView = (settings: SecuritySettings | undefined): SecurityView | undefined =>
  settings && {
    ...settings,
    bombs: { bombs: bombs(), limits: BOMB_LIMITS },
    book: (book ??= playBook())
  };

const quote = (text: string) => `'${text}'`;

/** `hijack.origin`, `hijack.request.size`, `query.log`, `bomb.wire`, `bomb.close`, … */
export function securityValues(view: SecurityView | undefined, language: string): ByName<string> {
  if (!view) return {};
  const number = new Intl.NumberFormat(language);
  const t = createTranslate(language, messagesOf(language, ['units', 'bomb']));
  const values: Record<string, string> = {
    host: HOST,
    target: TARGET,
    secret: SECRET,
    'policy-violation': String(POLICY_VIOLATION),
    ...Object.fromEntries(Object.entries(ORIGINS).map(([id, origin]) => [`origin.${id}`, origin])),
    'host.stranger': new URL(ORIGINS.stranger).host,
    'host.neighbour': new URL(ORIGINS.neighbour).host
  };
  for (const [id, settings] of Object.entries(view.scenes)) {
    const { events } = playCrossSite(settings);
    const messages = events.filter((event) => event.type === 'message');
    const request = messages.find(({ carries }) => carries === 'request');
    const response = messages.find(({ carries }) => carries === 'response');
    if (!request || !response) continue;
    values[`${id}.request.size`] = t('units.bytes', { n: request.bytes.length });
    values[`${id}.status`] = response.says;
    // As servers log it by default: the request line and the status, no field lines.
    values[`${id}.log`] = `"${linesOfHead(request)[0] ?? ''}" ${response.says.split(' ')[0] ?? ''}`;
    for (const line of linesOfHead(request)) {
      const [, name, value] = /^(Origin|Cookie|Sec-WebSocket-Protocol): (.*)$/.exec(line) ?? [];
      if (name && value) values[`${id}.${name.toLowerCase()}`] = value;
    }
  }
  for (const [id, { plain, limit }] of Object.entries(view.bombScenes)) {
    const bomb = view.bombs.bombs.find((one) => one.plain === plain);
    const close = bomb?.closes[view.bombs.limits.indexOf(limit)];
    if (!bomb) continue;
    values[`${id}.plain`] = sizeText(plain, t);
    values[`${id}.wire`] = t('units.bytes', { n: bomb.wire });
    values[`${id}.ratio`] = number.format(Math.round(plain / bomb.wire));
    if (limit !== null) values[`${id}.limit`] = sizeText(limit, t);
    if (close) values[`${id}.close`] = toHex(close, ' ');
  }
  return values;
}

/** `::commands{of=suffix}`, `::commands{of=disguise}`. */
export function securityCommands(view: SecurityView | undefined): ByName<readonly Command[]> {
  if (!view) return {};
  const request = playCrossSite({
    opener: 'program',
    sameSite: 'unset',
    thirdParty: false,
    originCheck: 'list',
    token: 'cookie'
  }).events.find((event) => event.type === 'message');
  const [, ...fields] = latin1Decode(request?.bytes ?? new Uint8Array())
    .trim()
    .split('\r\n');
  const curl = [
    `curl -i -N --http1.1 https://${HOST}${TARGET}`,
    ...fields.filter((line) => !line.startsWith('Host:')).map((line) => `-H ${quote(line)}`)
  ];
  return {
    suffix: [
      {
        tool: 'Node',
        line: `node -p "${quote(ORIGINS.stranger)}.endsWith(${quote(HOST)})"`,
        prints: String(ORIGINS.stranger.endsWith(HOST))
      }
    ],
    disguise: [{ tool: 'curl', line: curl.join(' \\\n  ') }]
  };
}
