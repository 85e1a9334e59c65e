import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

/** A family of findings: what is looked for, in one connection. */
export interface Check {
  /** What was checked is named where nothing was found. */
  readonly name: CheckName;
  readonly find: (patient: Patient) => readonly Finding[] | Promise<readonly Finding[]>;
}

export type CheckName =
  | 'opening'
  | 'refusal'
  | 'answer'
  | 'rules'
  | 'conduct'
  | 'pings'
  | 'ending'
  | 'close-code'
  | 'compression'
  | 'load'
  | 'transport'
  | 'contents'
  | 'secrets'
  | 'limits';
