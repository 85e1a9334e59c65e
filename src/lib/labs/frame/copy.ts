import { hexByte } from '#lib/bytes/bytes.ts';

const PER_LINE = 12;

/** Bytes as an initialiser of C: twelve a line. */
export function cArrayOf(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE)
    lines.push(Array.from(bytes.subarray(at, at + PER_LINE), (b) => `0x${hexByte(b)}`).join(', '));
  return `unsigned char frame[] = {\n  ${lines.join(',\n  ')}\n};\n`;
}
