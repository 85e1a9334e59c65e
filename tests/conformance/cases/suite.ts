/**
 * Runs cases against a peer that echoes, in both directions: as the client of a server that is
 * tested, and as the server of a client that is tested. Each case gets two verdicts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Action, Answer, Case, RoundsCase, ScriptCase } from './case.ts';
import { listen, openToServer } from './opening.ts';
import { encode, framesOf, type Role, type Wire } from './wire.ts';

export type Behaviour = 'OK' | 'NON-STRICT' | 'FAILED' | 'INFORMATIONAL' | 'UNIMPLEMENTED';
export type Closing = 'OK' | 'FAILED' | 'UNCLEAN' | 'WRONG CODE' | 'FAILED BY CLIENT';

export interface Result {
  readonly id: string;
  readonly behaviour: Behaviour;
  readonly closing: Closing;
  /** The code of the peer’s Close. */
  readonly code?: number | undefined;
  /** What was seen: of use where a verdict is bad. */
  readonly seen: string;
}

/** Milliseconds. */
export interface Times {
  /** How long the suite is silent where a case has a pause. */
  readonly pause: number;
  /** How long something may be late that has to come before a pause is over. */
  readonly delay: number;
  /** How long it waits for what must come. */
  readonly patience: number;
}

const TIMES: Times = { pause: 60, delay: 1000, patience: 10_000 };
/** For cases with much to carry. */
export const LONG: Times = { ...TIMES, patience: 60_000 };
/** For peers that are known to be silent. */
export const SHORT: Times = { pause: 60, delay: 200, patience: 200 };

const same = (a: Answer, b: Answer): boolean =>
  a.type === b.type && Buffer.compare(a.payload, b.payload) === 0;
const sameList = (a: readonly Answer[], b: readonly Answer[]): boolean =>
  a.length === b.length && a.every((answer, i) => same(answer, b[i] as Answer));

/** What a run of the script leaves to be judged. */
interface Observation {
  readonly right: 'preferred' | 'allowed' | 'neither';
  /** Where something had to come before a pause was over. */
  readonly late: boolean;
  readonly early: boolean;
}

// ---- the script ----

class Runner {
  readonly #wire: Wire;
  readonly #role: Role;
  readonly #times: Times;
  #pauses = 0;
  late = false;
  early = false;

  constructor(wire: Wire, role: Role, times: Times) {
    this.#wire = wire;
    this.#role = role;
    this.#times = times;
  }

  async carryOut(action: Action, test: ScriptCase): Promise<void> {
    const wire = this.#wire;
    switch (action.type) {
      case 'frames':
        return wire.send(action.frames, action.writes);
      case 'split':
        return wire.send(framesOf(action.message, action.size));
      case 'pause':
        return this.#pause(test);
      case 'slow-frame': {
        const octets = encode(action.frame, this.#role);
        const headerLength = octets.length - action.frame.payload.length;
        let from = 0;
        for (const cut of action.cuts) {
          await wire.write(octets.subarray(from, headerLength + cut));
          await this.#pause(test);
          from = headerLength + cut;
        }
        return wire.write(octets.subarray(from));
      }
    }
  }

  /** Says nothing for a while; longer where something must come and has not. */
  async #pause({ promptly }: ScriptCase): Promise<void> {
    const { answers, ended } = promptly[this.#pauses++] ?? { answers: 0, ended: false };
    const wire = this.#wire;
    if (!ended) await sleep(this.#times.pause);
    const enough = () => wire.answers.length >= answers && (wire.isOver || !ended);
    const inTime = await wire.until(enough, this.#times.delay);
    this.late ||= !inTime;
    this.early ||= wire.answers.length > answers || (wire.isOver && !ended);
  }

  async run(test: ScriptCase): Promise<Observation> {
    const wire = this.#wire;
    for (const action of test.script) await this.carryOut(action, test);
    const { patience } = this.#times;
    const enough = () =>
      test.ending.type === 'suite closes' && wire.answers.length >= test.ok.length;
    await wire.until(() => enough() || wire.isOver, patience);
    const { late, early } = this;
    if (test.ending.type === 'suite closes') await this.#close();
    else await this.#finish();
    const right = sameList(wire.answers, test.ok)
      ? 'preferred'
      : test.nonStrict.some((list) => sameList(wire.answers, list))
        ? 'allowed'
        : 'neither';
    return { right, late, early };
  }

  async rounds({ count, message, fragmentSize }: RoundsCase): Promise<Observation> {
    const wire = this.#wire;
    let right = true;
    for (let round = 0; round < count && right; round++) {
      const sent = message(round);
      await wire.sendMessage(sent, fragmentSize);
      await wire.until(() => wire.answers.length > 0 || wire.isOver, this.#times.patience);
      right = sameList(wire.answers, [sent]);
      wire.answers.length = 0;
    }
    await this.#close();
    right &&= wire.answers.length === 0;
    return { right: right ? 'preferred' : 'neither', late: false, early: false };
  }

  async #close(): Promise<void> {
    const wire = this.#wire;
    if (!wire.closeSent && !wire.ended) await wire.send([closeFrame(1000)]);
    await wire.until(() => wire.isOver, this.#times.patience);
    await this.#finish();
  }

  /** Answers a Close, and has TCP closed by whose turn it is. */
  async #finish(): Promise<void> {
    const wire = this.#wire;
    if (wire.close && !wire.closeSent) await wire.send([closeFrame(wire.close.code)]);
    if (wire.close && this.#role === 'server') wire.end();
    if (wire.isOver) await wire.until(() => wire.ended, this.#times.patience);
    wire.destroy();
  }
}

const closeFrame = (code: number | undefined) => ({
  opcode: 8,
  payload: code === undefined ? new Uint8Array() : Uint8Array.of(code >> 8, code & 0xff),
  fin: true,
  rsv: 0
});

// ---- the verdicts ----

const NORMAL: ScriptCase['ending'] = { type: 'suite closes', codes: [1000] };
const endingOf = (test: Case) => (test.type === 'script' ? test.ending : NORMAL);

function closingOf(wire: Wire, test: Case, role: Role): Closing {
  const ending = endingOf(test);
  const peerMustStart = ending.type === 'peer fails';
  if ((wire.peerStarted ?? false) !== peerMustStart) return 'FAILED';
  const mustBeClean = ending.type === 'suite closes' || ending.type === 'peer answers';
  if (mustBeClean && !(wire.close && wire.closeSent)) return 'UNCLEAN';
  const code = wire.close?.code;
  if (code !== undefined && !ending.codes.includes(code)) return 'WRONG CODE';
  return role === 'server' || wire.ended ? 'OK' : 'FAILED BY CLIENT';
}

function behaviourOf(wire: Wire, test: Case, observed: Observation, closing: Closing): Behaviour {
  if (test.type === 'script' && test.informational) return 'INFORMATIONAL';
  if (wire.fault !== undefined || observed.right === 'neither' || observed.early) return 'FAILED';
  const { type } = endingOf(test);
  // Where the way of closing is what is tested, it belongs to the behaviour.
  if (type !== 'suite closes' && (closing === 'WRONG CODE' || closing === 'FAILED'))
    return 'FAILED';
  if ((type === 'peer answers' || type === 'peer rejects') && !wire.close && !wire.ended)
    return 'FAILED';
  return observed.right === 'allowed' || observed.late ? 'NON-STRICT' : 'OK';
}

async function runCase(wire: Wire, role: Role, test: Case, times: Times): Promise<Result> {
  if (test.deflate && !wire.compresses) {
    await wire.send([closeFrame(1000)]);
    await wire.until(() => wire.ended, times.pause);
    wire.destroy();
    return { id: test.id, behaviour: 'UNIMPLEMENTED', closing: 'OK', seen: '' };
  }
  const runner = new Runner(wire, role, times);
  const observed = test.type === 'script' ? await runner.run(test) : await runner.rounds(test);
  const closing = closingOf(wire, test, role);
  const behaviour = behaviourOf(wire, test, observed, closing);
  return { id: test.id, behaviour, closing, code: wire.close?.code, seen: describe(wire) };
}

function describe(wire: Wire): string {
  const answers = wire.answers.map(
    ({ type, payload }) => `${type} ${Buffer.from(payload.subarray(0, 20)).toString('latin1')}`
  );
  return [
    ...answers,
    ...(wire.close ? [`Close ${wire.close.code ?? ''}`] : []),
    wire.peerStarted ? 'peer began to close' : 'suite began to close',
    wire.fault ?? ''
  ].join('; ');
}

/** Every case, so many at a time, in the order of the list. */
async function pool<T>(
  cases: readonly Case[],
  width: number,
  run: (test: Case, number: number) => Promise<T>
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < cases.length; i = next++)
      results[i] = await run(cases[i] as Case, i + 1);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

export interface RunOptions {
  readonly times?: Times;
  /** Cases at a time. */
  readonly width?: number;
}

/** The suite as client of a server that echoes. */
export const testServer = (
  port: number,
  cases: readonly Case[],
  { times = TIMES, width = 24 }: RunOptions = {}
): Promise<Result[]> =>
  pool(cases, width, async (test) =>
    runCase(await openToServer(port, test.deflate), 'client', test, times)
  );

/** A suite that listens, as the clients know it. */
export interface SuiteServer {
  /** Ends with a slash. */
  readonly url: string;
  /** By number of the case, from 1. */
  readonly results: ReadonlyMap<number, Result>;
  /** The agents that asked for a report. */
  readonly reports: readonly string[];
  stop(): void;
}

/** /getCaseCount, /runCase?case=N&agent=… and /updateReports?agent=… */
export async function startSuite(cases: readonly Case[], times = TIMES): Promise<SuiteServer> {
  const results = new Map<number, Result>();
  const reports: string[] = [];
  const caseOf = ({ pathname, searchParams }: URL): Case | undefined =>
    pathname === '/runCase' ? cases[Number(searchParams.get('case')) - 1] : undefined;
  const { port, stop } = await listen({
    terms: (target) => caseOf(target)?.deflate,
    run: async (target, wire) => {
      const test = caseOf(target);
      if (test) {
        const result = await runCase(wire, 'server', test, times);
        results.set(cases.indexOf(test) + 1, result);
        return;
      }
      if (target.pathname === '/updateReports')
        reports.push(target.searchParams.get('agent') ?? '');
      if (target.pathname === '/getCaseCount')
        await wire.sendMessage({ type: 'text', payload: Buffer.from(String(cases.length)) });
      await wire.send([closeFrame(1000)]);
      await wire.until(() => wire.isOver, times.patience);
      wire.end();
    }
  });
  return { url: `ws://127.0.0.1:${port}/`, results, reports, stop };
}

/** The suite as server: `runClient` opens a URL and echoes until the connection is over. */
export async function testClient(
  runClient: (url: string) => Promise<unknown>,
  cases: readonly Case[],
  { times = TIMES, width = 24 }: RunOptions = {}
): Promise<Result[]> {
  const suite = await startSuite(cases, times);
  const results = await pool(cases, width, async (test, number) => {
    await runClient(`${suite.url}runCase?case=${number}&agent=test`);
    // The client may know that it is over before the suite does.
    for (let waits = 0; !suite.results.has(number) && waits < 500; waits++) await sleep(10);
    return (
      suite.results.get(number) ?? { id: test.id, behaviour: 'FAILED', closing: 'FAILED', seen: '' }
    );
  });
  suite.stop();
  return results as Result[];
}
