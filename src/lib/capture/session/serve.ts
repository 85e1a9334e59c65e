/** Takes questions, and replies: what a Worker does, without one. */
import { CaptureError } from '../capture-error.ts';
import type { Fault, Question, Reply } from './protocol.ts';
import type { SessionTools } from './save.ts';
import { Session } from './session.ts';

type Send = (reply: Reply, transfer?: Transferable[]) => void;

const faultOf = (error: unknown, signal: AbortSignal): Fault => {
  if (error instanceof CaptureError) {
    const { format, offset, reason, detail } = error;
    return { type: 'capture', format, offset, reason, detail };
  }
  if (signal.aborted) return { type: 'cancelled' };
  return { type: 'broken', message: error instanceof Error ? error.message : String(error) };
};

export function serve(send: Send, tools: SessionTools): (question: Question) => Promise<void> {
  const session = new Session(tools);
  const running = new Map<number, AbortController>();
  return async (question) => {
    const { id } = question;
    if (question.type === 'cancel') return running.get(id)?.abort();
    const abort = new AbortController();
    running.set(id, abort);
    const tell = (progress: unknown) => {
      if (!abort.signal.aborted) send({ id, type: 'progress', progress });
    };
    try {
      const answer = await session.answer(question, { tell, signal: abort.signal });
      send({ id, type: 'answer', answer });
    } catch (error) {
      send({ id, type: 'fault', fault: faultOf(error, abort.signal) });
    } finally {
      running.delete(id);
    }
  };
}
