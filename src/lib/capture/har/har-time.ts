import type { Instant } from '../capture.ts';
import { daysTo } from '../text/captions.ts';

const MINUTE = 60_000;

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d{1,9})?))?(?:Z|([+-])(\d\d):?(\d\d))?$/i;

/** An instant by ISO 8601, as HAR writes times; NaN for anything else. */
export function instantOf(text: string): Instant {
  const match = DATE_TIME.exec(text.trim());
  if (!match) return NaN;
  const [, year, month, day, hours, minutes, seconds = '0', sign, zoneHours, zoneMinutes] = match;
  const zone = (Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0)) * (sign === '-' ? -1 : 1);
  return (
    daysTo(Number(year), Number(month), Number(day)) * 24 * 60 * MINUTE +
    (Number(hours) * 60 + Number(minutes) - zone) * MINUTE +
    Number(seconds) * 1000
  );
}

/**
 * The time of a WebSocket message: Chrome, mitmproxy and HTTP Toolkit write seconds since 1970,
 * Playwright milliseconds. Numbers of both are far apart.
 */
export function messageTime(value: unknown): Instant {
  if (typeof value === 'string') {
    const number = Number(value);
    return Number.isNaN(number) ? instantOf(value) : messageTime(number);
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return NaN;
  if (value < 1e11) return value * 1000;
  return value < 1e14 ? value : value / 1000;
}
