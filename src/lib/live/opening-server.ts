/** A server inside the page: our server endpoint behind the in-page network. */
import { encodeResponse } from '#lib/protocol/http/message.ts';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { deriveAccept } from '#lib/protocol/websocket/accept.ts';
import { chooseProtocol } from '#lib/protocol/websocket/handshake.ts';
import type { ServerPolicy } from '#lib/protocol/websocket/judge-request.ts';
import { answerTo, openServer, serverReceives } from '#lib/protocol/websocket/opening.ts';
import { listen } from './in-page-network.ts';
import { onWire, SERVER, type Socket, type Wire } from './wire.ts';

export interface ServerOptions extends ServerPolicy {
  readonly wire: Wire;
  /** Subprotocols that it knows. */
  readonly protocols?: readonly string[];
  /** Bytes to answer with, whatever the request is. */
  readonly response?: Uint8Array | undefined;
}

/** Listens at a ws URL until `stop`. */
export const startServer = (url: string, options: ServerOptions): { stop: () => void } =>
  listen(url, (pipe) => serve(onWire(pipe, options.wire, SERVER), options));

function serve(socket: Socket, options: ServerOptions): void {
  const { recorder } = options.wire;
  let opening = openServer(options);
  let answered = false;

  async function receive(input: Uint8Array | 'end'): Promise<void> {
    if (answered) return;
    const outcome = serverReceives(opening, input);
    if (outcome.type === 'waiting') {
      opening = outcome.opening;
      return;
    }
    answered = true;
    if (options.response) answer(options.response);
    else if (outcome.type === 'refused') answer(outcome.bytes);
    else {
      const { accept } = await deriveAccept(outcome.key);
      if (outcome.judgement.reaction.type === 'accept') recorder.mark(SERVER, 'key-hashed');
      const protocol = chooseProtocol(outcome.request, options.protocols ?? []);
      const chosen = protocol === undefined ? {} : { protocol };
      answer(encodeResponse(answerTo(outcome.judgement, accept, chosen)));
    }
  }

  function answer(bytes: Uint8Array): void {
    const opens = /^HTTP\/\d\.\d 101/.test(latin1Decode(bytes.subarray(0, 16)));
    recorder.state(SERVER, 'connecting', opens ? 'open' : 'closed');
    socket.send(bytes, 'response');
    if (!opens) socket.end();
  }

  socket.onbytes = (bytes) => void receive(bytes);
  socket.onend = () => void receive('end');
}
