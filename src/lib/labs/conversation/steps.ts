/** The steps of an exchange, from its trace: calls, frames that leave and arrive, events. */
import type { WireFrame } from '#lib/figures/parts/wire-frame.ts';
import { SLOWNESSES } from '#lib/player/playback.ts';
import type { Trace } from '#lib/trace/trace.ts';

export interface TalkStep {
  readonly id: string;
  readonly at: number;
  readonly role: 'client' | 'server';
  readonly title: 'send' | 'leaves' | 'arrives' | 'message' | 'close' | 'call' | 'fin';
  /** The frame that it is about. */
  readonly frame?: WireFrame;
}

type Draft = Omit<TalkStep, 'id'>;

const TITLES: Readonly<Record<string, TalkStep['title']>> = {
  'send()': 'send',
  'close()': 'call',
  message: 'message',
  close: 'close'
};

/** In order of time; what happens at the same instant is pulled apart by a hair. */
export function talkSteps(trace: Trace, frames: readonly WireFrame[]): TalkStep[] {
  const roleOf = (id: string) => trace.endpoints.find((e) => e.id === id)?.role ?? 'client';
  const drafts: Draft[] = [];
  trace.events.forEach((event, index) => {
    if (event.type === 'api') {
      const title = TITLES[event.name];
      if (title) drafts.push({ at: event.at, role: 'client', title });
    } else if (event.type === 'segment' && event.flags?.includes('FIN'))
      drafts.push({ at: event.at, role: roleOf(event.from), title: 'fin' });
    else if (event.type === 'segment')
      for (const frame of frames.filter(({ segment }) => segment === index)) {
        drafts.push({ at: event.at, role: roleOf(event.from), title: 'leaves', frame });
        if (event.arrives !== null)
          drafts.push({ at: event.arrives, role: roleOf(event.to), title: 'arrives', frame });
      }
  });
  let last = -Infinity;
  return drafts
    .sort((a, b) => a.at - b.at)
    .map((draft, i) => {
      last = Math.max(draft.at, last + 0.01);
      return { ...draft, id: `talk-${i + 1}`, at: Math.min(last, trace.duration) };
    });
}

/** An exchange should take about as long: milliseconds. */
const COMFORTABLE = 6000;

/** The slowness at which an exchange of this many milliseconds comes nearest to that. */
export const slownessOf = (duration: number): number =>
  SLOWNESSES.reduce((best, slowness) =>
    Math.abs(duration * slowness - COMFORTABLE) < Math.abs(duration * best - COMFORTABLE)
      ? slowness
      : best
  );
