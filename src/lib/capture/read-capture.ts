/**
 * A file of packets, read once from front to back in parts: what is kept are rows of numbers. For a
 * gzip file the inflated bytes are kept, in the store that the caller gives, because they cannot be
 * read again from the middle.
 */
import { CaptureError } from './capture-error.ts';
import type { Capture, ReadingProgress } from './capture.ts';
import { partsOf, type ByteSource } from './byte-source.ts';
import { Gunzip, isGzip } from './gunzip.ts';
import { MemoryStore, type ByteStore } from './byte-store.ts';
import { PacketsCapture } from './packets-capture.ts';

export interface ReadingOptions {
  /** Called after each part. */
  readonly onProgress?: (progress: ReadingProgress, capture: Capture) => void;
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal;
  /** Where inflated bytes are kept; memory, if absent. */
  readonly store?: () => ByteStore;
  /** Bytes that are read at once. */
  readonly partSize?: number;
}

export interface ReadCapture {
  readonly capture: Capture;
  /** Where bytes of the capture are read again: the file, or its inflated bytes. */
  readonly source: ByteSource;
}

const PART = 1 << 20;
/** gzip shrinks at most a thousandfold: its parts are read in smaller steps. */
const GZIP_PART = 1 << 18;

/** Reads a pcap or pcapng file, gzip around it or not. Throws a CaptureError, or the signal’s reason. */
export async function readCapture(
  source: ByteSource,
  options: ReadingOptions = {}
): Promise<ReadCapture> {
  const { size } = source;
  const beginning = await source.read(0, Math.min(size, 32));
  if (beginning.length === 0) throw new CaptureError('pcap', 0, 'empty');
  const gzip = isGzip(beginning);
  let packets: PacketsCapture | undefined;
  let store: ByteStore | undefined;
  let first: Uint8Array = new Uint8Array();
  const take = (part: Uint8Array) => {
    if (!packets) {
      first = first.length ? Uint8Array.of(...first, ...part) : part;
      if (first.length < 4) {
        first = first.slice();
        return;
      }
      packets = new PacketsCapture(first, gzip);
      packets.push(first);
    } else packets.push(part);
  };
  const inflated = gzip ? (store = (options.store ?? (() => new MemoryStore()))()) : undefined;
  const gunzip = gzip
    ? new Gunzip((part) => {
        inflated?.append(part);
        take(part);
      })
    : undefined;
  const partSize = options.partSize ?? (gzip ? GZIP_PART : PART);
  let damaged = false;
  let at = 0;
  options.signal?.throwIfAborted();
  for await (const part of partsOf(source, partSize)) {
    options.signal?.throwIfAborted();
    at += part.length;
    if (gunzip)
      try {
        gunzip.push(part);
      } catch (error) {
        // What was inflated before the fault is a capture that breaks off.
        if (!(error instanceof CaptureError) || error.reason !== 'gzip' || !packets) throw error;
        damaged = true;
      }
    else take(part);
    const known = packets as PacketsCapture | undefined;
    if (known) report(options, at, size, known);
    if (damaged) break;
  }
  if (!packets) throw new CaptureError('pcap', 0, first.length ? 'unknown' : 'empty');
  const capture = packets.finish();
  if (gunzip && (damaged || !gunzip.complete)) capture.facts.truncatedTail = true;
  report(options, size, size, packets);
  return { capture, source: store ?? source };
}

function report(options: ReadingOptions, bytes: number, size: number, packets: PacketsCapture) {
  if (!options.onProgress) return;
  const list = packets.connections;
  let frames = 0;
  for (const connection of list) frames += connection.frames.length;
  options.onProgress(
    { bytes, size, packets: packets.facts.packets, frames, connections: list.length },
    { facts: packets.facts, connections: list }
  );
}
