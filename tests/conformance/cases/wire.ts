/**
 * The suite's end of a connection: a raw socket, with a writer of frames that can also write wrong
 * ones and a reader that takes nothing wrong. Neither shares a line with the core that is tested.
 */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Message, SuiteFrame, Writes } from './case.ts';
import { Compressor, Decompressor, type Agreement } from './compression.ts';

export type Role = 'client' | 'server';

/** The octets of a frame, masked when the client sends it. */
export function encode(frame: SuiteFrame, role: Role, key = randomBytes(4)): Buffer {
  const { length } = frame.payload;
  const masked = frame.masked ?? role === 'client';
  const form = frame.lengthForm ?? (length < 126 ? 7 : length < 65536 ? 16 : 64);
  const header = Buffer.alloc(2 + (form === 7 ? 0 : form / 8) + (masked ? 4 : 0));
  header[0] = (frame.fin ? 0x80 : 0) | (frame.rsv << 4) | frame.opcode;
  header[1] = (masked ? 0x80 : 0) | (form === 7 ? length : form === 16 ? 126 : 127);
  if (form === 16) header.writeUInt16BE(Number(frame.claims ?? length) & 0xffff, 2);
  if (form === 64) header.writeBigUInt64BE(frame.claims ?? BigInt(length), 2);
  if (!masked) return Buffer.concat([header, frame.payload]);
  key.copy(header, header.length - 4);
  return Buffer.concat([header, xor(frame.payload, key)]);
}

function xor(payload: Uint8Array, key: Buffer): Buffer {
  const result = Buffer.from(payload);
  for (let i = 0; i < result.length; i++)
    result[i] = (result[i] as number) ^ (key[i & 3] as number);
  return result;
}

/** What came that no peer may send. */
class Fault extends Error {}

const OPCODES: Readonly<Record<number, Answer['type'] | 'close' | 'continuation'>> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong'
};

/** Gathers chunks until as many octets are there as are asked for: joins them once a frame. */
class Inbox {
  #chunks: Buffer[] = [];
  #size = 0;
  #needed = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  /** The octets, if there are so many; else they are not looked at before. */
  atLeast(count: number): Buffer | undefined {
    this.#needed = Math.max(count, this.#needed);
    if (this.#size < this.#needed) return undefined;
    const [first = Buffer.alloc(0)] = this.#chunks;
    if (this.#chunks.length === 1) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  drop(count: number): void {
    const [first = Buffer.alloc(0)] = this.#chunks;
    this.#chunks = [first.subarray(count)];
    this.#size -= count;
    this.#needed = 0;
  }
}

export class Wire {
  /** What the peer has answered, Close aside. */
  readonly answers: Answer[] = [];
  /** The peer's Close: undefined when none has come, code undefined when it was empty. */
  close: { readonly code: number | undefined } | undefined;
  closeSent = false;
  /** TCP: the peer has ended it. */
  ended = false;
  /** What the peer must never send, if it did. */
  fault: string | undefined;
  /** Which came first: the peer’s end of the connection, or the suite’s. */
  peerStarted: boolean | undefined;

  readonly #socket: Socket;
  readonly #role: Role;
  readonly #inbox = new Inbox();
  readonly #compressor: Compressor | undefined;
  readonly #decompressor: Decompressor | undefined;
  #message: { opcode: number; compressed: boolean; pieces: Buffer[] } | undefined;
  #waiting: (() => void)[] = [];
  #dropped = false;

  constructor(socket: Socket, role: Role, agreement: Agreement | undefined, first: Buffer) {
    this.#socket = socket;
    this.#role = role;
    const peer = role === 'client' ? 'server' : 'client';
    this.#compressor = agreement && new Compressor(agreement[role]);
    this.#decompressor = agreement && new Decompressor(agreement[peer]);
    const end = () => {
      if (this.#dropped) return;
      this.peerStarted ??= true;
      this.ended = true;
      this.#wake();
    };
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('end', end);
    socket.on('close', end);
    socket.on('data', (chunk) => this.#receive(chunk));
    this.#receive(first);
  }

  get compresses(): boolean {
    return this.#compressor !== undefined;
  }

  /** The peer has begun to end the connection, in whatever way. */
  get isOver(): boolean {
    return this.close !== undefined || this.ended || this.fault !== undefined;
  }

  /** Waits until something is true, `patience` milliseconds at most; whether it is. */
  async until(condition: () => boolean, patience: number): Promise<boolean> {
    const over = new AbortController();
    const limit = sleep(patience, 'over' as const, { signal: over.signal }).catch(() => 'over');
    while (!condition()) {
      const woken = new Promise<'woken'>((resolve) => this.#waiting.push(() => resolve('woken')));
      if ((await Promise.race([woken, limit])) === 'over') break;
    }
    over.abort();
    return condition();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  // ---- out ----

  async write(octets: Buffer, pieces: number = Infinity): Promise<void> {
    for (let at = 0; at < octets.length; at += pieces) {
      if (!this.#socket.writable) return;
      this.#socket.write(octets.subarray(at, at + pieces));
      if (pieces !== Infinity) await turn();
    }
  }

  async send(frames: readonly SuiteFrame[], writes: Writes = 'at once'): Promise<void> {
    if (frames.some(({ opcode }) => opcode === 8)) {
      this.closeSent = true;
      this.peerStarted ??= false;
    }
    const encoded = frames.map((frame) => encode(frame, this.#role));
    if (writes === 'frame-wise') {
      for (const octets of encoded) {
        await this.write(octets);
        await turn();
      }
    } else await this.write(Buffer.concat(encoded), writes === 'at once' ? Infinity : writes);
  }

  /** A message in frames of `size` octets at most, compressed where that is agreed. */
  async sendMessage(message: Message, size = Infinity): Promise<void> {
    const payload = this.#compressor?.compress(message.payload) ?? message.payload;
    await this.send(framesOf({ ...message, payload }, size, this.compresses ? 4 : 0));
  }

  /** The server closes TCP, or the suite has waited long enough. */
  end(): void {
    this.peerStarted ??= false;
    this.#socket.end();
  }

  /** Drops TCP; what it says after that is not the peer’s. */
  destroy(): void {
    this.peerStarted ??= false;
    this.#dropped = true;
    this.#socket.destroy();
  }

  // ---- in ----

  #receive(chunk: Buffer): void {
    if (this.fault !== undefined) return;
    this.#inbox.add(chunk);
    try {
      while (this.#readFrame());
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.fault = error.message;
    }
    this.#wake();
  }

  #readFrame(): boolean {
    const start = this.#inbox.atLeast(2);
    if (!start) return false;
    const [first = 0, second = 0] = start;
    const short = second & 0x7f;
    const masked = second >= 0x80;
    const headerLength = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + (masked ? 4 : 0);
    const header = this.#inbox.atLeast(headerLength);
    if (!header) return false;
    const length =
      short === 126
        ? header.readUInt16BE(2)
        : short === 127
          ? Number(header.readBigUInt64BE(2))
          : short;
    if (length < (short === 126 ? 126 : short === 127 ? 65536 : 0))
      throw new Fault('a length that is not minimal');
    if (masked !== (this.#role === 'server')) throw new Fault('the wrong mask bit');
    const octets = this.#inbox.atLeast(headerLength + length);
    if (!octets) return false;
    const content = octets.subarray(headerLength, headerLength + length);
    const payload = masked ? xor(content, header.subarray(headerLength - 4)) : content;
    this.#inbox.drop(headerLength + length);
    this.#take(first >= 0x80, (first >> 4) & 7, first & 0xf, payload);
    return true;
  }

  #take(fin: boolean, rsv: number, opcode: number, payload: Buffer): void {
    const type = OPCODES[opcode];
    if (type === undefined) throw new Fault(`opcode ${opcode}`);
    if (this.close) throw new Fault(`${type} after Close`);
    const mayBeCompressed = this.compresses && (opcode === 1 || opcode === 2);
    if (rsv & ~(mayBeCompressed ? 4 : 0)) throw new Fault(`RSV ${rsv} on ${type}`);
    if (opcode >= 8) {
      if (!fin || payload.length > 125) throw new Fault(`a wrong ${type}`);
      if (type === 'close') this.#takeClose(payload);
      else this.answers.push({ type: type as 'ping' | 'pong', payload });
      return;
    }
    if ((opcode === 0) !== (this.#message !== undefined)) throw new Fault(`${type} out of place`);
    this.#message ??= { opcode, compressed: rsv !== 0, pieces: [] };
    this.#message.pieces.push(payload);
    if (!fin) return;
    const { compressed, pieces } = this.#message;
    const whole = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
    this.answers.push({
      type: this.#message.opcode === 1 ? 'text' : 'binary',
      payload: compressed ? this.#inflate(whole) : whole
    });
    this.#message = undefined;
  }

  #inflate(payload: Buffer): Uint8Array {
    try {
      return this.#decompressor?.decompress(payload) ?? payload;
    } catch (error) {
      throw new Fault(`deflate: ${(error as Error).message}`);
    }
  }

  #takeClose(payload: Buffer): void {
    if (payload.length === 1) throw new Fault('a Close of one octet');
    this.close = { code: payload.length ? payload.readUInt16BE(0) : undefined };
    this.peerStarted ??= true;
  }
}

/** A message as frames; the splitter adds an empty last one where the size divides evenly. */
export function framesOf({ type, payload }: Message, size: number, rsv = 0): SuiteFrame[] {
  const opcode = type === 'text' ? 1 : 2;
  if (size === Infinity) return [{ opcode, payload, fin: true, rsv }];
  const frames: SuiteFrame[] = [];
  for (let at = 0; at <= payload.length; at += size) {
    const first = at === 0;
    frames.push({
      opcode: first ? opcode : 0,
      payload: payload.subarray(at, at + size),
      fin: at + size > payload.length,
      rsv: first ? rsv : 0
    });
  }
  return frames;
}
