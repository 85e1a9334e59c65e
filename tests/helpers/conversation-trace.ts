import type { Action, ConversationScenario } from '#lib/simulation/conversation-scenario.ts';
import { simulateConversation } from '#lib/simulation/conversation.ts';
import type { Trace } from '#lib/trace/trace.ts';

/** A conversation with 20 ms each way. */
export const conversation = (
  script: readonly Action[],
  more: Partial<ConversationScenario> = {}
): Trace =>
  simulateConversation({
    id: 'main',
    seed: 6455,
    host: 'example.com',
    link: { delay: 20 },
    script,
    ...more
  });

/** What programs are told, in order: `client close 1006`. */
export const toldIn = (trace: Trace): string[] =>
  trace.events
    .filter((event) => event.type === 'api')
    .map(({ endpoint, name, detail }) =>
      `${endpoint} ${name} ${detail['code'] ?? detail['data'] ?? ''}`.trim()
    );
