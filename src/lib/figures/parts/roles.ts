import type { HttpSpanId } from '#lib/protocol/http/head.ts';
import type { FrameSpanId } from '#lib/protocol/websocket/frame.ts';

/**
 * A role is a question, asked of HTTP and of frames alike; it keeps one colour, one underline and
 * one letter everywhere.
 */
export type Role =
  'control' | 'opcode' | 'mask' | 'length' | 'xlength' | 'key' | 'payload' | 'proof';

/** The letter of a role, so that colour never carries meaning alone. */
export const ROLE_LETTERS: Readonly<Record<Role, string>> = {
  control: 'F',
  opcode: 'O',
  mask: 'M',
  length: 'L',
  xlength: 'X',
  key: 'K',
  payload: 'P',
  proof: 'A'
};

const HTTP_ROLES: Readonly<Partial<Record<HttpSpanId, Role>>> = {
  method: 'opcode',
  'status-code': 'opcode',
  'request-target': 'length',
  'field-name': 'mask',
  'field-value': 'payload',
  'reason-phrase': 'payload'
};

/** Fields whose value proves something: Sec-WebSocket-Key and -Accept. */
const PROOFS = ['sec-websocket-key', 'sec-websocket-accept'];

/** The role of a leaf of an HTTP head; `field` is the lower-case name of its field line. */
export function httpRole(id: HttpSpanId, field: string | undefined): Role {
  if (id === 'field-value' && field !== undefined && PROOFS.includes(field)) return 'proof';
  return HTTP_ROLES[id] ?? 'control';
}

/** The role of each span of a frame. */
export const FRAME_ROLES: Readonly<Record<FrameSpanId, Role>> = {
  fin: 'control',
  rsv1: 'control',
  rsv2: 'control',
  rsv3: 'control',
  opcode: 'opcode',
  mask: 'mask',
  'payload-length': 'length',
  'extended-payload-length': 'xlength',
  'masking-key': 'key',
  'payload-data': 'payload',
  'close-code': 'payload',
  'close-reason': 'payload'
};

/** The role of a part of a frame (RFC 6455 §5.2). */
export const frameRole = (id: FrameSpanId): Role => FRAME_ROLES[id];
