import type { HttpSpan } from '#lib/protocol/http/head.ts';
import { decodeRequest, decodeResponse } from '#lib/protocol/http/message.ts';
import { segmentsOf, type Trace } from '#lib/trace/trace.ts';

/** The spans of the two heads of a handshake; undefined where the trace has no such message. */
export interface HeadSpans {
  readonly request: readonly HttpSpan[] | undefined;
  readonly response: readonly HttpSpan[] | undefined;
}

/**
 * Reads both heads of a trace. Chapters do this at build time, so that the decoder does not ship
 * with them; labs do it in the page.
 */
export function headSpansOf(trace: Trace): HeadSpans {
  const read = (carries: 'request' | 'response') => {
    const bytes = segmentsOf(trace, carries)[0]?.bytes;
    if (!bytes) return undefined;
    const decode = carries === 'request' ? decodeRequest : decodeResponse;
    const decoded = decode(bytes, { ended: true });
    return decoded.complete ? decoded.spans : undefined;
  };
  return { request: read('request'), response: read('response') };
}
