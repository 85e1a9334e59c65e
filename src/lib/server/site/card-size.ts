/** Pixels of a card: what those who show links ask for. */
export const CARD = { width: 1200, height: 630 } as const;
