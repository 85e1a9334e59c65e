import type { Trace } from '#lib/trace/trace.ts';
import type { StageProps } from './stages.ts';

/** What a stage shows of the chapter's traces: its own at the instant, or all of an answer's. */
export interface Shown {
  readonly scenario: string;
  readonly trace: Trace | undefined;
  readonly time: number;
}

export function shownOn({ chapter, player, aside }: StageProps): Shown {
  const scenario = aside?.scenario ?? 'main';
  const trace = chapter.traces[scenario];
  return { scenario, trace, time: aside && trace ? trace.duration : player.time };
}
