/** The header field that a rule of the handshake is about. */
import type { RuleId } from '#lib/protocol/rules.ts';

const BY_PREFIX: readonly (readonly [RegExp, string])[] = [
  [/^req-host$/, 'Host'],
  [/-upgrade(-offered)?$/, 'Upgrade'],
  [/-connection$/, 'Connection'],
  [/^req-key/, 'Sec-WebSocket-Key'],
  [/^req-version/, 'Sec-WebSocket-Version'],
  [/origin/, 'Origin'],
  [/^resp-accept/, 'Sec-WebSocket-Accept'],
  [/protocol/, 'Sec-WebSocket-Protocol'],
  [/-ext-|^pmd-/, 'Sec-WebSocket-Extensions']
];

/** Undefined for rules about the first line, or about all of it. */
export const fieldOfRule = (rule: RuleId): string | undefined =>
  BY_PREFIX.find(([pattern]) => pattern.test(rule))?.[1];

/** Their fields, each once. */
export const fieldsOfRules = (rules: readonly RuleId[]): string[] => [
  ...new Set(rules.flatMap((rule) => fieldOfRule(rule) ?? []))
];
