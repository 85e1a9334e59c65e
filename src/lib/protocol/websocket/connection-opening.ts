/** The opening handshake of a connection (RFC 6455 §4). */
import { encodeResponse } from '../http/message.ts';
import type { Connection } from './connection.ts';
import type { Input } from './connection-io.ts';
import type { Run } from './connection-run.ts';
import { DEFLATE } from './deflate-parameters.ts';
import { extensionsIn, type Extension } from './extensions.ts';
import type { Role } from './frame.ts';
import {
  clientReceives,
  serverReceives,
  type ClientOpening,
  type ServerOpening
} from './opening.ts';
import { agreementOf, contextOf, type DeflateAgreement } from './permessage-deflate.ts';
import { startReading } from './reading.ts';

/** What is agreed on, as one context for each direction. */
export const deflateOf = (role: Role, agreement: DeflateAgreement) => ({
  sends: contextOf(agreement, role),
  receives: contextOf(agreement, role === 'client' ? 'server' : 'client')
});

export function receiveAsClient(run: Run, opening: ClientOpening, input: Uint8Array | 'end'): void {
  const outcome = clientReceives(opening, input);
  if (outcome.type === 'waiting') return run.set({ opening: outcome.opening });
  run.set({ opening: undefined });
  if (outcome.type === 'failed') {
    run.set({ failure: outcome.violation });
    run.out({ type: 'failed', violation: outcome.violation, code: 1006 });
    run.move('refused');
    run.out({ type: 'close-tcp' });
    return run.out({ type: 'closed', code: 1006, reason: '', wasClean: false });
  }
  const { protocol, extensions, rest } = outcome;
  const response = extensions.find(({ name }) => name === DEFLATE);
  const deflate = response && deflateOf('client', agreementOf(response));
  open(run, protocol, extensions, deflate, rest);
}

export function receiveAsServer(run: Run, opening: ServerOpening, input: Uint8Array | 'end'): void {
  const outcome = serverReceives(opening, input);
  if (outcome.type === 'waiting') return run.set({ opening: outcome.opening });
  run.set({ opening: undefined });
  if (outcome.type === 'refused') {
    run.out({ type: 'bytes', bytes: outcome.bytes });
    run.move('refused');
    return run.out({ type: 'close-tcp' });
  }
  const { request, judgement, key, rest } = outcome;
  run.set({ reading: { ...startReading(), unread: rest } });
  run.out({ type: 'request', request, judgement, key });
}

export function respond(
  run: Run,
  { response, protocol = '', agreement }: Extract<Input, { type: 'respond' }>
): void {
  if (run.connection.state !== 'connecting') return;
  run.out({ type: 'bytes', bytes: encodeResponse(response) });
  if (response.status !== 101) {
    run.move('refused');
    return run.out({ type: 'close-tcp' });
  }
  const deflate = agreement && deflateOf('server', agreement);
  open(run, protocol, extensionsIn(response), deflate, run.connection.reading.unread);
}

function open(
  run: Run,
  protocol: string,
  extensions: readonly Extension[],
  deflate: Connection['deflate'],
  unread: Uint8Array
): void {
  run.set({
    protocol,
    extensions,
    deflate,
    reading: { ...startReading(), unread },
    hasUnread: unread.length > 0
  });
  run.move('opened');
  run.out({ type: 'open', protocol, extensions });
}
