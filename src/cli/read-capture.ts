// Reads a capture and prints what is in it, as JSON.
//   npm run -s read-capture -- FILE            a file, or - for standard input
//   npm run -s read-capture -- FILE --headers  without hashes, texts and messages
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ByteSource } from '#lib/capture/byte-source.ts';
import { memorySource } from '#lib/capture/byte-source.ts';
import { CaptureError } from '#lib/capture/capture-error.ts';
import { jsonText } from '#lib/capture/export/capture-json.ts';
import { openCapture } from '#lib/capture/open-capture.ts';
import { openedJson } from './capture-json.ts';
import { fileSource } from './file-source.ts';

async function standardInput(): Promise<ByteSource> {
  const parts: Uint8Array[] = [];
  for await (const part of process.stdin) parts.push(part as Uint8Array);
  return memorySource(new Uint8Array(Buffer.concat(parts)));
}

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const [name] = names;
if (name === undefined || names.length > 1) {
  console.error('usage: npm run -s read-capture -- FILE [--headers]');
  process.exit(2);
}
const handle = name === '-' ? undefined : await open(name, 'r');
const source = handle ? await fileSource(handle) : await standardInput();
try {
  const opened = await openCapture(source);
  const headersOnly = process.argv.includes('--headers');
  const json = await openedJson(basename(name), opened, { headersOnly });
  process.stdout.write(`${jsonText(json)}\n`);
} catch (error) {
  if (!(error instanceof CaptureError)) throw error;
  const { format, offset, reason, detail } = error;
  const fault = { format, offset, reason, ...(detail === undefined ? {} : { detail }) };
  process.stdout.write(`${jsonText({ file: basename(name), error: fault })}\n`);
  process.exitCode = 1;
} finally {
  await handle?.close();
}
