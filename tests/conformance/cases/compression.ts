/** permessage-deflate as the suite does it: node:zlib, and a window that is kept by hand. */
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/** One direction. */
interface Direction {
  readonly windowBits: number;
  readonly takeover: boolean;
}

export interface Agreement {
  readonly client: Direction;
  readonly server: Direction;
}

type Parameters = ReadonlyMap<string, string | undefined>;

/** One element of the header field, or undefined when it is of another extension. */
function parametersOf(element: string): Parameters | undefined {
  const [name, ...rest] = element.split(';').map((part) => part.trim());
  if (name !== 'permessage-deflate') return undefined;
  return new Map(
    rest.filter(Boolean).map((part) => {
      const [key = '', value] = part.split('=').map((text) => text.trim());
      return [key, value?.replace(/^"|"$/g, '')];
    })
  );
}

const direction = (parameters: Parameters, end: 'client' | 'server'): Direction => ({
  windowBits: Number(parameters.get(`${end}_max_window_bits`) ?? 15),
  takeover: !parameters.has(`${end}_no_context_takeover`)
});

/** What an answer means; undefined: no compression. */
export function agreementOf(answer: string): Agreement | undefined {
  const parameters = parametersOf(answer);
  if (!parameters) return undefined;
  return { client: direction(parameters, 'client'), server: direction(parameters, 'server') };
}

/**
 * The first answer that the client's offers allow. A limit of its window needs its consent; a reset
 * does not (RFC 7692 §7.1.1.2, §7.1.2.2).
 */
export function answerTo(offers: string, answers: readonly string[]): string | undefined {
  const offer = offers.split(',').map(parametersOf).find(Boolean);
  if (!offer) return undefined;
  const terms = answers.find(
    (answer) => !answer.includes('client_max_window_bits') || offer.has('client_max_window_bits')
  );
  return terms === undefined ? undefined : element(terms);
}

/** The element of a header field with these parameters. */
export const element = (terms: string): string =>
  ['permessage-deflate', ...(terms ? [terms] : [])].join('; ');

const TAIL = Buffer.of(0x00, 0x00, 0xff, 0xff);
const SYNC = constants.Z_SYNC_FLUSH;

/** What stands in a window, and how long it may be. */
class Window {
  #history = Buffer.alloc(0);
  readonly #direction: Direction;

  constructor(of: Direction) {
    this.#direction = of;
  }

  /** For zlib: a dictionary may not be empty. */
  get dictionary(): { dictionary?: Buffer } {
    return this.#history.length ? { dictionary: this.#history } : {};
  }

  add(message: Uint8Array): void {
    const { takeover, windowBits } = this.#direction;
    if (takeover)
      this.#history = Buffer.concat([this.#history, message]).subarray(-(2 ** windowBits));
  }
}

export class Compressor {
  readonly #window: Window;
  readonly #windowBits: number;

  constructor(of: Direction) {
    this.#window = new Window(of);
    this.#windowBits = of.windowBits;
  }

  compress(message: Uint8Array): Uint8Array {
    const deflated = deflateRawSync(message, {
      finishFlush: SYNC,
      windowBits: this.#windowBits,
      ...this.#window.dictionary
    });
    this.#window.add(message);
    return deflated.subarray(0, -TAIL.length);
  }
}

export class Decompressor {
  readonly #window: Window;

  constructor(of: Direction) {
    this.#window = new Window(of);
  }

  /** Throws on data that do not inflate. */
  decompress(payload: Uint8Array): Uint8Array {
    const message = inflateRawSync(Buffer.concat([payload, TAIL]), {
      finishFlush: SYNC,
      ...this.#window.dictionary
    });
    this.#window.add(message);
    return message;
  }
}
