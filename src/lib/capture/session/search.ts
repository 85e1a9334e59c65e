/** Looks for a text: in messages as they were meant, and in the payloads of control frames. */
import type { Connection } from '../capture.ts';
import { frameChooser, messageChooser, type Filter } from './filter.ts';
import { pause } from './pause.ts';
import type { RowKind } from './protocol.ts';
import type { ReadAgain } from './read-again.ts';
import type { SomeRows } from './views.ts';

export interface SearchOptions {
  readonly signal: AbortSignal;
  /** Called now and then: how many rows have been looked at, of how many. */
  readonly tell: (done: number, of: number) => void;
}

/** So much of a message is searched. */
const MOST = 4 << 20;
/** Rows between two reports, and two looks for messages from the page. */
const STRIDE = 512;

const lenient = new TextDecoder();

/** Whether bytes hold a text, in any case; the text is given in lower case. */
const holds = (bytes: Uint8Array | undefined, text: string): boolean =>
  bytes !== undefined && lenient.decode(bytes).toLowerCase().includes(text);

/** Whether the text of rows is looked for at all: a text of nothing is in each. */
const sought = ({ text }: Filter): string => text.toLowerCase();

/** Adds the rows of a connection that are chosen, in order. */
export async function choose(
  connection: Connection,
  of: RowKind,
  filter: Filter,
  into: SomeRows,
  read: ReadAgain,
  { signal, tell }: SearchOptions
): Promise<void> {
  const isChosen = (of === 'frames' ? frameChooser : messageChooser)(connection, filter);
  const text = sought(filter);
  const count = connection[of].length;
  const holder = of === 'frames' ? frameHolder(connection, read) : messageHolder(connection, read);
  for (let row = 0; row < count; row++) {
    if (isChosen(row) && (text === '' || (await holder(row, text)))) into.add(row);
    if (row % STRIDE !== STRIDE - 1) continue;
    if (text !== '') await pause();
    if (signal.aborted) return signal.throwIfAborted();
    if (text !== '') tell(row + 1, count);
  }
}

const messageHolder =
  (connection: Connection, read: ReadAgain) => async (row: number, text: string) =>
    holds(await read.message(connection, row, MOST), text);

/** A frame holds what its message holds; others, what their payload does. */
function frameHolder(connection: Connection, read: ReadAgain) {
  const inMessage = messageHolder(connection, read);
  const known = new Map<number, boolean>();
  return async (row: number, text: string) => {
    const { message } = connection.frames.at(row);
    if (message < 0) return holds(await read.payload(connection, row, MOST), text);
    let held = known.get(message);
    if (held === undefined) {
      held = await inMessage(message, text);
      known.set(message, held);
      if (known.size > STRIDE) known.delete(known.keys().next().value ?? -1);
    }
    return held;
  };
}

/** Whether a connection has a row that is chosen and holds the text. */
export async function hasText(
  connection: Connection,
  filter: Filter,
  read: ReadAgain,
  signal: AbortSignal
): Promise<boolean> {
  const isChosen = frameChooser(connection, filter);
  const text = sought(filter);
  const inFrame = frameHolder(connection, read);
  for (let row = 0; row < connection.frames.length; row++) {
    if (isChosen(row) && (await inFrame(row, text))) return true;
    if (row % STRIDE !== STRIDE - 1) continue;
    await pause();
    signal.throwIfAborted();
  }
  return false;
}
