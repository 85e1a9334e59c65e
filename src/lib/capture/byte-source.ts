/** Bytes that are read again when they are looked at: a file, or bytes in memory. */

export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /** The bytes `from` to `to`; fewer at the end. What is returned may be kept. */
  read(from: number, to: number): Promise<Uint8Array>;
  /** All of it, front to back, in parts of so many bytes; each is there until the next is asked for. */
  parts?(length: number): AsyncGenerator<Uint8Array, void>;
}

/** A `File` or any other Blob; nothing of it is held. */
export const blobSource = (blob: Blob): ByteSource => ({
  size: blob.size,
  read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  parts: (length) => blobParts(blob, length)
});

/**
 * One buffer goes to and fro between this code and the browser. A buffer a part would be left to
 * the garbage collector, which lets a gigabyte of them gather.
 */
async function* blobParts(blob: Blob, length: number): AsyncGenerator<Uint8Array, void> {
  const reader = blob.stream().getReader({ mode: 'byob' });
  let buffer = new ArrayBuffer(length);
  try {
    for (let done = false; !done;) {
      let filled = 0;
      while (filled < length && !done) {
        const read = await reader.read(new Uint8Array(buffer, filled));
        ({ done } = read);
        // Cancelled: the buffer is not given back.
        if (!read.value) return;
        buffer = read.value.buffer;
        filled += read.value.byteLength;
      }
      if (filled) yield new Uint8Array(buffer, 0, filled);
    }
  } finally {
    await reader.cancel();
  }
}

/** The same for any source. */
export const partsOf = (source: ByteSource, length: number): AsyncGenerator<Uint8Array, void> =>
  source.parts?.(length) ?? readParts(source, length);

async function* readParts(source: ByteSource, length: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < source.size;) {
    const part = await source.read(at, Math.min(source.size, at + length));
    if (part.length === 0) return;
    at += part.length;
    yield part;
  }
}

export const memorySource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (from, to) => Promise.resolve(bytes.subarray(from, to))
});
