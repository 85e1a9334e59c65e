/** What the marks and the segments look like, in the drawing and in its legend. */
export const SHAPES = {
  call: 'M-4.5 -4.5h9v9h-9z',
  console: 'M-4.5 -2.5h9m-9 5h9',
  event: 'M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z',
  error: 'M-4.5 -4.5l9 9m0 -9l-9 9'
} as const;
