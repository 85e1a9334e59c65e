/** The conversation on the start page, from src/content/scenarios/river.json. */
import type { Action } from '#lib/simulation/conversation-scenario.ts';
import { simulateConversation } from '#lib/simulation/conversation.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { dataAt } from './content.ts';
import type { ScenarioSettings } from './scenarios.ts';

/** The handshake, and what is said behind it. */
interface RiverSettings extends ScenarioSettings {
  readonly script: readonly Action[];
}

export function riverTrace(): Trace {
  const { script, ...settings } = dataAt<RiverSettings>('scenarios/river.json');
  const { seed, host, link } = settings;
  const opening = { ...settings, id: 'river' };
  return simulateConversation({ id: 'river', seed, host, link, script, opening });
}
