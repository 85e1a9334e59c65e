/** Cross-site handshakes in words: rows of the drawing, what script sees, the transcript. */
import type { MessageId, Translate } from '#lib/i18n/messages.ts';
import {
  playFrom,
  type CrossSiteEvent,
  type CrossSitePlay,
  type PlayBook
} from '#lib/simulation/cross-site/play.ts';
import type { CrossSiteSettings } from '#lib/simulation/cross-site/settings.ts';
import type { WordedLine } from '../plate/transcript.ts';
import type { RowText, RowWords } from './cross-site.ts';
import { isFrame, isTelling, linesOfHead, type CrossSiteMessage } from './head-lines.ts';

const fact = (text: string): RowText => ({ kind: 'fact', text });

function messageRows(message: CrossSiteMessage): RowText[] {
  const title: RowText = { kind: 'band', text: message.says };
  if (isFrame(message)) return [title];
  const [, ...lines] = linesOfHead(message);
  const body = message.carries === 'ticket' ? lines.slice(lines.indexOf('') + 1) : [];
  return [
    title,
    ...[...lines.filter(isTelling), ...body]
      .filter((text) => text !== '')
      .map((text): RowText => ({ kind: 'bytes', text }))
  ];
}

/** What stands beside each event. */
export const crossSiteWords =
  (settings: CrossSiteSettings, t: Translate): RowWords =>
  (event) => {
    switch (event.type) {
      case 'call':
        return [fact(t(`crossSite.call-${event.call}`))];
      case 'cookie':
        return [fact(t(`crossSite.cookie-${event.reason}`, { value: sameSiteText(settings, t) }))];
      case 'check':
        return [fact(t(checkId(event, settings)))];
      case 'script':
        return [fact(t(`crossSite.script-${event.sees}`))];
      case 'message':
        return messageRows(event);
    }
  };

function checkId(
  { what, verdict }: Extract<CrossSiteEvent, { type: 'check' }>,
  { originCheck, token }: CrossSiteSettings
): MessageId {
  if (what === 'token') return `crossSite.token-${token}-${verdict}` as MessageId;
  return verdict === 'skipped'
    ? 'crossSite.origin-skipped'
    : (`crossSite.origin-${originCheck}-${verdict}` as MessageId);
}

const attributeOf = ({ sameSite }: CrossSiteSettings): string =>
  `SameSite=${sameSite[0]?.toUpperCase() ?? ''}${sameSite.slice(1)}`;

/** As the attribute is written; words where it is not. */
const sameSiteText = (settings: CrossSiteSettings, t: Translate): string =>
  settings.sameSite === 'unset' ? t('crossSite.unset') : attributeOf(settings);

/** What the browser keeps for the chat: the cookie, and what its Set-Cookie has said of it. */
export const jarText = (settings: CrossSiteSettings, cookie: string): string[] => [
  cookie,
  [...(settings.sameSite === 'unset' ? [] : [attributeOf(settings)]), 'Secure', 'HttpOnly'].join(
    '; '
  )
];

/** How it ends, in a sentence; whether that is bad for Alice. */
export function outcomeText({ settings, outcome }: CrossSitePlay, t: Translate) {
  const bad = outcome === 'reads' && settings.opener !== 'own';
  const id = outcome === 'reads' ? `reads-${settings.opener}` : `ends-${outcome}`;
  return { bad, text: t(`crossSite.${id}` as MessageId) };
}

/** Two columns of truth: the last message, and what script has been told last. */
export function truthOf(events: readonly CrossSiteEvent[], t: Translate) {
  const message = events.findLast((event) => event.type === 'message');
  const script = events.findLast((event) => event.type === 'script');
  return {
    wire: message
      ? t('crossSite.wire', { name: message.says, n: message.bytes.length })
      : t('crossSite.wireNothing'),
    script: script ? t(`crossSite.truth-${script.sees}`) : t('crossSite.truthNothing')
  };
}

const whoOf = (event: CrossSiteEvent, t: Translate): string =>
  event.type === 'check' || (event.type === 'message' && event.from === 'server')
    ? t('crossSite.server')
    : event.type === 'cookie' || event.type === 'message'
      ? t('crossSite.browser')
      : t('crossSite.page');

/** Each scene once, at its first step, event by event. */
export function crossSiteLines(
  stages: readonly { readonly at: number; readonly show: string }[],
  scenes: Readonly<Record<string, CrossSiteSettings>>,
  book: PlayBook,
  t: Translate
): WordedLine[] {
  const plain = (words: string) => words.replaceAll('`', '');
  return stages.flatMap(({ at, show }, step) => {
    const settings = scenes[show];
    const play = settings && playFrom(book, settings);
    if (!play || stages.findIndex((stage) => stage.show === show) < step) return [];
    const words = crossSiteWords(settings, t);
    const line = (who: string, text: string): WordedLine => ({
      instant: at,
      at: String(step + 1),
      who,
      text: plain(text)
    });
    return [
      ...play.events.map((event) =>
        line(
          whoOf(event, t),
          words(event)
            .map(({ text }) => text)
            .join('; ')
        )
      ),
      line(t('crossSite.result'), outcomeText(play, t).text)
    ];
  });
}
