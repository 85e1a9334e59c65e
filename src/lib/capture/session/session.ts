/** A capture that is open: what a page can ask of it. The index stays here. */
import { DEFAULT_AGREEMENT } from '#lib/protocol/websocket/permessage-deflate.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Capture, Connection } from '../capture.ts';
import { CHECK_NAMES, diagnose, type DiagnosisOptions } from '../doctor/diagnose.ts';
import type { Finding } from '../doctor/finding.ts';
import { frameStates } from '../export/frame-states.ts';
import { captureSummary, detailOf } from './details.ts';
import { isEmpty, matchesPlace, matchesRows, choosesRows } from './filter.ts';
import { checksOfHar, ofHar } from './har-diagnosis.ts';
import { frameLine, messageLine, rowsOfMessage, sameKindBefore } from './lines.ts';
import { openBlob } from './open-blob.ts';
import { pause } from './pause.ts';
import type { AskName, Asks, Line, Question, Reading } from './protocol.ts';
import { inBlocks, readAgain, type ReadAgain } from './read-again.ts';
import { roundTripsOf } from './round-trips.ts';
import { rungsAround } from './rungs.ts';
import { save, type SessionTools } from './save.ts';
import { choose, hasText } from './search.ts';
import { summaryOf, type ConnectionSummary } from './summary.ts';
import { allOf, SomeRows, Views } from './views.ts';

export interface AnswerOptions {
  readonly tell: (progress: unknown) => void;
  readonly signal: AbortSignal;
}

type Answerers = {
  [K in AskName]: (ask: Asks[K]['ask'], options: AnswerOptions) => Promise<Asks[K]['answer']>;
};

/** Rows of a message that are named at most. */
const FRAMES_OF_MESSAGE = 500;
/** Connections between two looks for messages from the page. */
const STRIDE = 64;
/** Connections that are told with the first news of a file: a page of the list. */
const FIRST = 64;

export class Session implements Answerers {
  #capture: Capture | undefined;
  #read: ReadAgain | undefined;
  #source: ByteSource | undefined;
  /** Judging takes a while; who asks again waits for the same answer. */
  #diagnosis: Promise<Finding[]> | undefined;
  readonly #tools: SessionTools;
  #size = 0;
  /** Its first connections have not been told yet. */
  #begun: Capture | undefined;
  /** Ends what is kept of the file that is open. */
  #close: () => void = () => undefined;
  #views = new Views();

  constructor(tools: SessionTools) {
    this.#tools = tools;
  }

  async answer(question: Exclude<Question, { type: 'cancel' }>, options: AnswerOptions) {
    const answerer = this[question.type] as (ask: unknown, options: AnswerOptions) => unknown;
    return answerer.call(this, question.ask, options);
  }

  async open({ blob }: Asks['open']['ask'], { tell, signal }: AnswerOptions) {
    this.#close();
    this.#close = () => undefined;
    this.#capture = undefined;
    this.#diagnosis = undefined;
    this.#views = new Views();
    this.#size = blob.size;
    const opened = await openBlob(blob, {
      signal,
      onProgress: (progress) => {
        const begun = this.#begun;
        this.#begun = undefined;
        tell(begun ? { ...progress, begun: this.#first(begun) } : progress);
      },
      // Connections can be looked at while the rest is being read.
      onBegin: (begun, source) => {
        if (this.#capture === begun) return;
        this.#capture = begun;
        this.#begun = begun;
        this.#source = source;
        this.#read = readAgain(source);
      }
    });
    this.#close = opened.close;
    this.#capture = opened.capture;
    this.#source = opened.source;
    this.#read = readAgain(opened.source);
    return captureSummary(opened, this.#size);
  }

  /** The list of all connections, and its first page. */
  #first({ connections }: Capture): NonNullable<Reading['begun']> {
    const rows = allOf(() => connections.length);
    const view = this.#views.add({ of: 'connections', rows });
    return { view, count: rows.count, first: connections.slice(0, FIRST).map(summaryOf) };
  }

  #opened(): { capture: Capture; read: ReadAgain; source: ByteSource } {
    if (!this.#capture || !this.#read || !this.#source) throw new Error('no capture is open');
    return { capture: this.#capture, read: this.#read, source: this.#source };
  }
  #connection(id: number): Connection {
    const connection = this.#opened().capture.connections[id];
    if (!connection) throw new RangeError(`no connection ${id}`);
    return connection;
  }

  async connections({ filter }: Asks['connections']['ask'], { tell, signal }: AnswerOptions) {
    const { capture, read } = this.#opened();
    const all = capture.connections;
    if (isEmpty(filter)) {
      const rows = allOf(() => all.length);
      return { view: this.#views.add({ of: 'connections', rows }), count: rows.count };
    }
    const rows = new SomeRows();
    const view = this.#views.add({ of: 'connections', rows });
    for (const [at, connection] of all.entries()) {
      const fits =
        matchesPlace(connection, filter) &&
        matchesRows(connection, filter) &&
        (filter.text === '' || (await hasText(connection, filter, read, signal)));
      if (fits) rows.add(connection.id);
      if (filter.text === '' && at % STRIDE !== STRIDE - 1) continue;
      await pause();
      signal.throwIfAborted();
      tell({ view, count: rows.count, done: at + 1, of: all.length });
    }
    return { view, count: rows.count };
  }

  async summaries({ view, from, to }: Asks['summaries']['ask']): Promise<ConnectionSummary[]> {
    const known = this.#views.get(view);
    if (known?.of !== 'connections') return [];
    const summaries: ConnectionSummary[] = [];
    for (let place = from; place < Math.min(to, known.rows.count); place++)
      summaries.push(summaryOf(this.#connection(known.rows.at(place))));
    return summaries;
  }

  async connection({ connection }: Asks['connection']['ask']) {
    return detailOf(this.#connection(connection), this.#opened().read);
  }

  async rows({ connection, of, filter }: Asks['rows']['ask'], options: AnswerOptions) {
    const chosen = this.#connection(connection);
    if (!choosesRows(filter) && filter.text === '') {
      const rows = allOf(() => chosen[of].length);
      return { view: this.#views.add({ of, connection, rows }), count: rows.count };
    }
    const rows = new SomeRows();
    const view = this.#views.add({ of, connection, rows });
    const { signal, tell } = options;
    await choose(chosen, of, filter, rows, this.#opened().read, {
      signal,
      tell: (done, all) => tell({ view, count: rows.count, done, of: all })
    });
    return { view, count: rows.count };
  }

  async lines({ view, from, to }: Asks['lines']['ask']): Promise<Line[]> {
    const known = this.#views.get(view);
    if (!known || known.of === 'connections') return [];
    const { read } = this.#opened();
    const connection = this.#connection(known.connection);
    const line = known.of === 'frames' ? frameLine : messageLine;
    const lines: Line[] = [];
    for (let place = from; place < Math.min(to, known.rows.count); place++)
      lines.push(await line(connection, known.rows.at(place), read));
    return lines;
  }

  async place({ view, row }: Asks['place']['ask']): Promise<number> {
    return this.#views.get(view)?.rows.placeOf(row) ?? 0;
  }

  async frame({ connection: id, row, limit }: Asks['frame']['ask']) {
    const connection = this.#connection(id);
    const { read } = this.#opened();
    const { frames, messages, websocket } = connection;
    const line = await frameLine(connection, row, read);
    const { time } = frames.columns;
    const before = sameKindBefore(connection, row);
    const deflate = websocket?.deflate ?? 'unknown';
    return {
      ...line,
      bytes: await read.frame(connection, row, limit),
      present: line.have ?? line.length,
      // Where the handshake is not in the file, a compressed frame says that it was agreed.
      deflate: deflate === 'unknown' ? ('agreed' as const) : deflate,
      agreement: websocket ? (websocket.agreement ?? DEFAULT_AGREEMENT) : undefined,
      compressed: line.message >= 0 && messages.at(line.message).compressed,
      since: before < 0 ? NaN : line.time - (time[before] as number),
      roundTrip: roundTripsOf(connection).find(({ ping, pong }) => ping === row || pong === row)
    };
  }

  async message({ connection: id, row, limit }: Asks['message']['ask']) {
    const connection = this.#connection(id);
    const { read } = this.#opened();
    return {
      ...(await messageLine(connection, row, read)),
      payload: await read.message(connection, row, limit),
      rows: rowsOfMessage(connection, row, FRAMES_OF_MESSAGE)
    };
  }

  async states({ connection, row }: Asks['states']['ask']) {
    return frameStates(this.#opened().source, this.#connection(connection), row);
  }

  async diagnosis(_: Asks['diagnosis']['ask'], { tell, signal }: AnswerOptions) {
    const found = this.#diagnose({ onProgress: (done, of) => tell({ done, of }), signal });
    const isHar = this.#opened().capture.facts.format === 'har';
    return { findings: await found, checks: isHar ? checksOfHar(CHECK_NAMES) : CHECK_NAMES };
  }
  #diagnose(options: DiagnosisOptions): Promise<Finding[]> {
    const { capture, source } = this.#opened();
    const found = (this.#diagnosis ??= diagnose(capture, inBlocks(source), options).then((all) =>
      capture.facts.format === 'har' ? ofHar(all) : all
    ));
    // What was ended can be begun again.
    found.catch(() => (this.#diagnosis = undefined));
    return found;
  }

  async save(saving: Asks['save']['ask'], { signal }: AnswerOptions) {
    const { capture, source } = this.#opened();
    const findings = () => this.#diagnose({ signal });
    return save(saving, capture, source, this.#tools, { signal, findings });
  }

  async ladder({ connection, row }: Asks['ladder']['ask']) {
    return rungsAround(this.#connection(connection), row, this.#opened().read);
  }
}
