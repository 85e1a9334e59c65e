/** Frames of one direction put together to messages, checked and counted, none of them kept. */
import { UTF8_START, utf8Advance, type Utf8State } from '#lib/bytes/utf8.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Connection } from './capture.ts';
import { Inflater } from './inflater.ts';
import type { Trouble } from './message-table.ts';

/** A message inflates to so many bytes at most. */
const MAX_INFLATED = 256 << 20;
/** Compressed bytes between two windows that are kept. */
const CHECKPOINT = 1 << 20;

interface OpenMessage {
  readonly type: 'text' | 'binary';
  readonly compressed: boolean;
  readonly rows: number[];
  wireLength: number;
  trouble: Trouble;
  utf8: Utf8State;
  /** Bytes whose UTF-8 was checked. */
  checked: number;
  invalidUtf8At: number | undefined;
}

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
  #deflate: DeflateKnowledge;
  #inflater: Inflater | undefined;
  #open: OpenMessage | undefined;
  /** The window holds all that a message can refer to. */
  #windowKnown: boolean;
  /** A part of what messages may refer to is missing for good. */
  #contextLost = false;
  #sinceCheckpoint = 0;

  constructor(connection: Connection, from: Role, deflate: DeflateKnowledge) {
    this.#connection = connection;
    this.#from = from;
    this.#deflate = deflate;
    this.#windowKnown = deflate.complete;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  begin(type: 'text' | 'binary', compressed: boolean): void {
    if (this.#open) this.#finish('unfinished');
    this.#open = {
      type,
      compressed,
      rows: [],
      wireLength: 0,
      trouble: 'none',
      utf8: UTF8_START,
      checked: 0,
      invalidUtf8At: undefined
    };
    if (!compressed) return;
    if (this.#contextLost) {
      this.#open.trouble = 'context';
      return;
    }
    this.#inflater ??= new Inflater();
    this.#inflater.begin(this.#deflate.takeover);
  }

  /** Whether payloads have to be unmasked at all: binary bytes are only counted. */
  get wantsPayload(): boolean {
    const open = this.#open;
    if (!open) return false;
    return open.compressed ? open.trouble === 'none' : open.type === 'text';
  }

  /** Unmasked bytes of a payload, in order. `ascii`: they are known to be. */
  payload(bytes: Uint8Array, ascii: boolean): void {
    const open = this.#open;
    if (!open) return;
    if (!open.compressed) {
      this.#check(open, bytes, ascii);
      return;
    }
    if (open.trouble !== 'none') return;
    if (!this.#inflater?.push(bytes, this.#inflated)) this.#spoil(open);
  }

  readonly #inflated = (bytes: Uint8Array): void => {
    const open = this.#open;
    if (!open) return;
    if (open.type === 'text') this.#check(open, bytes, false);
    if ((this.#inflater?.length ?? 0) > MAX_INFLATED) open.trouble = 'too-big';
  };

  #check(open: OpenMessage, bytes: Uint8Array, ascii: boolean): void {
    if (open.type !== 'text' || open.invalidUtf8At !== undefined) return;
    if (!(ascii && open.utf8 === UTF8_START)) {
      const state = utf8Advance(open.utf8, bytes);
      if (state < 0) open.invalidUtf8At = open.checked + (-1 - state);
      else open.utf8 = state;
    }
    open.checked += bytes.length;
  }

  /** Bytes of a payload that the file does not hold. */
  missing(): void {
    const open = this.#open;
    if (!open || open.trouble !== 'none') return;
    open.trouble = 'gap';
    if (open.compressed) this.#loseWindow();
  }

  #spoil(open: OpenMessage): void {
    if (open.trouble === 'none') open.trouble = this.#windowKnown ? 'corrupt' : 'context';
    this.#loseWindow();
  }

  #loseWindow(): void {
    this.#inflater?.reset();
    this.#windowKnown = !this.#deflate.takeover;
    this.#contextLost = this.#deflate.takeover;
  }

  /** A frame is complete: its row, and the bytes of its payload. */
  frame(row: number, length: number, fin: boolean): void {
    const open = this.#open;
    if (!open) return;
    open.rows.push(row);
    open.wireLength += length;
    if (fin) this.#finish(undefined);
  }

  #finish(reason: Trouble | undefined): void {
    const open = this.#open;
    if (!open) return;
    if (open.compressed && open.trouble === 'none' && reason === undefined)
      if (!this.#inflater?.end(this.#inflated)) this.#spoil(open);
    if (open.compressed && reason !== undefined) this.#loseWindow();
    this.#open = undefined;
    const { messages, frames } = this.#connection;
    const { type, compressed, rows, wireLength } = open;
    const trouble = open.trouble === 'none' ? (reason ?? 'none') : open.trouble;
    if (trouble === 'too-big') this.#loseWindow();
    const isCut =
      trouble === 'none' && open.utf8 !== UTF8_START && open.invalidUtf8At === undefined;
    const [first] = rows;
    if (first === undefined) return;
    const readable = trouble === 'none';
    const message = messages.add({
      from: this.#from,
      type,
      compressed,
      first,
      last: rows[rows.length - 1] as number,
      frames: rows.length,
      wireLength,
      length: !readable ? NaN : compressed ? (this.#inflater?.length ?? NaN) : wireLength,
      trouble,
      // Text that ends inside a character is wrong behind its last byte.
      invalidUtf8At: isCut ? open.checked : open.invalidUtf8At
    });
    for (const row of rows) frames.columns.message[row] = message;
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
