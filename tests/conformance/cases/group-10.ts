/** Fragmentation by the sender itself. */
import { echoText, normal, repeated, split, type Case } from './case.ts';

const PAYLOAD = repeated(0x2a, 65536);

export const GROUP_10: readonly Case[] = [
  normal('10.1.1', [split('text', PAYLOAD, 1300)], [echoText(PAYLOAD)])
];
