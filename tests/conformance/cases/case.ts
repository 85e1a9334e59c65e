/** What a case is: data. The builders below keep the tables short. */

/** A frame as the suite writes it, right or wrong. */
export interface SuiteFrame {
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly fin: boolean;
  /** RSV1, RSV2, RSV3: 4, 2, 1. */
  readonly rsv: number;
  /** Against what the role demands; absent: as it demands. */
  readonly masked?: boolean;
  /** Bits of the length field, 7, 16 or 64; absent: the shortest. */
  readonly lengthForm?: 7 | 16 | 64;
  /** A length that is not that of the payload. */
  readonly claims?: bigint;
}

/**
 * How octets go to TCP: in one write; frame by frame; or in pieces of so many octets, which never
 * change the frames.
 */
export type Writes = 'at once' | 'frame-wise' | number;

export type Action =
  | { readonly type: 'frames'; readonly frames: readonly SuiteFrame[]; readonly writes: Writes }
  /** A message cut into frames of `size` octets; the last is empty where they come out even. */
  | { readonly type: 'split'; readonly message: Message; readonly size: number }
  /** One frame, its payload in several writes with pauses between. */
  | { readonly type: 'slow-frame'; readonly frame: SuiteFrame; readonly cuts: readonly number[] }
  | { readonly type: 'pause' };

export interface Message {
  readonly type: 'text' | 'binary';
  readonly payload: Uint8Array;
}

/** What the peer answers, Close aside. */
export interface Answer {
  readonly type: 'text' | 'binary' | 'ping' | 'pong';
  readonly payload: Uint8Array;
}

/** How a case ends, and which Close codes of the peer pass; an empty Close always does. */
export type Ending =
  /** The suite closes when the answers are there, or its patience is at its end. */
  | { readonly type: 'suite closes'; readonly codes: readonly number[] }
  /** The script holds a Close, and the peer answers with one. */
  | { readonly type: 'peer answers'; readonly codes: readonly number[] }
  /** The script holds a bad Close: the peer ends the connection, cleanly or not. */
  | { readonly type: 'peer rejects'; readonly codes: readonly number[] }
  /** The peer ends the connection before the suite does. */
  | { readonly type: 'peer fails'; readonly codes: readonly number[] };

interface Named {
  /** `1.1.1`: group, set, case. */
  readonly id: string;
}

export interface ScriptCase extends Named {
  readonly type: 'script';
  readonly script: readonly Action[];
  readonly ok: readonly Answer[];
  /** Lists that the RFC allows, though they are less good. */
  readonly nonStrict: readonly (readonly Answer[])[];
  readonly ending: Ending;
  /** At each pause in turn: how many answers must be there, and whether the peer has ended it. */
  readonly promptly: readonly { readonly answers: number; readonly ended: boolean }[];
  readonly informational: boolean;
  /** The case needs permessage-deflate with these. */
  readonly deflate?: DeflateTerms;
}

/** Messages one after the other, each sent when the last echo is back. */
export interface RoundsCase extends Named {
  readonly type: 'rounds';
  readonly count: number;
  readonly message: (round: number) => Message;
  readonly deflate?: DeflateTerms;
  /** Octets of payload in a frame at most. */
  readonly fragmentSize?: number;
}

/** Parameters as they stand in the header fields, without the name of the extension. */
export interface DeflateTerms {
  /** Offers, when a server is tested. */
  readonly offers: readonly string[];
  /** Answers, the best first, when a client is tested. */
  readonly answers: readonly string[];
}

export type Case = ScriptCase | RoundsCase;

// ---- octets ----

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Octets in hexadecimal, white space ignored. */
export const octets = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));

export const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));

export const repeated = (octet: number, length: number): Uint8Array =>
  new Uint8Array(length).fill(octet);

const EMPTY = new Uint8Array();
const payloadOf = (payload: string | Uint8Array): Uint8Array =>
  typeof payload === 'string' ? utf8(payload) : payload;

// ---- frames ----

type Wrong = Partial<Omit<SuiteFrame, 'opcode' | 'payload'>>;

export const frame = (
  opcode: number,
  payload: string | Uint8Array = EMPTY,
  more: Wrong = {}
): SuiteFrame => ({ opcode, payload: payloadOf(payload), fin: true, rsv: 0, ...more });

const MORE: Wrong = { fin: false };
type Payload = string | Uint8Array;
export const continuation = (payload?: Payload, more?: Wrong) => frame(0, payload, more);
export const text = (payload?: Payload, more?: Wrong) => frame(1, payload, more);
export const binary = (payload?: Payload, more?: Wrong) => frame(2, payload, more);
export const ping = (payload?: Payload, more?: Wrong) => frame(9, payload, more);
export const pong = (payload?: Payload, more?: Wrong) => frame(10, payload, more);

/** An empty Close, or one with a code and a reason, whatever the code. */
export const close = (code?: number, reason: Payload = EMPTY, more?: Wrong) =>
  frame(
    8,
    code === undefined ? EMPTY : join(Uint8Array.of(code >> 8, code & 0xff), payloadOf(reason)),
    more
  );

/** A text in as many frames as there are parts. */
export const textIn = (...parts: readonly Payload[]): SuiteFrame[] =>
  parts.map((part, i) => frame(i === 0 ? 1 : 0, part, i === parts.length - 1 ? {} : MORE));

/** A text in frames of one octet each. */
export const textByOctets = (payload: Uint8Array): SuiteFrame[] =>
  textIn(...Array.from(payload, (octet) => Uint8Array.of(octet)));

// ---- actions ----

export const send = (...frames: readonly SuiteFrame[]): Action => ({
  type: 'frames',
  frames,
  writes: 'at once'
});

export const sendBy = (writes: Writes, ...frames: readonly SuiteFrame[]): Action => ({
  type: 'frames',
  frames,
  writes
});

export const split = (type: Message['type'], payload: Payload, size: number): Action => ({
  type: 'split',
  message: { type, payload: payloadOf(payload) },
  size
});

export const PAUSE: Action = { type: 'pause' };

// ---- answers ----

const answer =
  (type: Answer['type']) =>
  (payload: Payload = EMPTY): Answer => ({
    type,
    payload: payloadOf(payload)
  });
export const echoText = answer('text');
export const echoBinary = answer('binary');
export const gotPong = answer('pong');

// ---- cases ----

const NORMAL: Ending = { type: 'suite closes', codes: [1000] };

const script = (
  id: string,
  actions: readonly Action[],
  ok: readonly Answer[],
  ending: Ending,
  more: Partial<Omit<ScriptCase, 'id' | 'type' | 'script' | 'ok' | 'ending'>> = {}
): ScriptCase => ({
  type: 'script',
  id,
  script: actions,
  ok,
  nonStrict: [],
  promptly: [],
  informational: false,
  ending,
  ...more
});

type More = Parameters<typeof script>[4];

/** The answers are right, and the suite closes with 1000. */
export const normal = (
  id: string,
  actions: readonly Action[],
  ok: readonly Answer[],
  more?: More
): ScriptCase => script(id, actions, ok, NORMAL, more);

/** The peer fails the connection with this code. */
export const fails = (
  id: string,
  code: number,
  actions: readonly Action[],
  more: More & { readonly after?: readonly Answer[] } = {}
): ScriptCase => {
  const { after = [], ...others } = more;
  // Where something was to be answered first, the RFC does not insist on it.
  const nonStrict = after.length ? [[]] : [];
  return script(
    id,
    actions,
    after,
    { type: 'peer fails', codes: [code] },
    { nonStrict, ...others }
  );
};

/** The script holds a Close: the peer answers it with one of these codes, or empty. */
export const answersClose = (
  id: string,
  codes: readonly number[],
  actions: readonly Action[],
  more?: More
): ScriptCase => script(id, actions, [], { type: 'peer answers', codes }, more);

/** The script holds a Close that is wrong. */
export const rejectsClose = (
  id: string,
  codes: readonly number[],
  actions: readonly Action[],
  more?: More
): ScriptCase => script(id, actions, [], { type: 'peer rejects', codes }, more);

export const rounds = (
  id: string,
  message: (round: number) => Message,
  more: Partial<Pick<RoundsCase, 'count' | 'deflate' | 'fragmentSize'>> = {}
): RoundsCase => ({ type: 'rounds', id, count: 1000, message, ...more });
