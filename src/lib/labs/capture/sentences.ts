/** What is said of a connection: in a cell, and in full. */
import type { ConnectionDetail } from '#lib/capture/session/protocol.ts';
import type { ConnectionSummary } from '#lib/capture/session/summary.ts';
import { oneLine } from '#lib/figures/exchange/line-name.ts';
import { timeText } from '#lib/figures/parts/time-text.ts';
import type { Words } from '#lib/i18n/context.ts';
import type { MessageId, Translate } from '#lib/i18n/messages.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { sizeText } from './size-text.ts';

/** `har`: the capture is a HAR, which does not know what was on the wire. */
type Named = Pick<Words, 't' | 'number'> & { readonly har?: boolean };

const ROLES: readonly Role[] = ['client', 'server'];

/** The upgrade was asked for, and not granted. */
export const isRefused = ({ kind, ending }: ConnectionSummary): boolean =>
  kind === 'http' && ending.script.event === 'close';

export const kindText = (summary: ConnectionSummary, t: Translate): string =>
  isRefused(summary) ? t('captureLab.k-refused') : t(`captureLab.k-${summary.kind}`);

const by = (from: Role, t: Translate) => t(`captureLab.by-${from}`);

/** How it ended, in two or three words. */
export function endingText(summary: ConnectionSummary, t: Translate, har = false): string {
  const { closes, tcp } = summary.ending;
  const [first] = closes;
  if (first)
    return t('captureLab.e-close', {
      code: String(first.code ?? t('captureLab.noCode')),
      who: by(first.from, t)
    });
  if (isRefused(summary))
    return t('captureLab.e-refused', { status: String(summary.status ?? '?') });
  if (!tcp) return t(har ? 'captureLab.e-har' : 'captureLab.e-open');
  return t(`captureLab.e-${tcp.how}`, { who: by(tcp.from, t) });
}

/** What it is. */
function whatSentences(detail: ConnectionDetail, { t }: Named): string[] {
  const { kind, upgrade, exchanges, status, midConnection } = detail;
  const where = `${detail.host ?? detail.server ?? ''}${detail.path ?? ''}`;
  const said: string[] = [];
  if (kind === 'websocket')
    said.push(
      upgrade
        ? t('captureLab.w-opened', { where, status: String(status ?? '?') })
        : t('captureLab.w-unseen', { where })
    );
  else if (isRefused(detail))
    said.push(t('captureLab.w-refused', { where, status: String(status ?? '?') }));
  else if (kind === 'http') said.push(t('captureLab.w-http', { n: exchanges, where }));
  else said.push(t(`captureLab.w-${kind}`));
  if (detail.tunnel) said.push(t('captureLab.w-tunnel', { where: detail.tunnel }));
  if (midConnection && kind !== 'websocket') said.push(t('captureLab.w-mid'));
  return said;
}

function agreedSentences(detail: ConnectionDetail, { t, number, har = false }: Named): string[] {
  if (detail.kind !== 'websocket') return [];
  const said: string[] = [];
  const { wire, inflated } = detail.carried;
  if (detail.deflate === 'agreed' && (inflated === 0 || har))
    said.push(t('captureLab.a-deflateOnly'));
  else if (detail.deflate === 'agreed')
    said.push(
      t('captureLab.a-deflate', {
        wire: sizeText(wire, t, number),
        inflated: sizeText(inflated, t, number)
      })
    );
  else if (detail.deflate === 'offered') said.push(t('captureLab.a-offered'));
  if (detail.subprotocol) said.push(t('captureLab.a-subprotocol', { name: detail.subprotocol }));
  if (detail.accept && detail.accept.got !== detail.accept.expected)
    said.push(
      t('captureLab.a-accept', {
        got: detail.accept.got ?? t('captureLab.nothing'),
        expected: detail.accept.expected
      })
    );
  return said;
}

function endSentences(detail: ConnectionDetail, { t, har = false }: Named): string[] {
  const { closes, tcp } = detail.ending;
  const quoted = (from: Role) => {
    const reason = detail.reason[from];
    return reason ? ` ${t('frames.quoted', { text: oneLine(reason) })}` : '';
  };
  const [first, second] = closes;
  const said: string[] = [];
  if (first)
    said.push(
      t(`captureLab.z-close-${first.from}`, {
        code: `${first.code ?? t('captureLab.noCode')}${quoted(first.from)}`
      }),
      second
        ? t(`captureLab.z-answer-${second.from}`, {
            code: `${second.code ?? t('captureLab.noCode')}${quoted(second.from)}`
          })
        : t('captureLab.z-noAnswer')
    );
  if (tcp?.how === 'reset') said.push(t(`captureLab.z-reset-${tcp.from}`));
  else if (tcp && !first && detail.kind === 'websocket')
    said.push(t(`captureLab.z-fin-${tcp.from}`));
  else if (!tcp && !first) said.push(t(har ? 'captureLab.z-har' : 'captureLab.z-open'));
  return said;
}

/** What was on the wire, in sentences. */
export const wireSentences = (detail: ConnectionDetail, words: Named): string[] => [
  ...whatSentences(detail, words),
  ...agreedSentences(detail, words),
  ...endSentences(detail, words),
  ...paceSentences(detail, words)
];

function paceSentences(detail: ConnectionDetail, { t, number }: Named): string[] {
  const times = detail.roundTrips.map(({ milliseconds }) => milliseconds);
  const said: string[] = [];
  if (times.length > 0) {
    const [least, most] = [Math.min(...times), Math.max(...times)].map((time) =>
      timeText(time, t, number)
    );
    const range = { n: times.length, least: least ?? '', most: most ?? '' };
    said.push(t(times.length === 1 ? 'captureLab.p-ping' : 'captureLab.p-pings', range));
  }
  const again = ROLES.reduce((sum, role) => sum + detail.retransmissions[role], 0);
  if (again > 0) said.push(t('captureLab.p-again', { n: again }));
  return said;
}

/** What script is told. */
export function scriptSentence(
  { ending, kind }: ConnectionDetail,
  { t, har = false }: Named
): string {
  const { script } = ending;
  if (kind === 'tls' || kind === 'http2') return t('captureLab.s-unknown');
  if (har && script.event === 'open') return t('captureLab.s-har');
  if (script.event !== 'close') return t(`captureLab.s-${script.event}`);
  return t(script.error ? 'captureLab.s-failed' : 'captureLab.s-close', {
    code: String(script.code),
    clean: String(script.clean)
  });
}

/** What is not known, or only inferred. */
export function unknownSentences(detail: ConnectionDetail, { t, number }: Named): string[] {
  const said: string[] = [];
  if (detail.midConnection && detail.kind === 'websocket') said.push(t('captureLab.u-mid'));
  if (['mask', 'port'].includes(detail.rolesFrom))
    said.push(t(`captureLab.u-roles-${detail.rolesFrom}` as MessageId));
  for (const role of ROLES) {
    for (const { from, to, reason } of detail.gapList[role].slice(0, 5))
      said.push(
        t(`captureLab.u-gap-${reason}`, {
          who: by(role, t),
          size: sizeText(to - from, t, number),
          from: number(from)
        })
      );
    if (detail.unread[role] > 0)
      said.push(
        t('captureLab.u-unread', {
          who: by(role, t),
          size: sizeText(detail.unread[role], t, number)
        })
      );
  }
  if (detail.inferred) said.push(t('captureLab.u-inferred'));
  return said;
}
