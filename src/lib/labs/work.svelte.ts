/**
 * The work of a reader in a lab: its history, kept in the browser and in the address. The fragment
 * is written at most every 300 ms, and read when the page opens or the reader follows another one.
 */
import { replaceState } from '$app/navigation';
import type { MessageId } from '#lib/i18n/messages.ts';
import { copyText } from '#lib/ui/clipboard.ts';
import { kept, type Kept } from '#lib/ui/kept.ts';
import type { Histories, Remembered } from './history.ts';

/** How a state becomes plain data and a link, and comes back. */
export interface Codec<T> {
  readonly toData: (state: T) => unknown;
  readonly fromData: (data: unknown) => T | undefined;
  readonly toFragment: (state: T) => Promise<string | undefined>;
  readonly fromFragment: (hash: string) => Promise<T | undefined>;
}

/** Areas of the dictionary with the words that a lab's work needs. */
export type WorkArea = 'handshakeLab' | 'frameLab' | 'transportLab' | 'liveLab';

export interface WorkSettings<T, H extends Remembered<T>> {
  /** Under which the work is kept in the browser. */
  readonly name: string;
  readonly words: WorkArea;
  /** The example that the lab begins with. */
  readonly initial: T;
  readonly histories: Histories<T, H>;
  readonly codec: Codec<T>;
  /** Why a state is neither kept in the browser nor written into the address. */
  readonly withheld: (state: T) => MessageId | undefined;
  /** Asked before a link is copied. */
  readonly mayShare?: (state: T) => boolean;
}

/** Edits while typing join as long as the pauses are shorter. */
const TYPING_MS = 1000;
const WRITE_MS = 300;

const hasFragment = () => location.hash.startsWith('#s');

export class Work<T, H extends Remembered<T>> {
  readonly words: WorkArea;
  history: H;
  /** A message id, so that it follows the language. */
  notice = $state.raw<MessageId | undefined>();
  readonly #settings: WorkSettings<T, H>;
  readonly #store: Kept;
  #lastTyping = -Infinity;
  #writing: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: WorkSettings<T, H>) {
    this.#settings = settings;
    this.words = settings.words;
    this.#store = kept(settings.name);
    this.history = $state.raw(settings.histories.begin(settings.initial));
  }

  get now(): T {
    return this.history.present;
  }

  /** A new state. Typing joins into one step of undo as long as it goes on. */
  edit(next: T, typing = false): void {
    const { commit, amend } = this.#settings.histories;
    const time = performance.now();
    const joins = typing && time - this.#lastTyping < TYPING_MS;
    this.turn((history) => (joins ? amend(history, next) : commit(history, next)));
    this.#lastTyping = typing ? time : -Infinity;
  }

  undo(): void {
    this.turn(this.#settings.histories.undo);
    this.#lastTyping = -Infinity;
  }

  redo(): void {
    this.turn(this.#settings.histories.redo);
    this.#lastTyping = -Infinity;
  }

  /** Another history, which is kept soon. */
  turn(move: (history: H) => H): void {
    this.history = move(this.history);
    this.notice = undefined;
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => void this.#keep(), WRITE_MS);
  }

  async #keep(): Promise<void> {
    const { codec, withheld } = this.#settings;
    const state = this.now;
    const reason = withheld(state);
    this.#store.set(reason ? undefined : codec.toData(state));
    this.notice ??= reason;
    const fragment = reason ? undefined : await codec.toFragment(state);
    if (state !== this.now) return;
    if (fragment === undefined) replaceState(location.pathname + location.search, {});
    else replaceState(`#${fragment}`, {});
  }

  /** The page opens: with the state of its link, or with the last work. Returns what ends it. */
  begin(): () => void {
    void this.openFragment().then(() => {
      if (!hasFragment()) this.#restore();
    });
    return () => clearTimeout(this.#writing);
  }

  /** The state of the address, or a notice that it cannot be read. */
  async openFragment(): Promise<void> {
    if (!hasFragment()) return;
    const { codec, histories } = this.#settings;
    const state = await codec.fromFragment(location.hash);
    if (state) this.history = histories.begin(state);
    else this.notice = `${this.words}.badLink`;
  }

  /** The last work, one step away from the example. */
  #restore(): void {
    const { codec, histories, initial } = this.#settings;
    const saved = codec.fromData(this.#store.get());
    if (!saved || JSON.stringify(codec.toData(saved)) === JSON.stringify(codec.toData(initial)))
      return;
    this.history = histories.commit(histories.begin(initial), saved);
    if (this.history.past.length) this.notice = `${this.words}.restored`;
  }

  async copyLink(): Promise<void> {
    const { codec, mayShare } = this.#settings;
    const state = this.now;
    const fragment = await codec.toFragment(state);
    if (fragment === undefined) {
      this.notice = `${this.words}.linkTooLong`;
      return;
    }
    if (mayShare && !mayShare(state)) return;
    const copied = await copyText(`${location.href.split('#')[0]}#${fragment}`);
    this.notice = `${this.words}.${copied ? 'linkCopied' : 'copyFailed'}`;
  }
}
