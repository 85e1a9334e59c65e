import { FRAME_ROLES, type Role } from './roles.ts';

/** Spans, and the field that three of them are. */
const ROLES: Readonly<Record<string, Role>> = { ...FRAME_ROLES, rsv: 'control' };

/** A frame of a conversation as a whole: `ping-2`. */
const FRAME = /^(text|binary|continuation|close|ping|pong)-\d+$/;

/** The role of a span of a frame, or of its field in the table; undefined: no such span. */
export const frameRole = (id: string): Role | undefined =>
  ROLES[id] ?? (FRAME.test(id) ? 'opcode' : undefined);
