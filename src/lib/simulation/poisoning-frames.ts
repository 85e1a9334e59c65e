/** What the two accomplices of RFC 6455 §10.3 exchange, as frames. */
import { latin1Encode } from '#lib/bytes/bytes.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { BINARY, TEXT } from '#lib/protocol/websocket/opcode.ts';
import type { PoisoningFrames } from './cache-poisoning.ts';

const HOST = 'static.example';
const FILE = '/counter.js';
const PLANTED = 'spy();';

/** The hostile server is bound by nothing: it answers with what looks like HTTP. */
const ANSWER =
  `HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nCache-Control: max-age=31536000\r\n` +
  `Content-Length: ${PLANTED.length}\r\n\r\n${PLANTED}`;

export function poisoningFrames(): PoisoningFrames {
  const wanted = latin1Encode(`GET ${FILE} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
  const maskingKey = new Uint8Array(4);
  const masked = (opcode: typeof TEXT | typeof BINARY) =>
    encodeFrame({ opcode, payload: wanted, maskingKey }).slice(0, -wanted.length - 4);
  return {
    victim: HOST + FILE,
    genuine: 'count();',
    wanted,
    headers: {
      off: encodeFrame({ opcode: TEXT, payload: wanted }).slice(0, -wanted.length),
      fresh: masked(TEXT),
      // Bytes XORed with a key are seldom UTF-8: they go as binary.
      guessed: masked(BINARY)
    },
    answer: encodeFrame({ opcode: TEXT, payload: latin1Encode(ANSWER) })
  };
}
