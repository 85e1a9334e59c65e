import { describe, expect, it } from 'vitest';
import { RULE_IDS, RULES, type RuleId } from '#lib/protocol/rules.ts';
import { REQUEST_RULES } from '#lib/protocol/websocket/judge-request.ts';
import { RESPONSE_RULES } from '#lib/protocol/websocket/judge-response.ts';
import { rfcUrl } from '#lib/ui/rfc.ts';
import catalogue from '../../fixtures/checkable-rules.json' with { type: 'json' };

/** Groups of the catalogue that belong to the opening handshake. */
const HANDSHAKE = ['uri', 'connect', 'request', 'server-checks', 'response'];
const wanted = catalogue.filter(
  ({ group, id }) => HANDSHAKE.includes(group) && id !== 'ext-not-before-accept'
);

describe('the table of rules', () => {
  it.each(wanted.map((rule) => [rule.id, rule] as const))(
    'has %s as the catalogue does',
    (id, fact) => {
      const rule = RULES[id as RuleId];
      expect(rule.who).toBe(fact.who);
      expect(rule.basis).toBe(fact.basis);
      if (fact.httpStatus) expect(rule.httpStatus).toBe(fact.httpStatus);
      if (fact.closeCode && rule.group !== 'request') expect(rule.closeCode).toBe(fact.closeCode);
      expect(rule.section.startsWith(fact.section.split(/[,;]/)[0] ?? '')).toBe(true);
    }
  );

  it('cites a section for every rule, as a link where it is an RFC', () => {
    for (const id of RULE_IDS) {
      for (const source of RULES[id].section.split('; ')) {
        if (source.startsWith('WHATWG')) continue;
        expect(source, id).toMatch(/^RFC \d{4} §[\d.]+( (item|step|check) [\d.]+)?$/);
        expect(rfcUrl(source), id).toMatch(/rfc\d{4}#section-[\d.]*\d$/);
      }
    }
  });

  it('implies only rules that exist', () => {
    for (const id of RULE_IDS)
      for (const implied of RULES[id].implies ?? []) expect(RULE_IDS).toContain(implied);
  });

  it('is checked by a judge, rule for rule', () => {
    const checked = new Set<string>([...REQUEST_RULES, ...RESPONSE_RULES]);
    const elsewhere = RULE_IDS.filter((id) => !checked.has(id) && RULES[id].group !== 'http');
    // Definitions, what the URL reader checks, and what a connection only shows by failing.
    expect(elsewhere).toEqual([
      'uri-scheme',
      'uri-no-fragment',
      'uri-resource-name',
      'conn-failure',
      'conn-tls-first',
      'resp-ext-order'
    ]);
  });
});
