import { decodeFragment, encodeFragment } from './fragment.ts';

/** The state of the handshake lab. */
export interface HandshakeState {
  /** Text of the request; a line end is CR LF on the wire. */
  readonly request: string;
  /** Text of the response; undefined: the server answers by itself. */
  readonly response: string | undefined;
  /** Subprotocols that the server knows. */
  readonly serverProtocols: readonly string[];
  /** Origins that the server lets in; empty: any. */
  readonly origins: readonly string[];
}

export const VERSION = 1;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 50 && value.every(isText);

/** Version 1: [request, response or null, subprotocols, origins]. */
function readVersion1(value: unknown): HandshakeState | undefined {
  if (!Array.isArray(value)) return undefined;
  const [request, response, serverProtocols, origins] = value as unknown[];
  if (!isText(request) || !(response === null || isText(response))) return undefined;
  if (!isTexts(serverProtocols) || !isTexts(origins)) return undefined;
  return { request, response: response ?? undefined, serverProtocols, origins };
}

/** The state as plain data, for links and for what is kept in the browser. */
export const handshakeToData = (state: HandshakeState): unknown => [
  state.request,
  state.response ?? null,
  state.serverProtocols,
  state.origins
];
export const handshakeFromData = readVersion1;

export const handshakeToFragment = (state: HandshakeState): Promise<string | undefined> =>
  encodeFragment(VERSION, handshakeToData(state));

/** The state in a fragment; undefined when there is none that can be read. */
export async function handshakeFromFragment(hash: string): Promise<HandshakeState | undefined> {
  const decoded = await decodeFragment(hash);
  return decoded?.version === VERSION ? readVersion1(decoded.value) : undefined;
}
