/** Every key that the site listens to, by the place where it does: an id of its words, and the keys. */
export const SHORTCUTS: readonly {
  readonly place: 'everywhere' | 'reading' | 'figure' | 'labs';
  readonly keys: readonly (readonly [id: string, ...combinations: string[]])[];
}[] = [
  {
    place: 'everywhere',
    keys: [
      ['search', '/', 'Ctrl K', '⌘ K'],
      ['sheet', '?'],
      ['escape', 'Esc']
    ]
  },
  { place: 'reading', keys: [['step', '←', '→']] },
  {
    place: 'figure',
    keys: [
      ['ends', 'Home', 'End'],
      ['play', 'Space'],
      ['scrub', 'Page Down', 'Page Up']
    ]
  },
  {
    place: 'labs',
    keys: [
      ['undo', 'Ctrl Z', '⌘ Z'],
      ['redo', 'Ctrl Shift Z', 'Ctrl Y'],
      ['bits', '←', '→', '↑', '↓'],
      ['bytes', 'Insert', 'Delete'],
      ['run', 'Ctrl Enter'],
      ['leave', 'Esc', 'Tab']
    ]
  }
];
