/** Payload length forms: the edges of 7, 16 and 64 bits (RFC 6455 §5.2). */
import { binary, echoBinary, echoText, normal, repeated, sendBy, text, type Case } from './case.ts';

/** The last goes out in pieces of 997 octets. */
const LENGTHS = [0, 125, 126, 127, 128, 65535, 65536, 65536];
const writes = (i: number) => (i === 7 ? 997 : 'at once');

export const GROUP_1: readonly Case[] = [
  ...LENGTHS.map((length, i) => {
    const payload = repeated(0x2a, length);
    return normal(`1.1.${i + 1}`, [sendBy(writes(i), text(payload))], [echoText(payload)]);
  }),
  ...LENGTHS.map((length, i) => {
    const payload = repeated(0xfe, length);
    return normal(`1.2.${i + 1}`, [sendBy(writes(i), binary(payload))], [echoBinary(payload)]);
  })
];
