/** `::table{of=tokens}`: where what names the user is to be seen, found in what was really sent. */
import { isFrame, linesOfHead } from '#lib/figures/cross-site/head-lines.ts';
import { createTranslate, type MessageId } from '#lib/i18n/messages.ts';
import { playCrossSite } from '#lib/simulation/cross-site/cross-site.ts';
import {
  TOKEN_SCHEMES,
  type CrossSiteSettings,
  type TokenScheme
} from '#lib/simulation/cross-site/settings.ts';
import { SESSION, TICKET, TOKEN } from '#lib/simulation/cross-site/world.ts';
import { messagesOf } from './dictionary.ts';

const STRICT: Omit<CrossSiteSettings, 'opener' | 'token'> = {
  sameSite: 'strict',
  thirdParty: false,
  originCheck: 'off'
};

export interface TokenPlaces {
  readonly scheme: TokenScheme;
  /** In the request line; in a field line; in a frame. */
  readonly inUrl: boolean;
  readonly inField: boolean;
  readonly inFrame: boolean;
  /** A page of the same site, which does not know it, gets in by it. */
  readonly byItself: boolean;
  /** Somebody without it gets a connection first. */
  readonly opensFirst: boolean;
}

export function tokenPlaces(scheme: TokenScheme): TokenPlaces {
  const value = scheme === 'cookie' ? SESSION : scheme === 'ticket' ? TICKET : TOKEN;
  const own = playCrossSite({ ...STRICT, opener: 'own', token: scheme }).events;
  const neighbour = playCrossSite({ ...STRICT, opener: 'neighbour', token: scheme });
  const sent = own
    .filter((event) => event.type === 'message')
    .filter(({ from }) => from === 'client');
  const heads = sent.filter(({ carries }) => carries === 'request').map(linesOfHead);
  return {
    scheme,
    inUrl: heads.some(([line = '']) => line.includes(value)),
    inField: heads.some(([, ...fields]) => fields.some((line) => line.includes(value))),
    inFrame: sent.filter(isFrame).some(({ says }) => says.includes(value)),
    byItself: neighbour.outcome === 'reads',
    opensFirst: neighbour.outcome === 'first-message'
  };
}

const TICK =
  '<svg class="tick" viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 6.5l3 3 6-7"/></svg>';
const COLUMNS = ['inUrl', 'inField', 'inFrame', 'byItself', 'opensFirst'] as const;

export function tokenTable(language: string): string {
  const t = createTranslate(language, messagesOf(language, ['crossSite', 'closeCodes']));
  const heads = COLUMNS.map(
    (id) => `<th scope="col" class="mark">${t(`crossSite.table-${id}`)}</th>`
  ).join('');
  const mark = (yes: boolean) =>
    `<td class="mark">${yes ? TICK : ''}<span class="visually-hidden">${t(yes ? 'closeCodes.yes' : 'closeCodes.no')}</span></td>`;
  const rows = TOKEN_SCHEMES.map((scheme) => {
    const places = tokenPlaces(scheme);
    const name = t(`crossSite.token-${scheme}` as MessageId);
    return `<tr><th scope="row">${name}</th>${COLUMNS.map((id) => mark(places[id])).join('')}</tr>`;
  });
  return `<table class="matrix"><thead><tr><th scope="col">${t('crossSite.set-token')}</th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
