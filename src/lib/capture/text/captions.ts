/** What stands between the dumps of a text: times of packets, and what their bytes are. */
import type { Instant } from '../capture.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Days from 1970-01-01 to a date of the Gregorian calendar. */
export function daysTo(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export type Clock = 'epoch' | 'time-of-day' | 'local';

const TIME = /^[ \t]*(?:(\d{4})-(\d\d)-(\d\d) )?(\d\d):(\d\d):(\d\d\.\d{3,9})\b/m;
const EPOCH = /^[ \t]*(\d{9,11}\.\d{3,9})\b/m;

/** A time as tcpdump prints it: with a date (-tttt), as seconds (-tt), or of a day only. */
export function timeIn(
  caption: string
): { readonly time: Instant; readonly clock: Clock } | undefined {
  const seconds = EPOCH.exec(caption)?.[1];
  if (seconds !== undefined) return { time: Number(seconds) * 1000, clock: 'epoch' };
  const match = TIME.exec(caption);
  if (!match) return undefined;
  const [, year, month, day, hours, minutes, rest] = match;
  const ofDay = Number(hours) * 60 * MINUTE + Number(minutes) * MINUTE + Number(rest) * 1000;
  if (year === undefined) return { time: ofDay, clock: 'time-of-day' };
  return {
    time: daysTo(Number(year), Number(month), Number(day)) * DAY + ofDay,
    clock: 'local'
  };
}

/** Times of a day that go back by hours have passed midnight. */
export function pastMidnight(times: readonly Instant[]): Instant[] {
  let days = 0;
  let before = NaN;
  return times.map((time) => {
    if (before - time > DAY / 2) days++;
    if (!Number.isNaN(time)) before = time;
    return time + days * DAY;
  });
}

/** What tshark -x says of bytes that it put together itself: `Unmasked data (5 bytes):`. */
export function labelIn(caption: string): string | undefined {
  const lines = caption.trimEnd().split('\n');
  return /^([\w][\w ,/()-]{0,60}) \(\d+ bytes?\):?\s*$/.exec(lines.at(-1) ?? '')?.[1];
}
