/** A whole number of bytes or a code, as typed; undefined for nothing, or for anything else. */
export function readNumber(text: string): number | undefined {
  const digits = text.replace(/[\s\u00a0\u202f.,]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}
