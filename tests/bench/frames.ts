/** Reading and building frames, against ws; and what decoding with all spans costs. */
import * as ws from 'ws';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import {
  encodeFrame,
  encodeFramePieces,
  type FrameParts
} from '#lib/protocol/websocket/encode-frame.ts';
import { mask, maskInPlace } from '#lib/protocol/websocket/masking.ts';
import { MessageReader } from '#lib/protocol/websocket/message-reader.ts';
import { startReading } from '#lib/protocol/websocket/reading.ts';
import { compare, ROUNDS, type Row } from './round.ts';

interface WsReceiver {
  on(event: 'message', listener: () => void): void;
  once(event: 'drain', listener: () => void): void;
  write(chunk: Buffer): boolean;
  end(done: () => void): void;
}
/** Both are public, though @types/ws does not have them. */
const { Receiver, Sender } = ws as unknown as {
  Receiver: new (options: object) => WsReceiver;
  Sender: new (
    socket: typeof SINK,
    extensions: object,
    generateMask: (mask: Uint8Array) => void
  ) => { send(data: Buffer, options: object): void };
};

/** A socket that only counts. */
const SINK = {
  bytes: 0,
  cork: () => {},
  uncork: () => {},
  write(bytes: Uint8Array) {
    SINK.bytes += bytes.length;
    return true;
  }
};

const SIZES = [20, 125, 4096, 262_144];
const CHUNK = 65_536;
const key = (n: number) => Uint8Array.of(n * 7 + 1, n >> 3, n * 13, n * 5);

const repeated = (text: string, length: number) => {
  const unit = utf8Encode(text);
  const bytes = Uint8Array.from(
    { length: length - (length % unit.length) || unit.length },
    (_, i) => unit[i % unit.length] as number
  );
  return bytes;
};
const KINDS: readonly {
  name: string;
  opcode: 1 | 2;
  payload: (n: number) => Uint8Array;
  atLeast: number;
}[] = [
  {
    name: 'binary',
    opcode: 2,
    payload: (n) => Uint8Array.from({ length: n }, (_, i) => (i * 31) & 0xff),
    atLeast: 3
  },
  {
    name: 'ASCII JSON',
    opcode: 1,
    payload: (n) =>
      Uint8Array.from({ length: n }, (_, i) => '{"id":17,"text":"Hello"},'.charCodeAt(i % 25)),
    atLeast: 3
  },
  { name: 'Cyrillic text', opcode: 1, payload: (n) => repeated('я', n), atLeast: 1 }
];

/** Masked client frames, some megabytes, in chunks as TCP might bring them. */
function stream(payload: Uint8Array, opcode: 1 | 2) {
  const total = Math.min(24_000_000, Math.max(16_000_000, payload.length * 64));
  const frames: Uint8Array[] = [];
  for (let size = 0; size < total; size += (frames.at(-1) as Uint8Array).length)
    frames.push(encodeFrame({ opcode, payload, maskingKey: key(frames.length) }));
  const all = Buffer.concat(frames);
  const chunks: Buffer[] = [];
  for (let at = 0; at < all.length; at += CHUNK) chunks.push(all.subarray(at, at + CHUNK));
  return { chunks, count: frames.length };
}

function readOurs(chunks: readonly Buffer[], count: number): number {
  let reading = startReading();
  let messages = 0;
  for (const chunk of chunks) {
    const reader = new MessageReader(reading, chunk, { from: 'client' });
    for (let item = reader.next(); item; item = reader.next())
      if (item.type === 'message') messages++;
    reading = reader.reading;
  }
  if (messages !== count) throw new Error(`${messages} messages of ${count}`);
  return messages;
}

async function readPeer(chunks: readonly Buffer[], count: number): Promise<number> {
  const receiver = new Receiver({ isServer: true, maxPayload: 0 });
  let messages = 0;
  receiver.on('message', () => messages++);
  for (const chunk of chunks)
    if (!receiver.write(chunk)) await new Promise<void>((done) => receiver.once('drain', done));
  await new Promise<void>((done) => receiver.end(done));
  if (messages !== count) throw new Error(`ws: ${messages} messages of ${count}`);
  return messages;
}

export async function* reading(): AsyncGenerator<Row> {
  for (const size of SIZES)
    for (const { name, opcode, payload, atLeast } of KINDS) {
      const { chunks, count } = stream(payload(size), opcode);
      // ws unmasks in place, in what the socket gave it: a fresh copy each round.
      let copies: Buffer[] = [];
      yield await compare({
        name: `read masked ${name}, ${size} B (messages/s)`,
        prepare: () => (copies = chunks.map((chunk) => Buffer.from(chunk))),
        ours: () => readOurs(chunks, count),
        peer: () => readPeer(copies, count),
        atLeast
      });
    }
}

export async function* building(): AsyncGenerator<Row> {
  for (const masked of [false, true])
    for (const size of SIZES) {
      const payload = Uint8Array.from({ length: size }, (_, i) => (i * 31) & 0xff);
      const data = Buffer.from(payload);
      const times = Math.max(200, Math.min(200_000, Math.floor(4e7 / size)));
      const maskingKey = key(3);
      const parts: FrameParts = { opcode: 2, payload, ...(masked ? { maskingKey } : {}) };
      const sender = new Sender(SINK, {}, (mask) => mask.set(maskingKey));
      const options = { binary: true, compress: false, fin: true, mask: masked };
      SINK.bytes = 0;
      yield await compare({
        name: `send ${masked ? 'client' : 'server'} frame, ${size} B (frames/s)`,
        ours: () => {
          for (let i = 0; i < times; i++)
            for (const piece of encodeFramePieces(parts)) SINK.write(piece);
          return times;
        },
        peer: () => {
          for (let i = 0; i < times; i++) sender.send(data, options);
          return times;
        },
        atLeast: 1.5
      });
      if (SINK.bytes !== encodeFrame(parts).length * times * 2 * (ROUNDS + 1))
        throw new Error(`${SINK.bytes} bytes`);
    }
}

export async function* masking(): AsyncGenerator<Row> {
  const TIMES = 200;
  const maskingKey = key(3);
  const bytes = new Uint8Array(1 << 20).fill(7);
  const copy = new Uint8Array(1 << 20);
  let last: Uint8Array = bytes;
  // At most three times the time of a copy: a ratio of a third. Like against like: both make new
  // bytes, or none does.
  yield await compare({
    name: 'unmask 1 MiB into new bytes; a copy (times/s)',
    ours: () => {
      for (let i = 0; i < TIMES; i++) last = mask(bytes, maskingKey);
      return TIMES;
    },
    peer: () => {
      for (let i = 0; i < TIMES; i++) last = bytes.slice();
      return TIMES;
    },
    atLeast: 1 / 3
  });
  if (last.length !== bytes.length) throw new Error('nothing was copied');
  yield await compare({
    name: 'unmask 1 MiB in place; a copy into old bytes (times/s)',
    ours: () => {
      for (let i = 0; i < TIMES; i++) maskInPlace(bytes, 0, bytes.length, 0x37fa213d, i);
      return TIMES;
    },
    peer: () => {
      for (let i = 0; i < TIMES; i++) copy.set(bytes);
      return TIMES;
    },
    atLeast: 1 / 3
  });
}

export async function* decoding(): AsyncGenerator<Row> {
  const frames = Array.from({ length: 64 }, (_, i) =>
    encodeFrame({ opcode: 1, payload: utf8Encode('Hello, frame'), maskingKey: key(i) })
  );
  let spans = 0;
  yield await compare({
    name: 'decode with all spans, against 300,000 (frames/s)',
    ours: () => {
      for (let i = 0; i < 60_000; i++)
        spans += decodeFrame(frames[i & 63] as Uint8Array, { from: 'client' }).spans.length;
      return 60_000;
    },
    peer: 300_000,
    atLeast: 1
  });
  if (spans === 0) throw new Error('nothing was decoded');
}
