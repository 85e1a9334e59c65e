import { latin1Decode, latin1Encode } from '#lib/bytes/bytes.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { DeflateAgreement } from '#lib/protocol/websocket/permessage-deflate.ts';
import { decodeFragment, encodeFragment } from './fragment.ts';

export type DeflateState = 'none' | 'offered' | 'agreed';

/** The state of the frame lab: bytes that one end sends, and what the two ends have agreed on. */
export interface FrameState {
  /** From the first byte after the handshake. */
  readonly bytes: Uint8Array;
  readonly from: Role;
  readonly deflate: DeflateState;
  readonly agreement: DeflateAgreement;
  /** A byte of the frame that is looked at. */
  readonly at: number;
}

export const VERSION = 1;
const STATES: readonly DeflateState[] = ['none', 'offered', 'agreed'];

/** More is neither linked nor kept in the browser. */
export const MAX_LINKED = 256 * 1024;

const isBits = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 8 && Number(value) <= 15;

function readBase64(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return latin1Encode(atob(value));
  } catch {
    return undefined;
  }
}

/**
 * Version 1: [bytes in base64, sender 0 or 1, deflate 0 to 2, no context takeover of client and
 * server 0 or 1, window bits of client and server, the byte looked at].
 */
function readVersion1(value: unknown): FrameState | undefined {
  if (!Array.isArray(value)) return undefined;
  const [base64, sender, deflate, clientNct, serverNct, clientBits, serverBits, at] =
    value as unknown[];
  const bytes = readBase64(base64);
  const state = STATES[Number(deflate)];
  if (!bytes || !state || !isBits(clientBits) || !isBits(serverBits)) return undefined;
  if (sender !== 0 && sender !== 1) return undefined;
  return {
    bytes,
    from: sender === 0 ? 'client' : 'server',
    deflate: state,
    agreement: {
      client_no_context_takeover: clientNct === 1,
      server_no_context_takeover: serverNct === 1,
      client_max_window_bits: clientBits,
      server_max_window_bits: serverBits
    },
    at: Number.isInteger(at) ? Math.min(Math.max(Number(at), 0), bytes.length) : 0
  };
}

/** The state as plain data, for links and for what is kept in the browser. */
export const frameToData = ({ bytes, from, deflate, agreement, at }: FrameState): unknown => [
  btoa(latin1Decode(bytes)),
  from === 'client' ? 0 : 1,
  STATES.indexOf(deflate),
  Number(agreement.client_no_context_takeover),
  Number(agreement.server_no_context_takeover),
  agreement.client_max_window_bits,
  agreement.server_max_window_bits,
  at
];
export const frameFromData = readVersion1;

/** The fragment without `#`; undefined when the state is too much for a link. */
export const frameToFragment = async (state: FrameState): Promise<string | undefined> =>
  state.bytes.length > MAX_LINKED ? undefined : encodeFragment(VERSION, frameToData(state));

/** The state in a fragment; undefined when there is none that can be read. */
export async function frameFromFragment(hash: string): Promise<FrameState | undefined> {
  const decoded = await decodeFragment(hash);
  return decoded?.version === VERSION ? readVersion1(decoded.value) : undefined;
}
