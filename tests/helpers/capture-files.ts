/** Captures in tests/fixtures/captures, and the truth about them. */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';

const FOLDER = 'tests/fixtures/captures';

export const captureText = (name: string): string => readFileSync(`${FOLDER}/${name}`, 'utf8');
export const captureBytes = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(`${FOLDER}/${name}`));
export const truthOf = (name: string): unknown =>
  JSON.parse(readFileSync(`${FOLDER}/truth/${name}.json`, 'utf8'));
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
