/** Findings as they are told: those of which the same is said stand together. */
import type { Finding, Severity } from '#lib/capture/doctor/finding.ts';
import type { FindingText, FindingWords } from '#lib/i18n/finding-words.ts';

export interface Told {
  readonly said: FindingText;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
}

/** In the order in which each was found first. */
export function toldOf(findings: readonly Finding[], words: Pick<FindingWords, 'say'>): Told[] {
  const told = new Map<string, Told & { findings: Finding[] }>();
  for (const finding of findings) {
    const said = words.say(finding);
    const key = [finding.severity, said.title, said.means].join('\n');
    const known = told.get(key);
    if (known) known.findings.push(finding);
    else told.set(key, { said, severity: finding.severity, findings: [finding] });
  }
  return [...told.values()];
}
