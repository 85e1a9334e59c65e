/**
 * What can be told of a HAR. It has no packets, no frames and no ends of connections: a finding about
 * those would be about what was made to stand for them.
 */
import type { CheckName } from '../doctor/check.ts';
import type { Finding, FindingId } from '../doctor/finding.ts';

const CHECKS: readonly CheckName[] = ['refusal', 'answer', 'load', 'contents', 'secrets'];
const FINDINGS: readonly FindingId[] = [
  'upgrade-stripped',
  'upgrade-stripped-maybe',
  'refused-request',
  'refused',
  'accept-wrong',
  'accept-missing',
  'answer-rejected',
  'browser-would-reject',
  'handshake-rule',
  'huge-message',
  'tiny-frames',
  'token-in-url',
  'text-is-binary',
  'file-truncated'
];

export const ofHar = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ id }) => FINDINGS.includes(id));
export const checksOfHar = (checks: readonly CheckName[]): CheckName[] =>
  checks.filter((name) => CHECKS.includes(name));
