/** What the prose of the chapters on conversations may print, made by the engine. */
import { toHex } from '#lib/bytes/bytes.ts';
import { createTranslate } from '#lib/i18n/messages.ts';
import { MAX_REASON } from '#lib/protocol/websocket/close-frame.ts';
import { DEFAULT_LIMITS } from '#lib/protocol/websocket/message-limits.ts';
import { TCP_PATIENCE } from '#lib/simulation/conversation.ts';
import { frameMarks, framesOf } from '#lib/trace/frames.ts';
import { marksOf } from '#lib/trace/marks.ts';
import { segmentsOf, type Trace } from '#lib/trace/trace.ts';
import { messagesOf } from './dictionary.ts';

/** Two bytes of a Close are its code; a control frame holds so many more (RFC 6455 §5.5). */
const MAX_CONTROL = MAX_REASON + 2;

/**
 * `close-1.size`, `close-1.hex`, `time.close-1-sent` of the main conversation; the same with the
 * name of another one in front.
 */
export function conversationValues(
  traces: Readonly<Record<string, Trace>>,
  language: string
): Readonly<Record<string, string>> {
  const number = new Intl.NumberFormat(language);
  const t = createTranslate(language, messagesOf(language, ['units']));
  const values: Record<string, string> = {
    'limit.control': t('units.bytes', { n: MAX_CONTROL }),
    'limit.control.number': number.format(MAX_CONTROL),
    'limit.reason': t('units.bytes', { n: MAX_REASON }),
    'limit.fragments': number.format(DEFAULT_LIMITS.maxFragments),
    'tcp.patience': t('units.seconds', { n: TCP_PATIENCE / 1000 })
  };
  for (const [id, trace] of Object.entries(traces)) {
    const prefix = id === 'main' ? '' : `${id}.`;
    const frames = framesOf(trace);
    for (const { id: mark, at } of [...frameMarks(frames, trace), ...marksOf(trace)])
      values[`${prefix}time.${mark}`] = number.format(at);
    const bytes = (name: string, length: number) => {
      values[`${prefix}${name}`] = t('units.bytes', { n: length });
      values[`${prefix}${name}.number`] = number.format(length);
    };
    const sent = trace.events.find((event) => event.type === 'message');
    if (sent?.type === 'message') bytes('message.size', sent.message.payload.length);
    for (const { key, bytes: whole, payload, text, code, reason } of frames) {
      bytes(`${key}.size`, whole.length);
      bytes(`${key}.payload.size`, payload.length);
      values[`${prefix}${key}.hex`] = toHex(whole, ' ');
      values[`${prefix}${key}.payload`] = toHex(payload, ' ');
      values[`${prefix}${key}.tail`] = toHex(payload.slice(-2), ' ');
      values[`${prefix}${key}.text`] = reason ?? text ?? '';
      if (code !== undefined) values[`${prefix}${key}.code`] = toHex(payload.slice(0, 2), ' ');
    }
    for (const { id: from } of trace.endpoints) {
      const own = frames.filter((frame) => frame.from === from);
      values[`${prefix}${from}.frames`] = number.format(own.length);
      bytes(
        `${from}.bytes`,
        own.reduce((sum, frame) => sum + frame.bytes.length, 0)
      );
      const segments = segmentsOf(trace, 'frame').filter((segment) => segment.from === from);
      values[`${prefix}${from}.segments`] = number.format(segments.length);
      values[`${prefix}${from}.segment-size`] = t('units.bytes', {
        n: Math.max(0, ...segments.map((segment) => segment.bytes.length))
      });
    }
  }
  return values;
}
