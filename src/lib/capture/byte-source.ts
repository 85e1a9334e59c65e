/** Bytes that are read again when they are looked at: a file, or bytes in memory. */

export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /** The bytes `from` to `to`; fewer at the end. What is returned may be kept. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** A `File` or any other Blob; nothing of it is held. */
export const blobSource = (blob: Blob): ByteSource => ({
  size: blob.size,
  read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer())
});

export const memorySource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (from, to) => Promise.resolve(bytes.subarray(from, to))
});
