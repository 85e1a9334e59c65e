import { describe, expect, it } from 'vitest';
import { isHandshakeRule, RULE_IDS, RULES, type RuleId } from '#lib/protocol/rules.ts';
import { REQUEST_RULES } from '#lib/protocol/websocket/judge-request.ts';
import { RESPONSE_RULES } from '#lib/protocol/websocket/judge-response.ts';
import { rfcUrl } from '#lib/ui/rfc.ts';
import catalogue from '../../fixtures/checkable-rules.json' with { type: 'json' };

/** Words of the catalogue that the table has shorter. */
const LEVELS: Readonly<Record<string, string>> = {
  'must (lower case)': 'must',
  'MUST (when noticed)': 'MUST when noticed'
};

/** `RFC 6455 §5.1, §6.1 step 1` as the table has it: each source in full. */
function sourcesOf(section: string): string[] {
  const text = section.replace(/ steps (\d)–(\d)/, ' step $1, § step $2').replace(/ \(.*\)$/, '');
  let document = '';
  let number = '';
  return text.split(/[;,] | \+ /).map((part) => {
    document = /^[^§]*(?= §)/.exec(part)?.[0] ?? document;
    if (!part.includes('§')) return part;
    number = /§([\d.]+)/.exec(part)?.[1] ?? number;
    const place = / (?:item|step|check) [\d.]+$/.exec(part)?.[0] ?? '';
    return `${document} §${number}${place}`;
  });
}

describe('the table of rules', () => {
  it('has all that is checkable, the text of HTTP, and what browsers ask beyond the RFC', () => {
    const http = RULE_IDS.filter((id) => RULES[id].group === 'http');
    const wanted = [...catalogue.map(({ id }) => id), ...http, 'whatwg-protocol-answered'];
    expect(catalogue).toHaveLength(110);
    expect(RULE_IDS.toSorted()).toEqual(wanted.toSorted());
  });

  it.each(catalogue.map((rule) => [rule.id, rule] as const))(
    'has %s as the catalogue does',
    (id, fact) => {
      const rule = RULES[id as RuleId];
      // Subprotocols are compared when the response comes.
      expect(rule.group).toBe(id === 'req-protocol-case' ? 'response' : fact.group);
      expect(rule.who).toBe(fact.who);
      expect(rule.level).toBe(LEVELS[fact.level] ?? fact.level);
      expect(rule.basis).toBe(fact.basis);
      expect(rule.section.split('; ')).toEqual(sourcesOf(fact.section));
      if (fact.httpStatus) expect(rule.httpStatus).toBe(fact.httpStatus);
      if (fact.closeCode && rule.group !== 'request') expect(rule.closeCode).toBe(fact.closeCode);
      if (!isHandshakeRule(id as RuleId)) expect(rule.closeCode).toBe(fact.closeCode ?? undefined);
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

  it('implies only rules that exist, and never a rule itself', () => {
    const allFrom = (id: RuleId): string[] =>
      (RULES[id].implies ?? []).flatMap((next) => [next, ...allFrom(next as RuleId)]);
    for (const id of RULE_IDS) {
      const implied = allFrom(id);
      for (const other of implied) expect(RULE_IDS).toContain(other);
      expect(implied).not.toContain(id);
    }
  });

  it('gives a code wherever the connection fails', () => {
    const without = RULE_IDS.filter(
      (id) => RULES[id].consequence === 'fail' && RULES[id].closeCode === undefined
    );
    // A receiver that threw its window away has only itself to blame.
    expect(without).toEqual(['pmd-keep']);
  });

  it('is checked by a judge, rule for rule', () => {
    const checked = new Set<string>([...REQUEST_RULES, ...RESPONSE_RULES]);
    const elsewhere = RULE_IDS.filter(
      (id) => isHandshakeRule(id) && !checked.has(id) && RULES[id].group !== 'http'
    );
    // Definitions, what the URL reader checks, what a connection only shows by failing, and what
    // only frames can show.
    expect(elsewhere).toEqual([
      'uri-scheme',
      'uri-no-fragment',
      'uri-resource-name',
      'conn-failure',
      'conn-tls-first',
      'resp-ext-order',
      'ext-not-before-accept'
    ]);
  });
});
