/** A capture on a thread of its own: it is read and kept here, the page asks. */
import { serve } from './serve.ts';

const answer = serve((reply, transfer = []) => postMessage(reply, { transfer }));
addEventListener(
  'message',
  ({ data }: MessageEvent<Parameters<typeof answer>[0]>) => void answer(data)
);
