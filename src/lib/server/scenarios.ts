/** Traces of a chapter, from the settings in its chapter.json. */
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { REASONS } from '#lib/protocol/websocket/handshake.ts';
import { simulateOpening, type OpeningScenario } from '#lib/simulation/opening.ts';
import { segmentsOf, type Trace } from '#lib/trace/trace.ts';

export interface ScenarioSettings extends Omit<OpeningScenario, 'id' | 'request' | 'response'> {
  /** The server's right answer, but with this status. */
  readonly answerWithStatus?: number;
}

/** The bytes of the right answer with another status line. */
function withStatus(trace: Trace, status: number): Uint8Array {
  const answer = latin1Decode(segmentsOf(trace, 'response')[0]?.bytes ?? new Uint8Array());
  return utf8Encode(answer.replace(/^(HTTP\/1\.1) .*/, `$1 ${status} ${REASONS[status] ?? ''}`));
}

export function traceOf(id: string, settings: ScenarioSettings): Trace {
  const { answerWithStatus, ...scenario } = settings;
  const trace = simulateOpening({ ...scenario, id });
  return answerWithStatus === undefined
    ? trace
    : simulateOpening({ ...scenario, id, response: withStatus(trace, answerWithStatus) });
}
