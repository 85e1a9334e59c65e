/** What every builder of a page of the reference has at hand. */
import { createTranslate, type Translate } from '#lib/i18n/messages.ts';
import { RULES, type RuleId } from '#lib/protocol/rules.ts';
import type { RuleLink } from '#lib/reference/view.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import {
  lineRenderer,
  referenceWords,
  ruleWords,
  type ReferenceWords
} from '#lib/server/reference.ts';

export interface Desk {
  readonly language: string;
  /** Leads from the page to the folder of its language: `../../`. */
  readonly root: string;
  readonly t: Translate;
  readonly words: ReferenceWords;
  readonly rules: Readonly<Record<string, string>>;
  /** A line of Markdown as HTML. */
  readonly html: (markdown: string) => string;
  readonly ruleLink: (id: RuleId) => RuleLink;
}

export function deskFor(language: string, root: string): Desk {
  const rules = ruleWords(language);
  return {
    language,
    root,
    t: createTranslate(language, messagesOf(language, ['reference', 'frameOutcome', 'closeCodes'])),
    words: referenceWords(language),
    rules,
    html: lineRenderer(root, language),
    ruleLink: (id) => ({ id, href: `${root}reference/rules/#${id}`, text: rules[id] ?? id })
  };
}

/** Rules for which an implementation was seen to do this. */
export const rulesSeen = (
  by: 'chromium' | 'ws',
  does: (observed: string) => boolean
): readonly RuleId[] =>
  (Object.keys(RULES) as RuleId[]).filter((id) => {
    const observed = RULES[id][by];
    return observed !== undefined && does(observed);
  });
