import { concatBytes, latin1Encode } from '#lib/bytes/bytes.ts';
import { decodeRequest } from '#lib/protocol/http/message.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import {
  ACCEPT_MISTAKES,
  deriveAcceptSync,
  GUID,
  mistakenAccept
} from '#lib/protocol/websocket/accept.ts';
import { base64Decode, BASE64_ALPHABET } from '#lib/bytes/base64.ts';
import { sha1 } from '#lib/bytes/sha1.ts';
import { marksOf } from '#lib/trace/marks.ts';
import { segmentsOf, type Trace } from '#lib/trace/trace.ts';
import { createTranslate } from '#lib/i18n/messages.ts';
import { messagesOf } from './dictionary.ts';

/** The request and the key of a trace of an opening handshake. */
function keyOf(trace: Trace): string {
  const bytes = segmentsOf(trace, 'request')[0]?.bytes ?? new Uint8Array();
  const head = decodeRequest(bytes, { ended: true });
  return head.complete ? (valuesOf(head.value.fields, 'Sec-WebSocket-Key')[0] ?? '') : '';
}

/** The letters that can stand before `==`: of their six bits the last four are unused, so zero. */
const LAST_LETTERS = Array.from(BASE64_ALPHABET).filter((_, sextet) => sextet % 16 === 0);

/** Everything that prose may print with `:value[…]`, made by the engine. */
export function chapterValues(
  language: string,
  trace: Trace | undefined
): Readonly<Record<string, string>> {
  const number = new Intl.NumberFormat(language);
  const t = createTranslate(language, messagesOf(language, ['units']));
  const values: Record<string, string> = {};
  const text = (name: string, value: string) => {
    values[name] = value;
    values[`${name}.length`] = number.format(value.length);
    values[`${name}.characters`] = t('units.characters', { n: value.length });
  };
  const bytes = (name: string, value: Uint8Array) => {
    values[`${name}.bytes`] = number.format(value.length);
    values[`${name}.size`] = t('units.bytes', { n: value.length });
    values[`${name}.bits`] = number.format(value.length * 8);
  };
  text('guid', GUID);
  text('guid.start', `${GUID.slice(0, GUID.indexOf('-') + 1)}…`);
  if (!trace) return values;
  for (const { id, at } of marksOf(trace)) values[`time.${id}`] = number.format(at);
  bytes('request', segmentsOf(trace, 'request')[0]?.bytes ?? new Uint8Array());
  bytes('response', segmentsOf(trace, 'response')[0]?.bytes ?? new Uint8Array());
  bytes(
    'both',
    concatBytes(
      ...(['request', 'response'] as const).flatMap((m) => segmentsOf(trace, m)).map((s) => s.bytes)
    )
  );
  const key = keyOf(trace);
  const { concatenated, digest, accept } = deriveAcceptSync(key);
  text('key', key);
  bytes('key', base64Decode(key) ?? new Uint8Array());
  text('joined', concatenated);
  bytes('digest', digest);
  const { blocks } = sha1(latin1Encode(concatenated));
  values['sha1.blocks'] = number.format(blocks.length);
  values['sha1.block'] = number.format(blocks[0]?.bytes.length ?? 0);
  values['sha1.rounds'] = number.format((blocks[0]?.rounds.length ?? 1) - 1);
  values['key.last-letters'] = new Intl.ListFormat(language, { type: 'disjunction' }).format(
    LAST_LETTERS
  );
  text('accept', accept);
  for (const mistake of ACCEPT_MISTAKES) text(`mistake.${mistake}`, mistakenAccept(key, mistake));
  return values;
}
