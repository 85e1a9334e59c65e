/**
 * What happens when somebody connects. The page draws it and lets the reader change the settings;
 * it gets all that can happen as a {@link PlayBook} and needs no serialisers.
 */
import { cookieReason, type CookieReason } from './cookie-jar.ts';
import type { Verdict } from './guard.ts';
import { HOST, ORIGINS, type CrossSiteSettings } from './settings.ts';

export type Carried = 'ticket-request' | 'ticket' | 'request' | 'response' | 'text' | 'close';
export type CrossSiteEvent =
  /** What the page’s script calls. */
  | { readonly type: 'call'; readonly call: 'fetch' | 'WebSocket' | 'send' }
  | { readonly type: 'cookie'; readonly goes: boolean; readonly reason: CookieReason }
  | {
      readonly type: 'message';
      readonly from: 'client' | 'server';
      readonly carries: Carried;
      /** First line of a head, or what a frame holds. */
      readonly says: string;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'check'; readonly what: 'origin' | 'token'; readonly verdict: Verdict }
  /** What the page’s script, or the program, is told. `blocked`: CORS hides an answer. */
  | {
      readonly type: 'script';
      readonly sees: 'ticket' | 'blocked' | 'open' | 'message' | 'failed' | 'close';
    };

/** `reads`: whoever opened it reads what is Alice’s. The others name what stood in the way. */
export type Outcome = 'reads' | 'origin' | 'token' | 'first-message';

export interface CrossSitePlay {
  readonly settings: CrossSiteSettings;
  readonly events: readonly CrossSiteEvent[];
  readonly outcome: Outcome;
}

/** Everything that can happen: distinct events, and which of them for which settings. */
export interface PlayBook {
  /** The cookie in the jar. */
  readonly cookie: string;
  readonly events: readonly CrossSiteEvent[];
  readonly plays: Readonly<
    Record<string, { readonly events: readonly number[]; readonly outcome: Outcome }>
  >;
}

/**
 * Under which a play stands: of the jar matters what it gives out, and why. What a browser says of
 * third-party cookies to another site stands in the bytes of a `fetch()`.
 */
export function playKey(settings: CrossSiteSettings): string {
  const { opener, originCheck, token } = settings;
  if (opener === 'program') return [opener, originCheck, token].join();
  const { reason } = cookieReason(ORIGINS[opener], `wss://${HOST}`, settings);
  const says = reason !== 'same-site' && settings.thirdParty;
  return [opener, reason, says, originCheck, token].join();
}

/** Undefined where the book has no such play. */
export function playFrom(book: PlayBook, settings: CrossSiteSettings): CrossSitePlay | undefined {
  const play = book.plays[playKey(settings)];
  return (
    play && {
      settings,
      events: play.events.flatMap((n) => book.events[n] ?? []),
      outcome: play.outcome
    }
  );
}
