import { FRAME_ROLES, type Role } from './roles.ts';

/** The three reserved bits are one field. */
const spanOf = (id: string) => (id === 'rsv' ? 'rsv1' : id);

/** A frame of a conversation as a whole: `ping-2`. */
const FRAME = /^(text|binary|continuation|close|ping|pong)-\d+$/;

/** The role of a span of a frame, or of its field in the table; undefined: no such span. */
export const frameRole = (id: string): Role | undefined =>
  (FRAME_ROLES as Readonly<Record<string, Role>>)[spanOf(id)] ??
  (FRAME.test(id) ? 'opcode' : undefined);
