/** What the lanes call what happened. */
import type { Held } from '#lib/live/run/frame-tracker.ts';
import type { Happening } from '#lib/live/run/story.ts';
import type { MessageId, Translate } from '#lib/i18n/messages.ts';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { RULES } from '#lib/protocol/rules.ts';
import type { ApiEvent } from '#lib/trace/trace.ts';
import { frameName } from '../parts/frame-name.ts';

const short = (text: string, room: number): string =>
  text.length > room ? `${text.slice(0, room - 1)}…` : text;

/** Of the text of a message, so much is shown in a name. */
const ROOM = 60;

/** What a flight of the drawing is called: of a head the method and the target, or the status. */
export function flightName(happening: Happening, t: Translate): string {
  const { event } = happening;
  const name = happeningName(happening, t, false);
  if (event.type !== 'segment' || event.carries === 'frame') return short(name, 22);
  const [first = '', second = ''] = name.split(' ');
  return short(event.carries === 'response' ? second : `${first} ${second}`, 18);
}

function heldName(held: Held, t: Translate, long: boolean): string {
  const name = frameName({ ...held, text: held.text && short(held.text, ROOM) }, t, long);
  return held.begins ? name : t('lanes.rest', { name });
}

/** `send("Hello")`, `close 1006`, `Text “Hello”`, `SYN-ACK`, `GET /chat HTTP/1.1`. */
export function happeningName({ event, frames }: Happening, t: Translate, long = true): string {
  switch (event.type) {
    case 'console':
      return event.text;
    case 'api':
      return apiName(event, t);
    case 'segment':
      if (event.carries === 'tcp-control') return (event.flags ?? []).join('-');
      if (event.carries === 'frame')
        return frames.map((held) => heldName(held, t, long)).join(' + ') || t('lanes.raw');
      return short(latin1Decode(event.bytes.subarray(0, 120)).split('\r\n')[0] ?? '', ROOM);
    case 'failed':
      return t('lanes.failed', { rule: RULES[event.violation.rule].section });
    case 'mark':
      return t(`lanes.m-${event.id}` as MessageId);
    case 'state':
    case 'message':
      return event.type;
    default:
      return event satisfies never;
  }
}

/** Calls as they are written, events as they are named. */
function apiName({ name, detail }: ApiEvent, t: Translate): string {
  const said = Object.entries(detail).flatMap(([key, value]) => {
    if (key === 'data' && typeof value === 'string') return [`"${short(value, ROOM)}"`];
    if (key === 'bytes') return [t('ladder.bytes', { n: Number(value) })];
    if (value === '') return [];
    return [
      key === 'url' || key === 'code' || key === 'reason' ? String(value) : `${key} ${value}`
    ];
  });
  if (name.endsWith('()')) return `${name.slice(0, -1)}${said.join(', ')})`;
  return name.startsWith('new ') ? `${name}(${said.join(', ')})` : [name, ...said].join(' ');
}
