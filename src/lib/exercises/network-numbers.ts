/** Numbers that a run of a transport, or of a fleet of clients, comes to. Times are in seconds where no unit is named. */
import type { Side } from '#lib/network/tcp.ts';
import { runFleet } from '#lib/simulation/fleet/fleet.ts';
import { DEFAULT_RESTART, waitOf } from '#lib/simulation/fleet/policies.ts';
import { DEFAULT_FLEET } from '#lib/simulation/fleet/settings.ts';
import { totalsOf } from '#lib/simulation/fleet/totals.ts';
import { runTransport } from '#lib/simulation/transports/race.ts';
import {
  DEFAULT_SETTINGS,
  type Settings,
  type TransportId
} from '#lib/simulation/transports/settings.ts';
import type { AppMessage } from '#lib/simulation/transports/traffic.ts';
import type { Finders } from './finder.ts';

interface Way {
  readonly oneWayMs: number;
}
export interface NetworkQuestions {
  /** Milliseconds that the last of the server's messages, by their milliseconds, is under way. */
  readonly delay: Way & { readonly transport: TransportId; readonly atMs: readonly number[] };
  /** Milliseconds of the slowest message when a client asks by the clock. */
  readonly 'worst-delay': Way & { readonly interval: number };
  /** Milliseconds until the server has the first message of a page that has just been opened. */
  readonly 'first-message': Way & Pick<Settings, 'security'>;
  /** Answers of short polling in which nothing is. */
  readonly 'empty-answers': {
    readonly interval: number;
    readonly duration: number;
    readonly at: readonly number[];
  };
  /** Requests of long polling a second, with so many messages a second. */
  readonly 'held-requests': Way & { readonly rate: number };
  /** Frames a second of clients that say nothing and are pinged. */
  readonly 'heartbeat-frames': { readonly clients: number; readonly heartbeat: number };
  /** The longest wait before a try, after so many failures. */
  readonly 'longest-wait': {
    readonly base: number;
    readonly cap: number;
    readonly failures: number;
  };
}

const settingsFor = (oneWayMs: number, change: Partial<Settings>): Settings => ({
  ...DEFAULT_SETTINGS,
  profile: 'minimal',
  start: 'warm',
  roundTrip: 2 * oneWayMs,
  ...change
});
const traffic = (from: Side, instants: readonly number[]): AppMessage[] =>
  instants.map((at, i) => ({ id: i + 1, at, from, payload: new Uint8Array(8).fill(0x61) }));

/** Of the last message. */
function delayOf(transport: TransportId, settings: Settings, messages: AppMessage[]): number {
  const last = runTransport(transport, settings, messages).deliveries.at(-1);
  if (!last || last.delivered === null) throw new Error('exercise: the message is not delivered');
  return Math.round(last.delivered - last.at);
}
const polling = (interval: number) => ({ ...DEFAULT_SETTINGS.polling, interval: interval * 1000 });
const given = (values: Readonly<Record<string, number>>) =>
  Object.entries(values).map(([id, value]) => ({ id, value }));

export const NETWORK_FINDERS: Finders<NetworkQuestions> = {
  delay: ({ oneWayMs, transport, atMs }) => {
    const settings = settingsFor(oneWayMs, { duration: 2 * (atMs.at(-1) ?? 0) });
    const [before = 0, last = 0] = atMs.slice(-2);
    return {
      answer: delayOf(transport, settings, traffic('server', atMs)),
      near: [
        { id: 'one-way', value: oneWayMs },
        { id: 'round-trip', value: 2 * oneWayMs },
        { id: 'round-trip-less', value: 2 * oneWayMs - (last - before) },
        { id: 'three-ways', value: 3 * oneWayMs }
      ],
      given: given({ apart: last - before })
    };
  },
  'worst-delay': ({ oneWayMs, interval }) => {
    const ms = interval * 1000;
    const settings = settingsFor(oneWayMs, { duration: 3 * ms, polling: polling(interval) });
    // A hair behind the second poll, which it has just missed.
    const missed = ms + oneWayMs + 0.001;
    return {
      answer: delayOf('short-polling', settings, traffic('server', [missed])),
      near: [
        { id: 'interval', value: ms },
        { id: 'mean', value: ms / 2 + oneWayMs },
        { id: 'half', value: ms / 2 },
        { id: 'way-up-too', value: ms + 2 * oneWayMs },
        { id: 'one-way', value: oneWayMs }
      ],
      given: given({ seconds: interval })
    };
  },
  'first-message': ({ oneWayMs, security }) => {
    const time = (transport: TransportId, change: Partial<Settings>) =>
      delayOf(
        transport,
        settingsFor(oneWayMs, { start: 'cold', ...change }),
        traffic('client', [0])
      );
    return {
      answer: time('websocket', { security }),
      near: [
        { id: 'until-open', value: time('websocket', { security }) - oneWayMs },
        { id: 'post', value: time('short-polling', { security }) },
        { id: 'post-without-tls', value: time('short-polling', { security: 'none' }) },
        { id: 'one-way', value: oneWayMs }
      ],
      given: []
    };
  },
  'empty-answers': ({ interval, duration, at }) => {
    const { counts } = runTransport(
      'short-polling',
      settingsFor(40, { duration: duration * 1000, polling: polling(interval) }),
      traffic(
        'server',
        at.map((seconds) => seconds * 1000)
      )
    );
    return {
      answer: counts.emptyAnswers,
      near: [
        { id: 'all', value: counts.answers },
        { id: 'each-its-own', value: counts.answers - at.length },
        { id: 'with-news', value: counts.answers - counts.emptyAnswers }
      ],
      given: given({
        interval,
        duration,
        ...Object.fromEntries(at.map((seconds, i) => [`at-${i + 1}`, seconds]))
      })
    };
  },
  'held-requests': ({ oneWayMs, rate }) => {
    const seconds = 5;
    const workload = { ...DEFAULT_SETTINGS.workload, rate, pattern: 'periodic' } as const;
    const settings = settingsFor(oneWayMs, { duration: seconds * 1000, workload });
    const { counts } = runTransport('long-polling', settings);
    return {
      answer: Math.round(counts.requests / seconds),
      near: [
        { id: 'messages', value: rate },
        { id: 'one-way', value: Math.round(1000 / oneWayMs) }
      ],
      given: given({ way: oneWayMs })
    };
  },
  'heartbeat-frames': ({ clients, heartbeat }) => {
    const fleet = { ...DEFAULT_FLEET, transport: 'websocket', events: 0, clients } as const;
    const ms = heartbeat * 1000;
    const totals = totalsOf(runFleet({ ...fleet, heartbeat: ms, duration: 2 * ms }));
    return {
      answer: Math.round(totals.framesPerSecond),
      near: [
        { id: 'pings-only', value: clients / heartbeat },
        { id: 'clients', value: clients },
        { id: 'in-a-round', value: 2 * clients }
      ],
      given: given({ seconds: heartbeat })
    };
  },
  'longest-wait': ({ base, cap, failures }) => {
    const wait = (after: number) =>
      waitOf({ ...DEFAULT_RESTART, policy: 'full-jitter', base, cap }, after);
    return {
      answer: wait(failures),
      near: [
        { id: 'one-less', value: wait(failures - 1) },
        { id: 'one-more', value: wait(failures + 1) },
        { id: 'added', value: base * failures },
        { id: 'cap', value: cap },
        { id: 'base', value: base }
      ],
      given: given({ failures })
    };
  }
};
