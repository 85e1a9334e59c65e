/**
 * What the doctor can find. The order of the table is the order of causes: what stands higher more
 * often explains what stands lower. No words stand here: they are in src/content/doctor.
 */
import type { Instant } from '../capture.ts';

/** error: it failed, or a browser would fail it; warning: it works, and badly; notice: to know. */
export type Severity = 'error' | 'warning' | 'notice';

const FINDINGS = {
  'tcp-refused': 'error',
  'tcp-no-answer': 'error',
  'upgrade-stripped': 'error',
  'refused-request': 'error',
  refused: 'error',
  'accept-wrong': 'error',
  'accept-missing': 'error',
  'answer-rejected': 'error',
  'broken-rule': 'error',
  'invalid-utf8': 'error',
  'corrupt-deflate': 'error',
  'half-open': 'error',
  'idle-cut': 'error',
  'no-answer': 'error',
  'no-pong': 'error',
  'abnormal-end': 'error',
  closed: 'notice',
  'close-unanswered': 'warning',
  misconduct: 'warning',
  'upgrade-stripped-maybe': 'warning',
  'browser-would-reject': 'warning',
  'handshake-rule': 'warning',
  'inflates-too-big': 'warning',
  stall: 'warning',
  'huge-message': 'warning',
  'tiny-frames': 'warning',
  retransmissions: 'notice',
  'token-in-url': 'warning',
  'text-is-binary': 'notice',
  'deflate-useless': 'notice',
  'deflate-unused': 'notice',
  'deflate-declined': 'notice',
  encrypted: 'notice',
  http2: 'notice',
  'mid-connection': 'notice',
  gap: 'notice',
  inferred: 'notice',
  'context-lost': 'notice',
  'unread-bytes': 'notice',
  'file-truncated': 'notice',
  'file-damaged': 'notice'
} as const satisfies Record<string, Severity>;

export type FindingId = keyof typeof FINDINGS;
export const FINDING_IDS = Object.keys(FINDINGS) as readonly FindingId[];

/** Values that the words are filled with; roles, rules and codes as they are named in the engine. */
export type FindingParams = Readonly<Record<string, string | number>>;

/** Where in the capture it shows. */
export interface Evidence {
  /** Rows of frames and of messages of the connection. */
  readonly frames?: readonly number[];
  readonly messages?: readonly number[];
  /** 1-based places in the file. */
  readonly packets?: readonly number[];
  readonly from?: Instant;
  readonly to?: Instant;
  /** The head of the upgrade, and the names of the fields that matter in it. */
  readonly head?: 'request' | 'response';
  readonly fields?: readonly string[];
}

export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /** Its id; null: the file as a whole. */
  readonly connection: number | null;
  readonly params: FindingParams;
  readonly evidence: Evidence;
}

/** Rows and packets that are named at most; how many there are stands in the params. */
export const MAX_EVIDENCE = 200;

export const finding = (
  id: FindingId,
  connection: number | null,
  params: FindingParams,
  evidence: Evidence,
  severity: Severity = FINDINGS[id]
): Finding => ({ id, severity, connection, params, evidence });

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'notice'];
const RANK = new Map(FINDING_IDS.map((id, rank) => [id, rank]));
const whenOf = ({ evidence }: Finding): number =>
  evidence.from ?? evidence.frames?.[0] ?? evidence.packets?.[0] ?? 0;

/** Most probable cause first: by severity, by the table, then in the order of the capture. */
export const ranked = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      (RANK.get(a.id) ?? 0) - (RANK.get(b.id) ?? 0) ||
      (a.connection ?? -1) - (b.connection ?? -1) ||
      whenOf(a) - whenOf(b)
  );

/** Findings of one kind, of all the connections that have it. */
export interface FindingGroup {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
}

/** The same in fewer lines, for a capture of thousands of connections. The order is kept. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const one of findings) {
    const key = `${one.severity} ${one.id}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ id: first.id, severity: first.severity, findings: group }] : [];
  });
}
