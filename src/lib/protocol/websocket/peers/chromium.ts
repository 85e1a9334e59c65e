/**
 * How Chromium 156 reads the answer to its opening handshake; measured, in the order of its
 * checks. Its HTTP parser forgives much: bare line feeds, folded lines, any version.
 */
import { asciiLowerCase, listElements, listHasToken } from '../../http/abnf.ts';
import { combinedValue, valuesOf } from '../../http/fields.ts';
import { DEFLATE, readDeflateParameters, type ParameterFault } from '../deflate-parameters.ts';
import { parseExtensions } from '../extensions.ts';
import { offeredProtocols } from '../handshake.ts';
import { OPENS, type AnsweredHandshake, type PeerReaction } from './reaction.ts';

type Complaint = (handshake: AnsweredHandshake) => string | undefined;

const listed = (handshake: AnsweredHandshake, name: string): string[] =>
  valuesOf(handshake.response.fields, name).flatMap(listElements);

const tooOften = (name: string) => `'${name}' header must not appear more than once in a response`;

const upgrade: Complaint = (handshake) => {
  const [value, ...more] = listed(handshake, 'Upgrade');
  if (value === undefined) return `'Upgrade' header is missing`;
  if (more.length) return tooOften('Upgrade');
  return asciiLowerCase(value) === 'websocket'
    ? undefined
    : `'Upgrade' header value is not 'WebSocket': ${value}`;
};

const accept: Complaint = (handshake) => {
  const [value, ...more] = listed(handshake, 'Sec-WebSocket-Accept');
  if (value === undefined) return `'Sec-WebSocket-Accept' header is missing`;
  if (more.length) return tooOften('Sec-WebSocket-Accept');
  return value === handshake.accept ? undefined : `Incorrect 'Sec-WebSocket-Accept' header value`;
};

const connection: Complaint = ({ response }) => {
  const value = combinedValue(response.fields, 'Connection');
  if (value === undefined) return `'Connection' header is missing`;
  return listHasToken(value, 'upgrade')
    ? undefined
    : `'Connection' header value must contain 'Upgrade'`;
};

const protocol: Complaint = (handshake) => {
  const offered = offeredProtocols(handshake.request);
  const [value, ...more] = listed(handshake, 'Sec-WebSocket-Protocol');
  if (value === undefined)
    return offered.length
      ? `Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received`
      : undefined;
  if (offered.length === 0)
    return `Response must not include 'Sec-WebSocket-Protocol' header if not present in request: ${value}`;
  if (more.length) return tooOften('Sec-WebSocket-Protocol');
  return offered.includes(value)
    ? undefined
    : `'Sec-WebSocket-Protocol' header value '${value}' in response does not match any of sent values`;
};

function parameterComplaint({ kind, name, value }: ParameterFault): string {
  const text = {
    unknown: 'Received an unexpected permessage-deflate extension parameter',
    duplicate: `Received duplicate permessage-deflate extension parameter ${name}`,
    invalid:
      name === 'client_max_window_bits' && value === undefined
        ? 'client_max_window_bits must have value'
        : `Received invalid ${name} parameter`
  }[kind];
  return `Error in permessage-deflate: ${text}`;
}

const extensions: Complaint = (handshake) => {
  let seen = false;
  for (const element of listed(handshake, 'Sec-WebSocket-Extensions')) {
    const { extensions: parsed, faults } = parseExtensions(element);
    const [extension] = parsed;
    if (faults.length || !extension)
      return `'Sec-WebSocket-Extensions' header value is rejected by the parser: ${element}`;
    if (extension.name !== DEFLATE)
      return `Found an unsupported extension '${extension.name}' in 'Sec-WebSocket-Extensions' header`;
    if (seen) return 'Received duplicate permessage-deflate response';
    seen = true;
    const [fault] = readDeflateParameters(extension, 'response').faults;
    if (fault) return parameterComplaint(fault);
  }
  return undefined;
};

const CHECKS: readonly Complaint[] = [upgrade, accept, connection, protocol, extensions];

const during = (text: string): PeerReaction => ({
  type: 'fail',
  message: `Error during WebSocket handshake: ${text}`
});

/** Chromium's verdict, with the words of its console. `bytes` are the response as received. */
export function chromiumReaction(handshake: AnsweredHandshake, bytes: Uint8Array): PeerReaction {
  if (bytes.length === 0)
    return { type: 'fail', message: 'Connection closed before receiving a handshake response' };
  const { response } = handshake;
  if (!/^http\//i.test(response.version)) return during('net::ERR_INVALID_HTTP_RESPONSE');
  if (response.status === 401 && combinedValue(response.fields, 'WWW-Authenticate') !== undefined)
    return {
      type: 'fail',
      message: 'HTTP Authentication failed; no valid credentials available'
    };
  if (response.status !== 101) return during(`Unexpected response code: ${response.status}`);
  for (const complain of CHECKS) {
    const complaint = complain(handshake);
    if (complaint !== undefined) return during(complaint);
  }
  return OPENS;
}
