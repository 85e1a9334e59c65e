/** How Chromium 156 departs from the rules once a connection is open; measured. */
import type { Manner } from '#lib/protocol/websocket/connection.ts';
import { RULES, type Rule, type RuleId } from '#lib/protocol/rules.ts';

const PROTOCOL_ERROR = 1002;

/** What the reason of its Close says; nothing else of it says which rule was broken. */
const REASONS: Readonly<Partial<Record<RuleId, string>>> = {};

export const CHROMIUM: Manner = {
  tolerates: (rule) => (RULES[rule] as Rule).chromium === 'tolerates',
  closeFor: (rule) => ({
    code: PROTOCOL_ERROR,
    reason: REASONS[rule] ?? 'WebSocket Protocol Error'
  })
};
