/**
 * The doctor: what probably went wrong in a capture, from a table of checks. Each says only what
 * the capture shows, and where; no finding is an answer too, and {@link CHECK_NAMES} says of what.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Capture } from '../capture.ts';
import { pause } from '../session/pause.ts';
import type { Check, CheckName } from './check.ts';
import { answer } from './checks/answer.ts';
import { closeCode } from './checks/close-code.ts';
import { compression } from './checks/compression.ts';
import { conduct } from './checks/conduct.ts';
import { contents } from './checks/contents.ts';
import { ending } from './checks/ending.ts';
import { limits } from './checks/limits.ts';
import { load } from './checks/load.ts';
import { opening } from './checks/opening.ts';
import { pings } from './checks/pings.ts';
import { refusal } from './checks/refusal.ts';
import { rules } from './checks/rules.ts';
import { secrets } from './checks/secrets.ts';
import { transport } from './checks/transport.ts';
import { finding, ranked, type Finding } from './finding.ts';
import { patientOf } from './patient.ts';

const CHECKS: readonly Check[] = [
  opening,
  refusal,
  answer,
  rules,
  conduct,
  pings,
  ending,
  closeCode,
  compression,
  load,
  transport,
  contents,
  secrets,
  limits
];

/** What is looked for. */
export const CHECK_NAMES: readonly CheckName[] = CHECKS.map(({ name }) => name);

export interface DiagnosisOptions {
  /** Ends it with its reason. */
  readonly signal?: AbortSignal;
  /** Connections that were looked at, and how many there are. */
  readonly onProgress?: (done: number, of: number) => void;
  /** Only these connections. */
  readonly connections?: readonly number[];
}

const BUDGET = { conduct: 32 << 20, contents: 32 << 20 } as const;
/** Frames, or connections, between two looks for messages from the page. */
const STRIDE = { frames: 50_000, connections: 64 } as const;

function ofFile({ facts }: Capture): Finding[] {
  if (facts.damagedAt !== undefined)
    return [finding('file-damaged', null, { at: facts.damagedAt }, {})];
  return facts.truncatedTail
    ? [finding('file-truncated', null, { packets: facts.packets }, { packets: [facts.packets] })]
    : [];
}

/** Looks at every connection: what was found, the most probable cause first. */
export async function diagnose(
  capture: Capture,
  source: ByteSource,
  { signal, onProgress, connections }: DiagnosisOptions = {}
): Promise<Finding[]> {
  const found: Finding[] = ofFile(capture);
  const budget = { ...BUDGET };
  const chosen = connections
    ? capture.connections.filter(({ id }) => connections.includes(id))
    : capture.connections;
  let frames = 0;
  for (const [at, connection] of chosen.entries()) {
    signal?.throwIfAborted();
    const patient = patientOf(capture, connection, source, budget, signal);
    for (const { find } of CHECKS) {
      const findings = await find(patient);
      for (const one of findings) found.push(one);
      frames += connection.frames.length / CHECKS.length;
      if (frames < STRIDE.frames) continue;
      frames = 0;
      await pause();
      signal?.throwIfAborted();
    }
    if ((at + 1) % STRIDE.connections !== 0 && at + 1 < chosen.length) continue;
    onProgress?.(at + 1, chosen.length);
    await pause();
  }
  return ranked(found);
}
