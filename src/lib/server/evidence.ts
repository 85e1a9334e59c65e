/** The tree of causes of 1006 with its words, and each cause's link into a lab where it happens. */
import { deflateRawSync } from 'node:zlib';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { evidenceMap } from '#lib/figures/evidence/evidence.ts';
import { evidenceLines } from '#lib/figures/evidence/evidence-lines.ts';
import { answersOf, CAUSES, placesFrom } from '#lib/figures/evidence/tree.ts';
import type { CauseWords, EvidenceView, QuestionWords } from '#lib/figures/evidence/words.ts';
import { fragmentOf } from '#lib/links/fragment.ts';
import { handshakeToData, VERSION, type HandshakeState } from '#lib/links/handshake-link.ts';
import { encodeRequest, encodeResponse, type HttpResponse } from '#lib/protocol/http/message.ts';
import { mistakenAccept } from '#lib/protocol/websocket/accept.ts';
import { createAcceptance, createRefusal } from '#lib/protocol/websocket/handshake.ts';
import { prepareRun, runFragment, type RunSettings } from './chapter-runs.ts';
import { dataAt } from './content.ts';
import { inlineText } from './inline-text.ts';
import { EXAMPLE_REQUEST } from './proxy-configs.ts';

const KEY = EXAMPLE_REQUEST.fields.find(({ name }) => name === 'Sec-WebSocket-Key')?.value ?? '';
const SENDS_BACK = 'socket.send(data, { binary: isBinary });';

/** Where a cause can be seen at work: a run of the live lab, or an answer in the handshake lab. */
export const LABS: Readonly<Record<string, RunSettings | HttpResponse>> = {
  unreachable: { lesson: 'echo', change: [['client', '8080', '8081']] },
  stripped: { lesson: 'echo', conditions: { strip: true } },
  refused: { lesson: 'refusal' },
  'no-server': createRefusal(502),
  elsewhere: createRefusal(404),
  'bad-101': createAcceptance({ accept: mistakenAccept(KEY, 'key-only') }),
  violation: {
    lesson: 'echo',
    // A text frame with RSV1 set and nothing agreed (RFC 6455 §5.2).
    change: [['server', SENDS_BACK, 'socket._socket.write(Buffer.from([0b11000001, 0]));']]
  },
  reset: { lesson: 'lost-message' },
  dead: { lesson: 'heartbeat' },
  idle: { lesson: 'idle-proxy' },
  restart: { lesson: 'reconnect' },
  ended: { lesson: 'echo', change: [['server', SENDS_BACK, 'socket._socket.end();']] }
};

const isRun = (lab: RunSettings | HttpResponse): lab is RunSettings => 'lesson' in lab;

const textOf = (bytes: Uint8Array): string => latin1Decode(bytes).replaceAll('\r\n', '\n');

function labLink(cause: string): string {
  const lab = LABS[cause];
  if (!lab) throw new Error(`no lab for ${cause}`);
  if (isRun(lab)) return `../labs/live/#${runFragment(prepareRun(lab))}`;
  const state: HandshakeState = {
    request: textOf(encodeRequest(EXAMPLE_REQUEST)),
    response: textOf(encodeResponse(lab)),
    serverProtocols: [],
    origins: []
  };
  const json = utf8Encode(JSON.stringify(handshakeToData(state)));
  return `../labs/handshake/#${fragmentOf(VERSION, deflateRawSync(json, { level: 9 }))}`;
}

type Raw<T> = {
  readonly [K in keyof T]: T[K] extends Readonly<Record<string, string>>
    ? T[K]
    : T[K] extends string
      ? string
      : K extends 'evidence'
        ? readonly string[]
        : string;
};

interface Content {
  readonly questions: Readonly<Record<string, Raw<QuestionWords>>>;
  readonly causes: Readonly<Record<string, Raw<CauseWords>>>;
}

/** Throws an Error unless both have the same names. */
function checkNames(what: string, found: readonly string[], wanted: readonly string[]): void {
  if (found.toSorted().join() !== wanted.toSorted().join())
    throw new Error(`content: ${what} are ${found.join()}, not ${wanted.join()}`);
}

/** Throws an Error where the words do not fit the tree. */
export function evidenceOf(language: string): EvidenceView {
  const path = `evidence/${language}.json`;
  const { questions, causes } = dataAt<Content>(path);
  const asked = placesFrom().flatMap(({ node, isCause }) => (isCause ? [] : [node]));
  checkNames(`questions of ${path}`, Object.keys(questions), asked);
  checkNames(`causes of ${path}`, Object.keys(causes), CAUSES);
  for (const [id, { answers }] of Object.entries(questions))
    checkNames(
      `answers to ${id} of ${path}`,
      Object.keys(answers),
      (answersOf(id) ?? []).map((answer) => answer.id)
    );
  const words = {
    questions: mapValues(questions, (one) => ({
      ...one,
      ask: inlineText(one.ask),
      look: inlineText(one.look)
    })),
    causes: mapValues(causes, (one) => ({
      ...one,
      title: inlineText(one.title),
      what: inlineText(one.what),
      evidence: one.evidence.map(inlineText),
      remedy: inlineText(one.remedy)
    }))
  };
  const labs = Object.fromEntries(CAUSES.map((cause) => [cause, labLink(cause)]));
  const maps = {
    wide: evidenceMap('wide'),
    mid: evidenceMap('mid'),
    narrow: evidenceMap('narrow')
  };
  return { ...words, labs, maps, lines: evidenceLines(words) };
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
