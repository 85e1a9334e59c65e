/** What linked figures share: what is lit, what is selected, and how the reader changes it. */
export interface Linking {
  /** The address that is pointed at now. */
  lit?: string | undefined;
  /** The address that stays selected. */
  selected?: string | undefined;
  onlight?: ((address: string | undefined) => void) | undefined;
  onselect?: ((address: string) => void) | undefined;
}
