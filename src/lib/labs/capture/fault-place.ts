/** The place of a fault in a file, with what stands around it. */
import { utf8Decode } from '#lib/bytes/utf8.ts';
import type { OpenFault } from './lab.svelte.ts';

export type FaultPlace =
  | {
      readonly type: 'text';
      /** Counted from 1. */
      readonly line: number;
      readonly column: number;
      readonly found: string;
      readonly before: string;
      readonly excerpt: string;
      readonly after: string;
    }
  | {
      readonly type: 'bytes';
      readonly bytes: Uint8Array;
      /** Where they begin in the file, and the fault in them. */
      readonly origin: number;
      readonly at: number;
    };

/** Formats whose faults are counted in bytes of a file; the others, in characters of a text. */
const BINARY = ['pcap', 'pcapng', 'gzip', 'file'];
/** A text is looked at as far as this to say where a fault is. */
const MOST = 4 << 20;
const AROUND = 60;

export function textPlace(text: string, offset: number): FaultPlace {
  const lines = text.slice(0, offset).split('\n');
  const excerpt = /^(\w{1,8}|[^]?)/u.exec(text.slice(offset))?.[0] ?? '';
  return {
    type: 'text',
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    found: excerpt,
    before: text.slice(Math.max(0, offset - AROUND), offset),
    excerpt,
    after: text.slice(offset + excerpt.length, offset + AROUND)
  };
}

export async function faultPlace({ file, error }: OpenFault): Promise<FaultPlace> {
  if (file.text !== undefined) return textPlace(file.text, error.offset);
  if (!BINARY.includes(error.format)) {
    const head = new Uint8Array(await file.blob.slice(0, MOST).arrayBuffer());
    const text = utf8Decode(head);
    if (text !== undefined && error.offset < text.length) return textPlace(text, error.offset);
  }
  const origin = Math.max(0, Math.floor(error.offset / 16) * 16 - 16);
  const bytes = new Uint8Array(await file.blob.slice(origin, origin + 64).arrayBuffer());
  return { type: 'bytes', bytes, origin, at: error.offset - origin };
}
