/** Scripts whose logs differ between the worlds: the lines of each that the other has not, and why. */
interface Difference {
  readonly lab: readonly string[];
  readonly real: readonly string[];
  readonly reason: string;
}

export const DIFFERENCES: Readonly<Partial<Record<string, Difference>>> = {};
