/** All plays, made while the site is built. */
import { toHex } from '#lib/bytes/bytes.ts';
import { SAME_SITES } from './cookie-jar.ts';
import { playCrossSite } from './cross-site.ts';
import { playKey, type CrossSiteEvent, type PlayBook } from './play.ts';
import { OPENERS, ORIGIN_CHECKS, TOKEN_SCHEMES, type CrossSiteSettings } from './settings.ts';
import { COOKIE } from './world.ts';

export const ALL_SETTINGS: readonly CrossSiteSettings[] = OPENERS.flatMap((opener) =>
  SAME_SITES.flatMap((sameSite) =>
    [true, false].flatMap((thirdParty) =>
      ORIGIN_CHECKS.flatMap((originCheck) =>
        TOKEN_SCHEMES.map((token) => ({ opener, sameSite, thirdParty, originCheck, token }))
      )
    )
  )
);

const nameOf = (event: CrossSiteEvent): string =>
  JSON.stringify(event.type === 'message' ? { ...event, bytes: toHex(event.bytes) } : event);

export function playBook(): PlayBook {
  const numbers = new Map<string, number>();
  const events: CrossSiteEvent[] = [];
  const numberOf = (event: CrossSiteEvent): number => {
    const name = nameOf(event);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, events.length);
    return events.push(event) - 1;
  };
  const plays: Record<string, PlayBook['plays'][string]> = {};
  for (const settings of ALL_SETTINGS) {
    const key = playKey(settings);
    if (key in plays) continue;
    const play = playCrossSite(settings);
    plays[key] = { events: play.events.map(numberOf), outcome: play.outcome };
  }
  return { cookie: COOKIE, events, plays };
}
