import type { FieldLine } from '../../http/head.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';

/**
 * What a measured implementation does with a handshake. The tables beside this file model
 * Chromium 156 and ws 8.23; tests/conformance puts the same bytes before the real ones and
 * compares. `message` is their own text, as a developer sees it, and not translated.
 */
export type PeerReaction =
  | { readonly type: 'open' }
  /** It waits for the rest of the head. */
  | { readonly type: 'wait' }
  | { readonly type: 'http'; readonly status: number; readonly fields?: readonly FieldLine[] }
  | { readonly type: 'fail'; readonly message: string };

export const WAITS: PeerReaction = { type: 'wait' };
export const OPENS: PeerReaction = { type: 'open' };

export interface AnsweredHandshake {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** The accept value that belongs to the request's key. */
  readonly accept: string;
}
