import type { Connection } from './connection.ts';
import type { Keys, Output } from './connection-io.ts';
import { nextState, type TransitionEvent } from './transitions.ts';

/** One step: gathers outputs while the connection moves on. */
export class Run {
  connection: Connection;
  readonly outputs: Output[] = [];
  readonly keys: Keys | undefined;

  constructor(connection: Connection, keys: Keys | undefined) {
    this.connection = connection;
    this.keys = keys;
  }

  set(change: Partial<Connection>): void {
    this.connection = { ...this.connection, ...change };
  }

  out(output: Output): void {
    this.outputs.push(output);
  }

  move(event: TransitionEvent): void {
    const { state: from } = this.connection;
    const to = nextState(from, event);
    if (to === undefined || to === from) return;
    this.set({ state: to });
    this.out({ type: 'state', from, to });
  }
}
