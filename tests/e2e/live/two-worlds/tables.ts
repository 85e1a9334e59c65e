import { CONSTRUCTING } from './constructing.ts';
import { INTERFACE } from './interface.ts';
import type { Script } from './script.ts';
import { HANDLERS } from './handlers.ts';
import { SENDING } from './sending.ts';
import { RECEIVING } from './receiving.ts';
import { CLOSING } from './closing.ts';
import { FAILING } from './failing.ts';
import { ORDER } from './order.ts';
import { SERVING } from './serving.ts';

/** All scripts, by what they are about. */
export const TABLES: Readonly<Record<string, readonly Script[]>> = {
  constructing: CONSTRUCTING,
  interface: INTERFACE,
  handlers: HANDLERS,
  sending: SENDING,
  receiving: RECEIVING,
  closing: CLOSING,
  failing: FAILING,
  order: ORDER,
  serving: SERVING
};
