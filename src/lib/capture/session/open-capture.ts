/** Opens whatever a reader brings, by its content. */
import type { Capture, ReadingProgress } from '../capture.ts';
import { blobSource } from '../byte-source.ts';
import { readCapture } from '../read-capture.ts';
import { readAgain, type ReadAgain } from './read-again.ts';

export interface OpeningOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReadingProgress) => void;
  /** The first connections are there, and more will come. */
  readonly onBegin: (capture: Capture, read: ReadAgain) => void;
}

export async function openCapture(
  blob: Blob,
  { signal, onProgress, onBegin }: OpeningOptions
): Promise<{ capture: Capture; read: ReadAgain }> {
  const file = blobSource(blob);
  const begun = readAgain(file);
  const { capture, source } = await readCapture(file, {
    signal,
    onProgress: (progress, growing) => {
      onBegin(growing, begun);
      onProgress(progress);
    }
  });
  return { capture, read: readAgain(source) };
}
