/** The figures of 2010 and what becomes of them, for prose and tables. */
import { asPrinted, ASSUMED, corrections, type Correction } from '#lib/simulation/quantum-leap.ts';

export const LEAP_PAYLOAD = 20;

export interface Leap {
  readonly assumed: {
    readonly bytes: number;
    readonly webSocketBytes: number;
    readonly ratio: number;
    readonly byClients: readonly {
      readonly clients: number;
      readonly pollMbit: number;
      readonly webSocketMbit: number;
      readonly printedPoll: number;
      readonly printedWebSocket: number;
    }[];
  };
  readonly corrections: readonly {
    readonly id: Correction['id'];
    readonly poll: number;
    readonly webSocket: number;
    readonly ratio: number;
  }[];
}

export function quantumLeap(): Leap {
  const { polling, webSocket, ratio } = asPrinted();
  return {
    assumed: {
      bytes: ASSUMED.poll,
      webSocketBytes: ASSUMED.message,
      ratio,
      byClients: polling.map(({ clients, megabits, printed }, i) => ({
        clients,
        pollMbit: megabits,
        printedPoll: printed,
        webSocketMbit: webSocket[i]?.megabits ?? NaN,
        printedWebSocket: webSocket[i]?.printed ?? NaN
      }))
    },
    corrections: corrections(LEAP_PAYLOAD).map((step) => ({
      id: step.id,
      poll: step.polling.total,
      webSocket: step.webSocket.total,
      ratio: step.ratio
    }))
  };
}
