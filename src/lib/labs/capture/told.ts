/** Findings as they are told: those of one kind, that differ in numbers only, stand together. */
import type { Finding, Severity } from '#lib/capture/doctor/finding.ts';
import type { FindingText, FindingWords } from '#lib/i18n/finding-words.ts';

export interface Told {
  /** Of the first of them. */
  readonly said: FindingText;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
}

/** What a finding is about, without how much and where. */
const kindOf = ({ id, severity, params }: Finding): string =>
  JSON.stringify([severity, id, Object.values(params).filter((one) => typeof one === 'string')]);

/** In the order in which each was found first. */
export function toldOf(findings: readonly Finding[], words: Pick<FindingWords, 'say'>): Told[] {
  const told = new Map<string, Finding[]>();
  for (const finding of findings) {
    const kind = kindOf(finding);
    const known = told.get(kind);
    if (known) known.push(finding);
    else told.set(kind, [finding]);
  }
  return [...told.values()].flatMap((some) => {
    const [first] = some;
    return first ? [{ said: words.say(first), severity: first.severity, findings: some }] : [];
  });
}
