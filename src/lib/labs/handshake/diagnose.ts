/** When the text is not what the lab is for: what it is, and where that shows. */
import type { Decoded } from '#lib/protocol/decoding.ts';
import type { HttpSpanId } from '#lib/protocol/http/head.ts';
import { MAX_SOURCE } from './source.ts';

export type Diagnosis =
  | { readonly id: 'empty' }
  | { readonly id: 'tooLong'; readonly length: number }
  /** Control characters that no head has: `at` is a character of the source. */
  | { readonly id: 'binary'; readonly at: number }
  | { readonly id: 'wrongSide' }
  | { readonly id: 'notHttp' };

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const BINARY = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]/;

/** Looked at before anything is decoded. */
export function diagnoseSource(source: string): Diagnosis | undefined {
  if (source.trim() === '') return { id: 'empty' };
  if (source.length > MAX_SOURCE) return { id: 'tooLong', length: source.length };
  const at = source.search(BINARY);
  return at >= 0 ? { id: 'binary', at } : undefined;
}

/** Text, but no head of this side. */
export function diagnoseHead(
  source: string,
  decoded: Decoded<unknown, HttpSpanId>,
  side: 'request' | 'response'
): Diagnosis | undefined {
  const isResponse = /^HTTP\/\d/i.test(source);
  if (isResponse !== (side === 'response') && (isResponse || /^[A-Z]+ \S+ HTTP\//.test(source)))
    return { id: 'wrongSide' };
  const rules = decoded.violations.map(({ rule }) => rule);
  const firstLineIsWrong =
    side === 'request'
      ? rules.includes('http-version') && rules.includes('http-request-line')
      : rules.includes('http-version') && rules.includes('http-status-code');
  const hasFields = decoded.spans.some((span) => span.id === 'field-line' && span.value !== '');
  return firstLineIsWrong && !hasFields ? { id: 'notHttp' } : undefined;
}
