/** The chapters, in their order. */
export const CHAPTERS = [
  'why-websocket',
  'opening-handshake',
  'accept-key',
  'frames',
  'masking',
  'fragmentation',
  'control-frames',
  'closing',
  'browser-api',
  'transports-compared',
  'at-scale',
  'security',
  'in-production',
  'in-your-tools'
] as const;
