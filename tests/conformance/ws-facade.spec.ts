/**
 * The ws of the live lab against the real one: the same server programs, the same bytes from the
 * client; what the program hears and what the server sends are the same, event for event and byte
 * for byte. What differs stands in the table, with its reason.
 */
import { describe, expect, it } from 'vitest';
import { latin1Decode, toHex } from '#lib/bytes/bytes.ts';
import {
  agreementOf,
  contextOf,
  inflateMessage
} from '#lib/protocol/websocket/permessage-deflate.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { decodeResponse } from '#lib/protocol/http/message.ts';
import { extensionsIn } from '#lib/protocol/websocket/extensions.ts';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { inMemory, overLoopback, type Run } from '../helpers/ws-worlds.ts';
import { SCRIPT_CASES } from './cases/ws-scripts.ts';

/** Cases that differ, and why. Each must differ: what becomes equal has no place here. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'closes at bad text in the first of two fragments':
    'our core fails at the first bad byte (RFC 6455 §8.1 lets it), ws looks when the message is whole',
  'closes at what does not inflate': 'the message of the error is what zlib says in Node'
};

/** Frames, with what the compressed ones say: two compressors need not agree in every byte. */
function inflated(bytes: Uint8Array): string {
  const head = decodeResponse(bytes);
  if (!head.complete || head.value.status !== 101) return latin1Decode(bytes);
  const [extension] = extensionsIn(head.value);
  if (!extension) return latin1Decode(bytes);
  let context = contextOf(agreementOf(extension), 'server');
  const lines = [latin1Decode(bytes.subarray(0, head.byteLength))];
  let compressed: Uint8Array[] = [];
  let isCompressed = false;
  for (let at = head.byteLength; at < bytes.length;) {
    const frame = decodeFrame(bytes.subarray(at), { from: 'server' });
    if (!frame.complete) return [...lines, toHex(bytes.subarray(at))].join('\n');
    at += frame.byteLength;
    const { fin, rsv1, opcode, payload } = frame.value;
    if (opcode !== 0) isCompressed = rsv1 || (isCompressed && opcode > 7);
    const belongs = isCompressed && opcode < 8;
    if (belongs) compressed.push(payload);
    let text = belongs ? 'compressed' : toHex(payload);
    if (belongs && fin) {
      const result = inflateMessage(context, concatBytes(...compressed), 1 << 20);
      if (!result.ok) throw new Error(result.reason);
      ({ context } = result);
      text = toHex(result.message);
      compressed = [];
    }
    lines.push(`${fin} ${rsv1} ${opcode} ${text}`);
  }
  return lines.join('\n');
}

/** As text, so that a difference can be read. */
function shown({ log, clients, marks }: Run, inflates: boolean, isTimed: boolean) {
  return {
    marks: isTimed ? [] : marks,
    log,
    clients: clients.map(({ received, ended }) => ({
      received: inflates ? inflated(received) : latin1Decode(received),
      ended
    }))
  };
}

describe('a server program on ws', () => {
  it.each(SCRIPT_CASES)(
    '$name',
    async ({ name, script, steps, inflates = false, isTimed = false }) => {
      const measure = (received: Uint8Array) =>
        inflates ? inflated(received).length : received.length;
      const memory = inMemory(script, steps, measure);
      const ours = shown(memory, inflates, isTimed);
      const loopback = await overLoopback(script, steps, memory.marks, measure);
      const real = shown(loopback, inflates, isTimed);
      if (DIFFERENCES[name] === undefined) expect(ours).toEqual(real);
      else expect(ours).not.toEqual(real);
    }
  );

  it('is compared in enough ways, and every difference names a case', () => {
    const names = SCRIPT_CASES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(80);
    for (const name of Object.keys(DIFFERENCES)) expect(names).toContain(name);
  });
});
