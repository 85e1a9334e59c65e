/** What the prose of the chapter on the browser API may print, made by the engine. */
import { createTranslate } from '#lib/i18n/messages.ts';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { bufferedAmount } from '#lib/trace/buffered-amount.ts';
import { framesOf } from '#lib/trace/frames.ts';
import { segmentsOf, type ApiEvent, type Trace } from '#lib/trace/trace.ts';
import { messagesOf } from './dictionary.ts';

/** The calls of send() of a trace, in order. */
export const sendCalls = (trace: Trace): ApiEvent[] =>
  trace.events.filter((e): e is ApiEvent => e.type === 'api' && e.name === 'send()');

/** The status code of the answer to the handshake of a trace. */
export const statusOf = (trace: Trace): number | undefined => {
  const [response] = segmentsOf(trace, 'response');
  const status =
    response && /^HTTP\/1\.\d (\d{3})/.exec(latin1Decode(response.bytes.subarray(0, 16)));
  return status?.[1] === undefined ? undefined : Number(status[1]);
};

/**
 * Of the first call `send-1.data`, `send-1.length` (what `length` says of its string),
 * `send-1.size` (its bytes) and `send-1.buffered`; `request.size`, and `refused.status` of a
 * conversation that was refused.
 */
export function apiValues(
  traces: Readonly<Record<string, Trace>>,
  language: string
): Readonly<Record<string, string>> {
  const number = new Intl.NumberFormat(language);
  const t = createTranslate(language, messagesOf(language, ['units']));
  const values: Record<string, string> = {};
  for (const [id, trace] of Object.entries(traces)) {
    const prefix = id === 'main' ? '' : `${id}.`;
    const frames = framesOf(trace);
    sendCalls(trace).forEach((event, i) => {
      const name = `${prefix}send-${i + 1}`;
      const data = String(event.detail['data'] ?? '');
      const size = Number(event.detail['size'] ?? 0);
      values[`${name}.data`] = data;
      values[`${name}.length`] = number.format(data.length);
      values[`${name}.size`] = t('units.bytes', { n: size });
      values[`${name}.buffered`] = number.format(bufferedAmount(trace, frames, event));
    });
    const [request] = segmentsOf(trace, 'request');
    if (request) values[`${prefix}request.size`] = t('units.bytes', { n: request.bytes.length });
    const status = statusOf(trace);
    if (status !== undefined) values[`${prefix}status`] = String(status);
  }
  return values;
}
