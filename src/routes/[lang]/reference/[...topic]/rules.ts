import { RULE_IDS, RULES } from '#lib/protocol/rules.ts';
import type { ViewOf } from '#lib/reference/view.ts';
import { breakingLab } from './lab-links.ts';
import type { Desk } from './topic.ts';

/** All rules, in the order of the table; groups stay together. */
export const rulesView = ({ rules, root }: Desk): ViewOf<'rules'> => ({
  topic: 'rules',
  rows: RULE_IDS.map((id) => {
    const { group, section, who, level, consequence, basis, ...rule } = RULES[id];
    return {
      id,
      group,
      text: rules[id] ?? id,
      section,
      who,
      level,
      consequence,
      basis,
      status: rule.httpStatus,
      code: rule.closeCode,
      chromium: rule.chromium,
      ws: rule.ws,
      lab: breakingLab(root, id)
    };
  })
});
