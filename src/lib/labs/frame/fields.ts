/** The rows of the field table: which bits, what they are on the wire, and how they read. */
import { toHex } from '#lib/bytes/bytes.ts';
import { leavesOf, overlaps, type BitRange } from '#lib/bytes/span.ts';
import { frameRole, ROLE_LETTERS, type Role } from '#lib/figures/parts/roles.ts';
import type { MessageId } from '#lib/i18n/messages.ts';
import type { Violation } from '#lib/protocol/decoding.ts';
import { closeCodeEntry, closeCodeMeaning } from '#lib/protocol/websocket/close-code.ts';
import type { FrameSpanId, Role as Sender } from '#lib/protocol/websocket/frame.ts';
import { isControl, OPCODES, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { payloadOf } from '#lib/figures/frame/frame.ts';
import type { JudgedFrame } from '#lib/protocol/websocket/judge-frames.ts';
import { lengthFormIn, partsOf } from './edits.ts';
import type { Phrase } from './sentence.ts';

export type FieldId = Exclude<FrameSpanId, 'rsv1' | 'rsv2' | 'rsv3'> | 'rsv';

export interface FieldRow {
  /** The address that lights its bits. */
  readonly id: FieldId;
  readonly role: Role;
  readonly letter: string;
  /** Bits from the start of the frame, `to` exclusive. */
  readonly range: BitRange;
  /** Bits for what is smaller than a byte, hexadecimal above; the first bytes of much. */
  readonly raw: string;
  readonly reads: Phrase;
  readonly faulty: boolean;
}

const RAW_BYTES = 8;
const TEXT_SHOWN = 48;

/** The beginning of a text as text; undefined where its bytes are no UTF-8. */
export function excerptOf(bytes: Uint8Array): string | undefined {
  const cut = bytes.subarray(0, TEXT_SHOWN);
  const whole = cut.length === bytes.length;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(cut, {
      stream: !whole
    });
    return whole ? text : `${text}…`;
  } catch {
    return undefined;
  }
}

export interface FieldContext {
  readonly from: Sender;
  readonly deflate: 'none' | 'offered' | 'agreed';
  /** The message that it belongs to is compressed. */
  readonly compressed: boolean;
}

const bitsOf = (value: number, width: number): string => {
  const bits = value.toString(2).padStart(width, '0');
  return width > 4 ? `${bits.slice(0, -4)} ${bits.slice(-4)}` : bits;
};

/** The rows of a frame; violations in bits from its start. */
export function fieldRows(
  { decoding }: JudgedFrame,
  violations: readonly Violation[],
  context: FieldContext
): FieldRow[] {
  const spans = leavesOf(decoding.spans);
  const rsv = spans.filter(({ id }) => id.startsWith('rsv'));
  const parts = partsOf(decoding);
  const faulty = (range: BitRange) => violations.some((v) => overlaps(v.range, range));
  const row = (id: FieldId, range: BitRange, raw: string, reads: Phrase): FieldRow => {
    const role = frameRole(id === 'rsv' ? 'rsv1' : id);
    return { id, role, letter: ROLE_LETTERS[role], range, raw, reads, faulty: faulty(range) };
  };
  return spans.flatMap((span): FieldRow[] => {
    const { id, value } = span;
    if (id === 'rsv2' || id === 'rsv3') return [];
    if (id === 'rsv1') {
      const bits = rsv.map((r) => String(r.value)).join('');
      return [row('rsv', { from: 1, to: 4 }, bits, rsvReads(bits, context, parts.opcode))];
    }
    const raw =
      value instanceof Uint8Array
        ? toHex(value.subarray(0, RAW_BYTES), ' ') + (value.length > RAW_BYTES ? ' …' : '')
        : id === 'extended-payload-length'
          ? hexOf(value, (span.to - span.from) / 4)
          : id === 'close-code'
            ? hexOf(value, 4)
            : bitsOf(Number(value), span.to - span.from);
    return [row(id, span, id === 'payload-data' ? rawPayload(decoding) : raw, readsOf(id))];
  });

  function readsOf(id: FieldId): Phrase {
    const value = spans.find((span) => span.id === id)?.value;
    switch (id) {
      case 'fin':
        return { id: value === 1 ? 'frameField.fin1' : 'frameField.fin0' };
      case 'opcode': {
        const kind = OPCODES[parts.opcode]?.id ?? 'reserved';
        return { id: kind === 'binary' ? 'frameField.opcodeBinary' : `frameField.${kind}` };
      }
      case 'mask': {
        const wrong = (value === 1) !== (context.from === 'client');
        const which = value === 1 ? 'masked' : 'unmasked';
        return { id: `frameField.${which}${wrong ? 'Wrong' : ''}` };
      }
      case 'payload-length': {
        const form = lengthFormIn(decoding);
        return form === 7
          ? { id: 'frameField.length7', values: { n: Number(value) } }
          : { id: form === 16 ? 'frameField.length16' : 'frameField.length64' };
      }
      case 'extended-payload-length':
        if (value instanceof Uint8Array) return { id: 'frameField.cut' };
        return typeof value === 'bigint' && value > Number.MAX_SAFE_INTEGER
          ? { id: 'frameField.bytesMany', values: { count: String(value) } }
          : { id: 'units.bytes', values: { n: Number(value) } };
      case 'masking-key': {
        const key = value instanceof Uint8Array ? value : new Uint8Array();
        if (key.length < 4) return { id: 'frameField.cut' };
        return { id: key.some((b) => b) ? 'frameField.key' : 'frameField.keyZero' };
      }
      case 'close-code':
        return closeReads(Number(value));
      case 'close-reason':
      case 'payload-data':
        return payloadReads(value instanceof Uint8Array ? value : new Uint8Array(), id);
      case 'rsv':
        return { id: 'frameField.rsvNone' };
    }
  }

  function payloadReads(payload: Uint8Array, id: FieldId): Phrase {
    if (context.compressed && !isControl(parts.opcode)) return { id: 'frameField.compressed' };
    const text = id === 'close-reason' || parts.opcode === TEXT;
    const excerpt = excerptOf(payload);
    if (!text && (excerpt === undefined || !/^[\x20-\x7e]+…?$/.test(excerpt)))
      return { id: 'frameField.binary', values: { n: payload.length } };
    if (excerpt === undefined) return { id: 'frameField.notText' };
    return {
      id: parts.maskingKey ? 'frameField.textUnmasked' : 'frameField.textPlain',
      values: { text: excerpt }
    };
  }
}

const hexOf = (value: unknown, digits: number): string =>
  value instanceof Uint8Array
    ? toHex(value, ' ')
    : (typeof value === 'bigint' || typeof value === 'number' ? value : 0)
        .toString(16)
        .padStart(digits, '0')
        .replace(/..(?=.)/g, '$& ');

/** On the wire the payload is masked, its span’s value is not. */
function rawPayload(decoding: JudgedFrame['decoding']): string {
  const payload = payloadOf(decoding);
  const key = partsOf(decoding).maskingKey;
  const shown = payload.slice(0, RAW_BYTES);
  if (key) shown.forEach((byte, i) => (shown[i] = byte ^ (key[i & 3] ?? 0)));
  return toHex(shown, ' ') + (payload.length > RAW_BYTES ? ' …' : '');
}

function rsvReads(bits: string, context: FieldContext, opcode: number): Phrase {
  if (bits === '000') return { id: 'frameField.rsvNone' };
  const id: MessageId =
    bits === '100' && context.deflate === 'agreed' && (opcode === 1 || opcode === 2)
      ? 'frameField.rsvCompressed'
      : 'frameField.rsvUnknown';
  return { id };
}

function closeReads(code: number): Phrase {
  const entry = closeCodeEntry(code);
  if (entry) return { id: 'frameField.code', values: { code: String(code), name: entry.name } };
  const range = closeCodeMeaning(code);
  const id = range && 'id' in range ? range.id : 'outside';
  return { id: `frameField.code-${id}`, values: { code: String(code) } };
}
