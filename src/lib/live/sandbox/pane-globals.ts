/** The globals that each pane has for itself: arguments of the function that its code becomes. */
import type { Pane } from '#lib/live/run/run.ts';

const BOTH = ['console', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] as const;

export const PANE_GLOBALS: Readonly<Record<Pane, readonly string[]>> = {
  client: [...BOTH, 'WebSocket'],
  server: [
    ...BOTH,
    'setImmediate',
    'clearImmediate',
    'WebSocketServer',
    'WebSocket',
    'require',
    'Buffer'
  ]
};
