/** Whatever was opened, as the JSON that the command line prints. */
import { createHash } from 'node:crypto';
import type { ByteSource } from '#lib/capture/byte-source.ts';
import type { Capture } from '#lib/capture/capture.ts';
import { streamBytes } from '#lib/capture/connection-bytes.ts';
import { captureJson as write, type JsonOptions } from '#lib/capture/export/capture-json.ts';
import type { Har } from '#lib/capture/har.ts';
import type { OpenedCapture } from '#lib/capture/open-capture.ts';
import RULE_TEXTS from '../content/rules/en.json' with { type: 'json' };

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const ROLES = ['client', 'server'] as const;

/** The bytes that a text stands for, by the end that sent them. */
async function textJson(source: ByteSource, { facts, connections }: Capture) {
  const bytes: Record<string, number> = {};
  const byteSha256: Record<string, string> = {};
  for (const { directions } of connections.slice(0, 1))
    for (const role of ROLES) {
      const direction = directions[role];
      if (direction.bytes === 0) continue;
      const last = direction.pieces.at(direction.pieces.length - 1);
      const whole = await streamBytes(source, direction, 0, last.stream + last.length);
      bytes[role.slice(0, 1)] = direction.bytes;
      byteSha256[role.slice(0, 1)] = sha256(whole.bytes);
    }
  return { encoding: facts.encoding, bytes, byteSha256 };
}

const harJson = ({ creator, browser, entries, lost, truncated }: Har) => ({
  creator,
  ...(browser ? { browser } : {}),
  ...(lost.length ? { lost } : {}),
  ...(truncated ? { truncated } : {}),
  entries: entries.map(({ url, method, status, resourceType, messages }) => ({
    url,
    method,
    status,
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(messages
      ? {
          messages: messages.map(({ from, opcode, data, text }) => ({
            dir: from,
            opcode,
            length: data.length,
            sha256: sha256(data),
            text: text ?? null
          }))
        }
      : {})
  }))
});

/** Whatever was opened, as JSON. */
export async function openedJson(
  file: string,
  opened: OpenedCapture,
  options: JsonOptions = {}
): Promise<Record<string, unknown>> {
  if (opened.type === 'har') return { schema: 1, file, har: harJson(opened.har) };
  const { capture, source } = opened;
  const json = await captureJson(file, capture, source, options);
  if (capture.facts.format !== 'text' || capture.facts.packets > 0) return json;
  return {
    schema: 1,
    file,
    ...(await textJson(source, capture)),
    connections: json['connections']
  };
}

/** The whole capture, a value a connection. */
export const captureJson = (
  file: string,
  capture: Capture,
  source: ByteSource,
  options: JsonOptions = {}
): Promise<Record<string, unknown>> =>
  write(file, capture, source, { sha256, rules: RULE_TEXTS }, options);
