/** What a reader takes away of a capture, as a file. */
import type { ByteSource } from '../byte-source.ts';
import type { Capture } from '../capture.ts';
import type { Finding } from '../doctor/finding.ts';
import { captureJson, jsonText } from '../export/capture-json.ts';
import { har } from '../export/har.ts';
import { report, type ReportWords } from '../export/report.ts';
import { transcript } from '../export/transcript.ts';
import type { Saving, WordData } from './protocol.ts';

/** What only the page's floor has. */
export interface SessionTools {
  /** In hex; empty where there is no Web Crypto. */
  readonly sha256: (bytes: Uint8Array) => Promise<string>;
  readonly wordsOf: (words: WordData) => ReportWords;
}

const TYPES = {
  text: 'text/plain',
  json: 'application/json',
  har: 'application/json',
  report: 'text/markdown'
} as const;

export interface SavingOptions {
  readonly signal: AbortSignal;
  /** What the doctor has found. */
  readonly findings: () => Promise<readonly Finding[]>;
}

async function partsOf(
  { what, connections, open, name, version, words }: Saving,
  capture: Capture,
  source: ByteSource,
  tools: SessionTools,
  { signal, findings }: SavingOptions
): Promise<string[]> {
  const some = connections ? { connections } : {};
  switch (what) {
    case 'text': {
      const parts: string[] = [];
      for (const id of connections ?? capture.connections.map((connection) => connection.id)) {
        const connection = capture.connections[id];
        if (!connection) continue;
        for await (const part of transcript(source, connection, { open, signal })) parts.push(part);
      }
      return parts;
    }
    case 'json': {
      const { sha256 } = tools;
      const options = { open, signal, ...some };
      const rules = words.rules;
      return [jsonText(await captureJson(name, capture, source, { sha256, rules }, options))];
    }
    case 'har':
      return [jsonText(await har(capture, source, { open, version, signal, ...some }))];
    case 'report': {
      const versions = `WebSocket 101 ${version}`;
      const options = { name, versions, open, ...some };
      return [await report(capture, source, await findings(), tools.wordsOf(words), options)];
    }
  }
}

export async function save(
  saving: Saving,
  capture: Capture,
  source: ByteSource,
  tools: SessionTools,
  options: SavingOptions
): Promise<Blob> {
  const parts = await partsOf(saving, capture, source, tools, options);
  return new Blob(parts, { type: TYPES[saving.what] });
}
