/** Errata that matter: what is printed and what is right, both read or computed by the engine. */
import { base64Encode } from '#lib/bytes/base64.ts';
import { presetOf } from '#lib/labs/frame/presets.ts';
import { readState as readFrames } from '#lib/labs/frame/model.ts';
import { INITIAL } from '#lib/labs/handshake/model.ts';
import { withField } from '#lib/labs/handshake/sabotages.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import type { ErratumRow, ViewOf } from '#lib/reference/view.ts';
import { frameLab, handshakeLab } from './lab-links.ts';
import type { Desk } from './topic.ts';

/** RFC 6455 §4.1: the bytes 1 to 16, and its key with the unused bits of the last letter set. */
export const RIGHT_KEY = base64Encode(Uint8Array.from({ length: 16 }, (_, i) => i + 1));
export const PRINTED_KEY = RIGHT_KEY.replace(/.==$/, 'C==');

/** What RFC 7692 §7.2.3.3 prints beside its bytes. */
const PRINTED_LENGTH = 7;

function lengthInBytes(): number {
  const { frame } = readFrames(presetOf('deflate-stored').state());
  return frame?.decoding.complete ? frame.decoding.value.payload.length : 0;
}

export function errataView({ words, html, root }: Desk): ViewOf<'errata'> {
  const row = (
    id: string,
    eid: number | undefined,
    facts: ErratumRow['facts'],
    lab?: string
  ): ErratumRow => ({
    id,
    eid,
    title: words.errata[id]?.title ?? id,
    html: html(words.errata[id]?.text ?? ''),
    facts,
    lab
  });
  const printedState = {
    ...INITIAL,
    request: withField('Sec-WebSocket-Key', PRINTED_KEY)(INITIAL.request)
  };
  return {
    topic: 'errata',
    rows: [
      row(
        '3150',
        3150,
        [
          { label: 'printedKey', printed: PRINTED_KEY, right: RIGHT_KEY },
          {
            label: 'printedAccept',
            printed: deriveAcceptSync(PRINTED_KEY).accept,
            right: deriveAcceptSync(RIGHT_KEY).accept
          }
        ],
        handshakeLab(root, printedState)
      ),
      row('3433', 3433, []),
      row(
        '7692-length',
        undefined,
        [
          {
            label: 'printedLength',
            printed: String(PRINTED_LENGTH),
            right: String(lengthInBytes())
          }
        ],
        frameLab(root, presetOf('deflate-stored').state())
      )
    ]
  };
}
