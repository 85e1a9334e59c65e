/** Whether bytes are ASCII alone, sixteen at a time: most text is, and needs no second look. */

/** A view of the bytes that were asked about last: to make one costs more than to read it. */
let viewed: Uint8Array | undefined;
let view: DataView = new DataView(new ArrayBuffer(0));

/** Whether bytes `from` to `to` are all below 0x80. */
export function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes !== viewed) {
    viewed = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  let seen = 0;
  let at = from;
  for (; at + 16 <= to && (seen & 0x80808080) === 0; at += 16)
    seen |=
      view.getInt32(at, true) |
      view.getInt32(at + 4, true) |
      view.getInt32(at + 8, true) |
      view.getInt32(at + 12, true);
  for (; at < to; at++) seen |= bytes[at] as number;
  return (seen & 0x80808080) === 0;
}
