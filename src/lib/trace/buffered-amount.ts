/**
 * `bufferedAmount` of a browser's WebSocket (WHATWG WebSockets): bytes of payload that script has
 * handed to send() and that have not left yet. Headers and masking keys are not counted; what is
 * handed over after the closing began never leaves, and is counted for good.
 */
import type { TracedFrame } from './frames.ts';
import type { ApiEvent, Milliseconds, Trace } from './trace.ts';

const isData = ({ opcode }: Pick<TracedFrame, 'opcode'>): boolean =>
  opcode === 'text' || opcode === 'binary' || opcode === 'continuation';

/** What of a trace's frames the amount takes notice of. */
export type LeavingFrame = Pick<TracedFrame, 'from' | 'at' | 'opcode' | 'payload'>;

/**
 * In bytes, right behind a call of send(), or at an instant. A frame that leaves at the very
 * instant still counts: script is not finished yet.
 */
export function bufferedAmount(
  trace: Trace,
  frames: readonly LeavingFrame[],
  until: ApiEvent | Milliseconds
): number {
  const time = typeof until === 'number' ? until : until.at;
  const client = trace.endpoints.find(({ role }) => role === 'client')?.id;
  const calls = trace.events.filter(
    (e): e is ApiEvent =>
      e.type === 'api' && e.endpoint === client && e.name === 'send()' && e.at <= time
  );
  const last = typeof until === 'number' ? calls.length : calls.indexOf(until) + 1;
  const queued = calls.slice(0, last).reduce((sum, { detail }) => sum + Number(detail['size']), 0);
  const left = frames
    .filter((frame) => frame.from === client && frame.at < time && isData(frame))
    .reduce((sum, { payload }) => sum + payload.length, 0);
  return queued - left;
}
