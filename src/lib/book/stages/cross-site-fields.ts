/** What the reader of the chapter on security may set, and what to try. */
import { SAME_SITES } from '#lib/simulation/cross-site/cookie-jar.ts';
import type { CrossSitePlay } from '#lib/simulation/cross-site/play.ts';
import {
  OPENERS,
  ORIGIN_CHECKS,
  TOKEN_SCHEMES,
  type CrossSiteSettings
} from '#lib/simulation/cross-site/settings.ts';

type Setting = Exclude<keyof CrossSiteSettings, 'thirdParty'>;

/** One choice of several; the choices are what its words are called by. */
export const CHOICES: readonly {
  readonly id: Setting;
  readonly choices: readonly string[];
}[] = [
  { id: 'opener', choices: OPENERS },
  { id: 'originCheck', choices: ORIGIN_CHECKS },
  { id: 'sameSite', choices: SAME_SITES },
  { id: 'token', choices: TOKEN_SCHEMES }
];

/** The settings with one of them changed; `choice` is one of its choices. */
export const withChoice = (
  settings: CrossSiteSettings,
  id: Setting,
  choice: string
): CrossSiteSettings => ({ ...settings, [id]: choice });

/** Deeds to try, each judged by what the simulation makes of the settings. */
export const TASKS = ['suffix', 'without-origin', 'quiet-token'] as const;
export type Task = (typeof TASKS)[number];

const isDone: Readonly<Record<Task, (play: CrossSitePlay) => boolean>> = {
  // Somebody else reads it, although the server looks at Origin.
  suffix: ({ settings, outcome }) =>
    settings.opener === 'stranger' && settings.originCheck !== 'off' && outcome === 'reads',
  // The neighbour is refused, although nobody looks at Origin.
  'without-origin': ({ settings, outcome }) =>
    settings.opener === 'neighbour' && settings.originCheck === 'off' && outcome !== 'reads',
  // Alice is let in, and no head has held what names her.
  'quiet-token': ({ settings, outcome }) =>
    settings.opener === 'own' && settings.token === 'message' && outcome === 'reads'
};

export const doneWith = (play: CrossSitePlay): readonly Task[] =>
  TASKS.filter((task) => isDone[task](play));
