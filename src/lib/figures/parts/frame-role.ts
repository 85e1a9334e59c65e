import type { Role } from './roles.ts';

/** The role of each span of a frame (RFC 6455 §5.2). */
const ROLES: Readonly<Record<string, Role>> = {
  fin: 'control',
  rsv: 'control',
  rsv1: 'control',
  rsv2: 'control',
  rsv3: 'control',
  opcode: 'opcode',
  mask: 'mask',
  'payload-length': 'length',
  'extended-payload-length': 'xlength',
  'masking-key': 'key',
  'payload-data': 'payload'
};

/** The role of a span of a frame, or of its field in the table; undefined: no such span. */
export const frameRole = (id: string): Role | undefined => ROLES[id];
