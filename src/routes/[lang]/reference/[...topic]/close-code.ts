/** A page about one close code: bytes, runs and reactions come from the engine's own tables. */
import { hexByte } from '#lib/bytes/bytes.ts';
import { leavesOf } from '#lib/bytes/span.ts';
import { frameRole } from '#lib/figures/parts/frame-role.ts';
import { brokenRules, INITIAL, readState, type LabState } from '#lib/labs/frame/model.ts';
import { faultRows, peacefulOutcome } from '#lib/labs/frame/outcome.ts';
import { CLOSE_CODES, type CloseCodeEntry } from '#lib/protocol/websocket/close-code.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { CLOSE } from '#lib/protocol/websocket/opcode.ts';
import { isHandshakeRule } from '#lib/protocol/rules.ts';
import type { ByteCell, CodeLink, ReceiverRow, ViewOf } from '#lib/reference/view.ts';
import { simulateConversation } from '#lib/simulation/conversation.ts';
import { frameLab } from './lab-links.ts';
import { rulesSeen, type Desk } from './topic.ts';

/** The Close of a server: with the code, allowed or not, or empty. */
const closeBytes = (code: number | undefined): Uint8Array =>
  encodeFrame({
    opcode: CLOSE,
    payload: code === undefined ? new Uint8Array() : Uint8Array.of(code >> 8, code & 0xff)
  });

const stateWith = (code: number | undefined): LabState => ({
  ...INITIAL,
  bytes: closeBytes(code),
  from: 'server',
  at: 0
});

/** Each byte with the role of the field that takes most of it. */
function cellsOf(bytes: Uint8Array): ByteCell[] {
  const decoding = decodeFrame(bytes, { from: 'server' });
  const leaves = decoding.complete ? leavesOf(decoding.spans) : [];
  return Array.from(bytes, (byte, i) => {
    const within = leaves.filter(({ from, to }) => from < i * 8 + 8 && to > i * 8);
    const widest = within.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
    return { hex: hexByte(byte), role: frameRole(widest?.id ?? '') ?? 'payload' };
  });
}

/** What script is told when a server closes so, from a run; `end`: TCP ends without a Close. */
function eventAfter(deed: { do: 'close'; code?: number } | { do: 'end' }) {
  const run = simulateConversation({
    id: 'close-code',
    seed: 1,
    host: 'example.com',
    link: { delay: 20 },
    script: [{ ...deed, at: 10, by: 'server' }]
  });
  for (const event of run.events)
    if (event.type === 'api' && event.endpoint === 'client' && event.name === 'close')
      return { code: Number(event.detail['code']), clean: event.detail['wasClean'] === true };
  throw new Error('the run has no close event');
}

function eventOf({ code, onWire, apiOnly }: CloseCodeEntry) {
  if (onWire) return eventAfter({ do: 'close', code });
  if (code === 1005) return eventAfter({ do: 'close' });
  return apiOnly ? eventAfter({ do: 'end' }) : undefined;
}

function receiversOf(state: LabState, { t }: Desk): ReceiverRow[] {
  const reading = readState(state);
  const [broken] = brokenRules(reading.stream);
  const peaceful = peacefulOutcome(reading);
  const rows = broken
    ? faultRows(broken, 'server').map((row) =>
        // Who tolerates the code answers it like any other.
        row.wire.id === 'frameOutcome.goesOn' && row.who !== 'rfc' ? { ...row, ...peaceful } : row
      )
    : [{ who: 'any' as const, ...peaceful }];
  return rows.map(({ who, wire, script }) => ({
    who: t(`frameOutcome.${who}`),
    wire: t(wire.id, wire.values),
    script: t(script.id, script.values)
  }));
}

const codeLink = ({ root }: Desk, entry: CloseCodeEntry | undefined): CodeLink | undefined =>
  entry && { code: entry.code, href: `${root}reference/close-codes/${entry.code}/` };

/** Undefined where there is no such code. */
export function closeCodeView(desk: Desk, text: string): ViewOf<'closeCode'> | undefined {
  const index = CLOSE_CODES.findIndex(({ code }) => String(code) === text);
  const entry = CLOSE_CODES[index];
  if (!entry) return undefined;
  const { code, name, onWire, inClose, apiOnly, section } = entry;
  const { root, words, html, ruleLink } = desk;
  const isEmpty = code === 1005;
  const sent = onWire || isEmpty ? closeBytes(isEmpty ? undefined : code) : undefined;
  const closes = (observed: string) => observed === `closes ${code}`;
  const reported =
    code === 1006
      ? rulesSeen('chromium', (seen) => /^(?:fails|drops|closes)/.test(seen)).map(ruleLink)
      : undefined;
  return {
    topic: 'closeCode',
    code,
    name,
    usedBy: apiOnly || code === 1004 ? 'nobody' : entry.usedBy,
    onWire: onWire ? 'yes' : apiOnly ? 'forbidden' : 'reserved',
    inClose,
    apiOnly,
    section,
    look: (words.closeCodes[code]?.look ?? []).map(html),
    bytes: sent && cellsOf(sent),
    event: eventOf(entry),
    receivers: receiversOf(stateWith(isEmpty ? undefined : code), desk),
    chromiumSends: rulesSeen('chromium', closes).map(ruleLink),
    wsSends: rulesSeen('ws', closes).map(ruleLink),
    shownFor: reported && {
      handshake: reported.filter(({ id }) => isHandshakeRule(id)),
      frames: reported.filter(({ id }) => !isHandshakeRule(id))
    },
    see: [
      ...(isEmpty ? [{ id: 'seeEmpty' as const, href: frameLab(root, stateWith(undefined)) }] : []),
      {
        id: onWire ? ('seeFrame' as const) : ('seeForbidden' as const),
        href: frameLab(root, stateWith(code))
      },
      { id: 'seeChapter', href: `${root}closing/` },
      { id: 'seeRules', href: `${root}reference/rules/#group-close` }
    ],
    previous: codeLink(desk, CLOSE_CODES[index - 1]),
    next: codeLink(desk, CLOSE_CODES[index + 1])
  };
}
