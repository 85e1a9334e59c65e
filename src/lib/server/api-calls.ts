/** Calls of the WebSocket API with what they do at once, found out by calling our own. */
import type { Clock } from '#lib/live/clock.ts';
import { Recorder } from '#lib/live/recorder.ts';
import { createWebSocket } from '#lib/live/browser/web-socket.ts';
import { pageEnvironment } from '#lib/live/page-environment.ts';
import { MAX_REASON } from '#lib/protocol/websocket/close-frame.ts';

export interface CallResult {
  /** The call as it would be typed. */
  readonly code: string;
  /** Of a call of close() with a reason of so many bytes: it is described, not typed. */
  readonly reason?: number;
  /** The name of the exception; undefined: there is none. */
  readonly throws: string | undefined;
  /** What the exception says, in Chromium's words. */
  readonly message?: string;
  /** Of the constructor: the property `url` of what it made. */
  readonly url?: string;
}

/** Time stands still: nothing of what the calls begin goes on. */
const STILL: Clock = { now: () => 0, after: () => {} };
const OurWebSocket = createWebSocket({
  ...pageEnvironment({ clock: STILL, recorder: new Recorder([], STILL), delay: 0 }),
  task: () => {}
});
const open = (url: string, protocols: readonly string[] = []) => new OurWebSocket(url, protocols);

function thrownBy(call: () => void): Pick<CallResult, 'throws' | 'message'> {
  try {
    call();
  } catch (error) {
    if (error instanceof DOMException) return { throws: error.name, message: error.message };
    throw error;
  }
  return { throws: undefined };
}

const text = (value: string) => `"${value}"`;

function construct(url: string, ...protocols: readonly string[]): CallResult {
  const list =
    protocols.length > 1 ? `[${protocols.map(text).join(', ')}]` : protocols.map(text)[0];
  let made: string | undefined;
  const thrown = thrownBy(() => (made = open(url, protocols).url));
  return {
    code: `new WebSocket(${[text(url), ...(list === undefined ? [] : [list])].join(', ')})`,
    ...thrown,
    ...(made === undefined ? {} : { url: made })
  };
}

const close = (code: number): CallResult => ({
  code: `close(${code})`,
  ...thrownBy(() => open('ws://example.com/').close(code))
});

const closeWith = (reason: number): CallResult => ({
  code: 'close(1000, reason)',
  reason,
  ...thrownBy(() => open('ws://example.com/').close(1000, 'x'.repeat(reason)))
});

/** The calls of the table, in its order. */
export const apiCalls = (): CallResult[] => [
  construct('https://example.com/prices'),
  construct('ftp://example.com/prices'),
  construct('wss://example.com/#top'),
  construct('wss://example.com/', 'prices', 'prices'),
  construct('wss://example.com/', 'prices v1'),
  {
    code: 'send("25 €")',
    ...thrownBy(() => open('wss://example.com/').send('25 €'))
  },
  close(1001),
  close(1006),
  close(4000),
  closeWith(MAX_REASON + 1)
];
