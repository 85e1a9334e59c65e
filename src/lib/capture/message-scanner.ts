/** Frames of one direction put together to messages, checked and counted, none of them kept. */
import { isAscii } from '#lib/bytes/ascii.ts';
import { UTF8_START, utf8Advance, type Utf8State } from '#lib/bytes/utf8.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Connection } from './capture.ts';
import { Inflater } from './inflater.ts';
import type { Trouble } from './message-table.ts';

/** A message inflates to so many bytes at most. */
const MAX_INFLATED = 256 << 20;
/** Compressed bytes between two windows that are kept. */
const CHECKPOINT = 1 << 20;

/** What is known of permessage-deflate in this direction. */
export interface DeflateKnowledge {
  /** Its messages may refer to earlier ones. */
  readonly takeover: boolean;
  /** Everything since the handshake is in the file. */
  readonly complete: boolean;
}

export class MessageScanner {
  readonly #connection: Connection;
  readonly #from: Role;
  readonly #deflate: DeflateKnowledge;
  #inflater: Inflater | undefined;
  /** The window holds all that a message can refer to. */
  #windowKnown: boolean;
  /** A part of what messages may refer to is missing for good. */
  #contextLost = false;
  #sinceCheckpoint = 0;

  // The message under way: fields, because an object for each of a million messages takes time.
  #isOpen = false;
  #isText = false;
  #compressed = false;
  readonly #rows: number[] = [];
  /** The decompressor has seen the end. */
  #ended = false;
  #wireLength = 0;
  #trouble: Trouble = 'none';
  #utf8: Utf8State = UTF8_START;
  /** Bytes whose UTF-8 was checked. */
  #checked = 0;
  #invalidUtf8At: number | undefined;

  constructor(connection: Connection, from: Role, deflate: DeflateKnowledge) {
    this.#connection = connection;
    this.#from = from;
    this.#deflate = deflate;
    this.#windowKnown = deflate.complete;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  begin(isText: boolean, compressed: boolean): void {
    if (this.#isOpen) this.#finish('unfinished');
    this.#isOpen = true;
    this.#isText = isText;
    this.#compressed = compressed;
    this.#rows.length = 0;
    this.#ended = false;
    this.#wireLength = 0;
    this.#trouble = 'none';
    this.#utf8 = UTF8_START;
    this.#checked = 0;
    this.#invalidUtf8At = undefined;
    if (!compressed) return;
    if (this.#contextLost) {
      this.#trouble = 'context';
      return;
    }
    this.#inflater ??= new Inflater();
    this.#inflater.begin(this.#deflate.takeover);
  }

  /** Whether payloads have to be unmasked at all: binary bytes are only counted. */
  get wantsPayload(): boolean {
    return this.#isOpen && (this.#compressed ? this.#trouble === 'none' : this.#isText);
  }

  /** Unmasked bytes of a payload, in order. `ascii`: they are known to be. */
  payload(bytes: Uint8Array, from: number, to: number, ascii: boolean): void {
    if (!this.#compressed) this.#check(bytes, from, to, ascii);
    else if (this.#trouble === 'none' && !this.#inflater?.push(bytes, from, to, this.#inflated))
      this.#spoil();
  }

  /** Whether a payload is to come with room for a tail behind it: see `compressed`. */
  get wantsTail(): boolean {
    return this.#compressed;
  }

  /** The whole payload of a compressed message, the tail behind it: one call of zlib for both. */
  compressed(bytes: Uint8Array, to: number): void {
    this.#ended = true;
    if (!this.#inflater?.push(bytes, 0, to, this.#inflated)) this.#spoil();
  }

  readonly #inflated = (bytes: Uint8Array, from: number, to: number): void => {
    if (this.#isText) this.#check(bytes, from, to, false);
    if ((this.#inflater?.length ?? 0) > MAX_INFLATED) this.#trouble = 'too-big';
  };

  #check(bytes: Uint8Array, from: number, to: number, ascii: boolean): void {
    if (!this.#isText || this.#invalidUtf8At !== undefined) return;
    if (this.#utf8 !== UTF8_START || (!ascii && !isAscii(bytes, from, to))) {
      const state = utf8Advance(this.#utf8, bytes, from, to);
      if (state < 0) this.#invalidUtf8At = this.#checked - from + (-1 - state);
      else this.#utf8 = state;
    }
    this.#checked += to - from;
  }

  /** Bytes of a payload that the file does not hold. */
  missing(): void {
    if (!this.#isOpen || this.#trouble !== 'none') return;
    this.#trouble = 'gap';
    if (this.#compressed) this.#loseWindow();
  }

  #spoil(): void {
    if (this.#trouble === 'none') this.#trouble = this.#windowKnown ? 'corrupt' : 'context';
    this.#loseWindow();
  }

  #loseWindow(): void {
    this.#inflater?.reset();
    this.#windowKnown = !this.#deflate.takeover;
    this.#contextLost = this.#deflate.takeover;
  }

  /** A frame is complete: its row, and the bytes of its payload. */
  frame(row: number, length: number, fin: boolean): void {
    if (!this.#isOpen) return;
    this.#rows.push(row);
    this.#wireLength += length;
    if (fin) this.#finish('none');
  }

  #finish(reason: 'none' | 'unfinished'): void {
    if (!this.#isOpen) return;
    const compressed = this.#compressed;
    if (compressed && reason !== 'none') this.#loseWindow();
    else if (compressed && this.#trouble === 'none' && !this.#ended)
      if (!this.#inflater?.end(this.#inflated)) this.#spoil();
    this.#isOpen = false;
    const { messages, frames } = this.#connection;
    const rows = this.#rows;
    const wireLength = this.#wireLength;
    const trouble = this.#trouble === 'none' ? reason : this.#trouble;
    if (trouble === 'too-big') this.#loseWindow();
    const [first] = rows;
    if (first === undefined) return;
    // Text that ends inside a character is wrong behind its last byte.
    if (trouble === 'none' && this.#utf8 !== UTF8_START) this.#invalidUtf8At ??= this.#checked;
    const inflated = this.#inflater?.length ?? NaN;
    const message = messages.push(
      this.#from === 'server',
      this.#isText,
      compressed,
      trouble,
      first,
      rows[rows.length - 1] as number,
      rows.length,
      wireLength,
      trouble !== 'none' ? NaN : compressed ? inflated : wireLength,
      this.#invalidUtf8At
    );
    const column = frames.columns.message;
    for (const row of rows) column[row] = message;
    if (compressed && this.#deflate.takeover) this.#keepWindow(message, wireLength);
  }

  #keepWindow(message: number, wireLength: number): void {
    this.#sinceCheckpoint += wireLength;
    if (this.#sinceCheckpoint < CHECKPOINT || !this.#inflater) return;
    this.#sinceCheckpoint = 0;
    this.#connection.windows[this.#from].push({
      message: message + 1,
      window: this.#inflater.window
    });
  }

  /** Bytes are missing between frames: whatever was under way is unfinished. */
  lost(): void {
    this.#finish('unfinished');
    this.#loseWindow();
  }

  /** No more frames come. */
  end(): void {
    this.#finish('unfinished');
    this.#inflater = undefined;
  }
}
