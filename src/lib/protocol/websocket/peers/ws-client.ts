/** How the client of ws 8.23 on Node 20 reads the answer to its opening handshake. Measured. */
import { asciiLowerCase, listHasToken } from '../../http/abnf.ts';
import { combinedValue, valuesOf } from '../../http/fields.ts';
import { DEFLATE, readDeflateParameters } from '../deflate-parameters.ts';
import { parseExtensions } from '../extensions.ts';
import { offeredProtocols } from '../handshake.ts';
import { OPENS, type AnsweredHandshake, type PeerReaction } from './reaction.ts';

function complaint({ request, response, accept }: AnsweredHandshake): string | undefined {
  const value = (name: string) => combinedValue(response.fields, name);
  if (response.status !== 101) return `Unexpected server response: ${response.status}`;
  // Node hands the connection over as an upgrade only when both fields are there.
  const named = valuesOf(response.fields, 'Upgrade').some((text) => text !== '');
  if (!named || !listHasToken(value('Connection') ?? '', 'upgrade'))
    return `Unexpected server response: ${response.status}`;
  if (asciiLowerCase(value('Upgrade') ?? '') !== 'websocket') return 'Invalid Upgrade header';
  if (value('Sec-WebSocket-Accept') !== accept) return 'Invalid Sec-WebSocket-Accept header';
  const offered = offeredProtocols(request);
  const protocol = value('Sec-WebSocket-Protocol');
  if (protocol === undefined) {
    if (offered.length) return 'Server sent no subprotocol';
  } else if (offered.length === 0) return 'Server sent a subprotocol but none was requested';
  else if (!offered.includes(protocol)) return 'Server sent an invalid subprotocol';
  const extensions = value('Sec-WebSocket-Extensions');
  return extensions === undefined
    ? undefined
    : extensionComplaint(extensions, valuesOf(request.fields, 'Sec-WebSocket-Extensions'));
}

function extensionComplaint(value: string, offers: readonly string[]): string | undefined {
  if (offers.length === 0)
    return 'Server sent a Sec-WebSocket-Extensions header but no extension was requested';
  const { extensions, faults } = parseExtensions(value);
  if (faults.length) return 'Invalid Sec-WebSocket-Extensions header';
  if (extensions.some(({ name }) => name !== DEFLATE))
    return 'Server indicated an extension that was not requested';
  return extensions.some((e) => readDeflateParameters(e, 'response').faults.length)
    ? 'Invalid Sec-WebSocket-Extensions header'
    : undefined;
}

/** The verdict of ws, with the message of its error event. */
export function wsClientReaction(handshake: AnsweredHandshake): PeerReaction {
  const message = complaint(handshake);
  return message === undefined ? OPENS : { type: 'fail', message };
}
