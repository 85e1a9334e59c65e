/** The JSON of a capture, as the command line makes it. */
import { createHash } from 'node:crypto';
import type { ByteSource } from '#lib/capture/byte-source.ts';
import type { Capture } from '#lib/capture/capture.ts';
import { captureJson as write, type JsonOptions } from '#lib/capture/export/capture-json.ts';
import RULE_TEXTS from '../content/rules/en.json' with { type: 'json' };

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The whole capture, a value a connection. */
export const captureJson = (
  file: string,
  capture: Capture,
  source: ByteSource,
  options: JsonOptions = {}
): Promise<Record<string, unknown>> =>
  write(file, capture, source, { sha256, rules: RULE_TEXTS }, options);
