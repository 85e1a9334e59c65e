/** What the prose of the chapters on frames may print, made by the engine. */
import { bitAt } from '#lib/bytes/bits.ts';
import { hexByte, toHex } from '#lib/bytes/bytes.ts';
import { createTranslate, type Translate } from '#lib/i18n/messages.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { encodeFrame, headerLengthOf } from '#lib/protocol/websocket/encode-frame.ts';
import { lengthFormOf } from '#lib/protocol/websocket/frame-header.ts';
import { keyBytes } from '#lib/protocol/websocket/masking.ts';
import { OPCODES } from '#lib/protocol/websocket/opcode.ts';
import { messagesOf } from './dictionary.ts';
import { frameBytes, payloadOf, type FrameSettings } from './frames.ts';

/** The longest payload that a form of the length can name. */
const longest = (form: 7 | 16): number => {
  let low = 0;
  let high = 0x20000;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lengthFormOf(middle) <= form) low = middle;
    else high = middle;
  }
  return low;
};

const bitsOf = (bytes: Uint8Array, from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => bitAt(bytes, from + i)).join('');

/** Values that need no frame of a chapter: opcodes, borders between the forms, sizes of headers. */
function commonValues(number: Intl.NumberFormat, t: Translate): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { id, opcode } of OPCODES)
    if (id !== 'reserved') values[`opcode.${id}`] = opcode.toString(16).toUpperCase();
  const small = longest(7);
  const middle = longest(16);
  const code = (length: number) =>
    (encodeFrame({ opcode: 2, payload: new Uint8Array(length) })[1] ?? 0) & 0x7f;
  values['form.small'] = number.format(small);
  values['form.small.next'] = number.format(small + 1);
  values['form.middle'] = number.format(middle);
  values['form.middle.next'] = number.format(middle + 1);
  values['form.two-bytes'] = number.format(code(small + 1));
  values['form.eight-bytes'] = number.format(code(middle + 1));
  values['form.largest'] = number.format(2n ** 63n - 1n);
  values['key.zero'] = toHex(keyBytes(0), ' ');
  values['key.size'] = t('units.bytes', { n: keyBytes(0).length });
  for (const [name, length] of [
    ['small', small],
    ['middle', middle],
    ['large', middle + 1]
  ] as const)
    for (const masked of [false, true])
      values[`header.${name}.${masked ? 'masked' : 'plain'}`] = number.format(
        headerLengthOf(length, masked)
      );
  return values;
}

/** `hello.size`, `hello.header`, `hello.byte-0`, …: of each frame of the chapter. */
function valuesOfFrame(
  id: string,
  settings: FrameSettings,
  number: Intl.NumberFormat,
  t: Translate
): Record<string, string> {
  const bytes = frameBytes(settings);
  const payload = payloadOf(settings);
  const headerLength = bytes.length - payload.length;
  const decoded = decodeFrame(bytes, { from: settings.from });
  const spanOf = (name: string) => decoded.spans.find((span) => span.id === name);
  const values: Record<string, string> = {};
  const size = (name: string, n: number) => {
    values[`${id}.${name}`] = t('units.bytes', { n });
    values[`${id}.${name}.number`] = number.format(n);
  };
  size('size', bytes.length);
  size('header', headerLength);
  size('payload', payload.length);
  const text = settings.text?.repeat(settings.times ?? 1) ?? '';
  values[`${id}.text`] = text;
  values[`${id}.letters`] = number.format(text.length);
  values[`${id}.characters`] = t('units.characters', { n: text.length });
  for (const at of [0, 1]) {
    values[`${id}.byte-${at}`] = hexByte(bytes[at] ?? 0);
    values[`${id}.bits-${at}`] = bitsOf(bytes, at * 8, at * 8 + 8);
  }
  values[`${id}.length-bits`] = bitsOf(bytes, 9, 16);
  values[`${id}.length-code`] = number.format((bytes[1] ?? 0) & 0x7f);
  const extended = spanOf('extended-payload-length');
  if (extended) values[`${id}.extended`] = toHex(bytes.slice(2, extended.to / 8), ' ');
  const key = spanOf('masking-key');
  if (key) values[`${id}.key`] = toHex(bytes.slice(key.from / 8, key.to / 8), ' ');
  if (payload.length <= 16) {
    values[`${id}.wire`] = toHex(bytes.slice(headerLength), ' ');
    values[`${id}.plain`] = toHex(payload, ' ');
  }
  for (let i = 0; i < Math.min(payload.length, 5); i++) {
    values[`${id}.plain-${i}`] = hexByte(payload[i] ?? 0);
    values[`${id}.wire-${i}`] = hexByte(bytes[headerLength + i] ?? 0);
    if (key) values[`${id}.key-${i}`] = hexByte(bytes[headerLength - 4 + (i % 4)] ?? 0);
  }
  return values;
}

/** Everything that prose about frames may print with `:value[…]`. */
export function frameValues(
  frames: Readonly<Record<string, FrameSettings>>,
  language: string
): Readonly<Record<string, string>> {
  const number = new Intl.NumberFormat(language);
  const t = createTranslate(language, messagesOf(language, ['units']));
  return Object.assign(
    commonValues(number, t),
    ...Object.entries(frames).map(([id, settings]) => valuesOfFrame(id, settings, number, t))
  ) as Record<string, string>;
}
