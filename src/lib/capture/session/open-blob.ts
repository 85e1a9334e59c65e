/** Opens whatever a reader brings, and reads its bytes again afterwards. */
import type { Capture, ReadingProgress } from '../capture.ts';
import { blobSource, type ByteSource } from '../byte-source.ts';
import { isGzip } from '../gunzip.ts';
import type { Har } from '../har.ts';
import { harCapture } from '../har/har-capture.ts';
import { openCapture } from '../open-capture.ts';
import type { TextNote } from '../text/text-block.ts';
import { inflatedStore } from './file-store.ts';

export interface Opened {
  readonly capture: Capture;
  /** Where its bytes are read again. */
  readonly source: ByteSource;
  readonly notes: readonly TextNote[];
  readonly har: Har | undefined;
  /** Nothing is read again. */
  readonly close: () => void;
}

export interface OpeningOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReadingProgress) => void;
  /** The first connections are there, and more will come. */
  readonly onBegin: (capture: Capture, source: ByteSource) => void;
}

export async function openBlob(
  blob: Blob,
  { signal, onProgress, onBegin }: OpeningOptions
): Promise<Opened> {
  const file = blobSource(blob);
  const kept = isGzip(await file.read(0, 2)) ? await inflatedStore() : undefined;
  const growing = kept?.store ?? file;
  try {
    const opened = await openCapture(file, {
      signal,
      ...(kept ? { store: () => kept.store } : {}),
      onProgress: (progress, capture) => {
        onBegin(capture, growing);
        onProgress(progress);
      }
    });
    const close = () => kept?.close();
    if (opened.type === 'har')
      return { ...harCapture(opened.har), notes: [], har: opened.har, close };
    const { capture, source, notes } = opened;
    return { capture, source, notes, har: undefined, close };
  } catch (error) {
    kept?.close();
    throw error;
  }
}
