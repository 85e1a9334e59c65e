/** Files are read in parts, and the memory of a part is used again for the next. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { captureJson } from '../../../src/cli/capture-json.ts';
import { memorySource, type ByteSource } from '#lib/capture/byte-source.ts';
import { openCapture } from '#lib/capture/open-capture.ts';
import { readCapture } from '#lib/capture/read-capture.ts';

const FOLDERS = ['static/captures', 'tests/fixtures/captures'];
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(pcap|pcapng)(\.gz)?$/.test(name))
    .map((name) => `${folder}/${name}`)
);

/** One buffer for all parts, in which nothing stays. */
function overwriting(bytes: Uint8Array): ByteSource {
  return {
    ...memorySource(bytes),
    async *parts(length) {
      const buffer = new Uint8Array(length);
      for (let at = 0; at < bytes.length; at += length) {
        const part = bytes.subarray(at, at + length);
        buffer.set(part);
        yield Promise.resolve(buffer.subarray(0, part.length));
        buffer.fill(0xaa);
      }
    }
  };
}

describe.each(FILES)('%s', (path) => {
  it.each([61, 150, 700, 1700, 2500, 4096])(
    'is the same when parts of %i bytes are overwritten',
    async (partSize) => {
      const bytes = new Uint8Array(readFileSync(path));
      const whole = await readCapture(memorySource(bytes));
      const inParts = await readCapture(overwriting(bytes), { partSize });
      const json = (read: typeof whole) => captureJson('file', read.capture, read.source);
      expect(await json(inParts)).toEqual(await json(whole));
    }
  );
});

it('reads a HAR of several inflated parts whole', async () => {
  const har = JSON.parse(readFileSync('tests/fixtures/captures/a50-devtools.har', 'utf8')) as {
    log: { comment?: string };
  };
  har.log.comment = Array.from({ length: 400_000 }, (_, i) => `${i}`).join(' ');
  const bytes = new TextEncoder().encode(JSON.stringify(har));
  expect(bytes.length).toBeGreaterThan(2 << 20);
  const packed = await openCapture(memorySource(new Uint8Array(gzipSync(bytes))));
  expect(packed.type).toBe('har');
  expect(packed).toEqual(await openCapture(memorySource(bytes)));
});
