export type NumberFault =
  | { readonly id: 'notNumber'; readonly text: string }
  | { readonly id: 'tooSmall'; readonly min: number }
  | { readonly id: 'tooLarge'; readonly max: number };

/** What a reader typed for a number: a value of its range, or what is wrong with it. */
export function readNumber(
  { min, max }: { readonly min: number; readonly max: number },
  text: string
): number | NumberFault {
  // A comma is how much of the world writes a point.
  const plain = text.replace(/[\s\u00a0]/g, '').replace(',', '.');
  const value = Number(plain);
  if (plain === '' || !Number.isFinite(value)) return { id: 'notNumber', text };
  if (value < min) return { id: 'tooSmall', min };
  if (value > max) return { id: 'tooLarge', max };
  return value;
}
