/** How Chromium 156 departs from the rules once a connection is open; measured. */
import type { Manner } from '#lib/protocol/websocket/connection.ts';
import { RULES, type Rule, type RuleId } from '#lib/protocol/rules.ts';

const PROTOCOL_ERROR = 1002;

/** The reason of its Close, where it is not {@link ANY}. */
const REASONS: Readonly<Partial<Record<RuleId, string>>> = {
  'mask-server': 'Masked frame from server',
  'frame-rsv': 'Invalid reserved bit',
  'frame-opcode': 'Unknown opcode',
  'frag-cont-start': 'Unexpected continuation',
  'frag-no-new-start': 'Previous data frame unfinished',
  'text-utf8': 'Invalid UTF-8 in text frame',
  'text-strict': 'Invalid UTF-8 in text frame',
  'text-fail-fast': 'Invalid UTF-8 in text frame',
  'close-body-size': '',
  'close-not-on-wire': '',
  'close-reason-utf8': 'Invalid UTF-8 in Close frame'
};
const ANY = 'WebSocket Protocol Error';

export const CHROMIUM: Manner = {
  tolerates: (rule) => (RULES[rule] as Rule).chromium === 'tolerates',
  closeFor: (rule) => ({
    code: PROTOCOL_ERROR,
    reason: REASONS[rule] ?? ANY
  })
};
