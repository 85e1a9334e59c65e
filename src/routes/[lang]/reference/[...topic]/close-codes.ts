import type { MessageId } from '#lib/i18n/messages.ts';
import { CLOSE_CODE_RANGES, CLOSE_CODES } from '#lib/protocol/websocket/close-code.ts';
import type { ViewOf } from '#lib/reference/view.ts';
import type { Desk } from './topic.ts';

export const closeCodesView = ({ t, words, html, root }: Desk): ViewOf<'closeCodes'> => ({
  topic: 'closeCodes',
  rows: CLOSE_CODES.map(({ code, name, onWire, inClose, apiOnly }) => ({
    code,
    name,
    meaning: t(`closeCodes.${code}` as MessageId),
    onWire,
    inClose,
    apiOnly,
    href: `${root}reference/close-codes/${code}/`
  })),
  ranges: CLOSE_CODE_RANGES.map(({ id, from, to, onWire, inClose }) => ({
    id,
    from,
    to,
    onWire,
    inClose,
    html: html(words.closeCodes.ranges[id] ?? '')
  }))
});
