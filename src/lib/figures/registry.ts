/** The figures that a chapter can be told with, as chapter.json names them. */
export type FigureId =
  | 'handshake'
  | 'accept'
  | 'frame-steps'
  | 'masking'
  | 'fragments'
  | 'conversation'
  | 'closing'
  | 'api'
  | 'race'
  | 'fleet'
  | 'security'
  | 'production'
  | 'tools';
