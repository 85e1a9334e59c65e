/** permessage-deflate as a server of ws agrees to it (RFC 7692 §7.1; ws, `acceptAsServer`). */
import { DEFLATE } from '#lib/protocol/websocket/deflate-parameters.ts';
import {
  formatExtensions,
  parseExtensions,
  type Extension
} from '#lib/protocol/websocket/extensions.ts';
import { offerIsRefused } from '#lib/protocol/websocket/peers/ws-server.ts';
import type { DeflateAgreement } from '#lib/protocol/websocket/permessage-deflate.ts';

/** Of the options of ws; those of zlib have no effect here. */
export interface DeflateOptions {
  readonly serverNoContextTakeover?: boolean;
  readonly clientNoContextTakeover?: boolean;
  readonly serverMaxWindowBits?: boolean | number;
  readonly clientMaxWindowBits?: boolean | number;
  /** Shorter messages stay as they are, where no context is taken over; 1024. */
  readonly threshold?: number;
}

export interface Negotiated {
  readonly agreement: DeflateAgreement;
  /** The value of Sec-WebSocket-Extensions. */
  readonly answer: string;
}

type Parameters = Record<string, true | number>;

const parametersOf = ({ params }: Extension): Parameters =>
  Object.fromEntries(
    params.map(({ name, value }) => [name, value === undefined ? true : Number(value)])
  );

function isAcceptable(offer: Parameters, options: DeflateOptions): boolean {
  const { serverMaxWindowBits: server, clientMaxWindowBits: client } = options;
  const serverBits = offer['server_max_window_bits'];
  const clientBits = offer['client_max_window_bits'];
  if (options.serverNoContextTakeover === false && offer['server_no_context_takeover'])
    return false;
  if (
    serverBits &&
    (server === false || (typeof server === 'number' && server > Number(serverBits)))
  )
    return false;
  if (typeof client !== 'number') return true;
  return typeof clientBits === 'number' ? client <= clientBits : clientBits === true;
}

/** The first offer that can be taken; undefined: no such extension is offered. Throws an Error. */
export function negotiateDeflate(value: string, options: DeflateOptions): Negotiated | undefined {
  if (offerIsRefused(value)) throw new SyntaxError('not a list of extensions');
  const offers = parseExtensions(value).extensions.filter(({ name }) => name === DEFLATE);
  if (offers.length === 0) return undefined;
  const accepted = offers.map(parametersOf).find((offer) => isAcceptable(offer, options));
  if (!accepted) throw new Error('None of the extension offers can be accepted');
  const { serverMaxWindowBits: server, clientMaxWindowBits: client } = options;
  if (options.serverNoContextTakeover) accepted['server_no_context_takeover'] = true;
  if (options.clientNoContextTakeover) accepted['client_no_context_takeover'] = true;
  if (typeof server === 'number') accepted['server_max_window_bits'] = server;
  if (typeof client === 'number') accepted['client_max_window_bits'] = client;
  else if (accepted['client_max_window_bits'] === true || client === false)
    delete accepted['client_max_window_bits'];
  return { agreement: agreementFrom(accepted), answer: textOf(accepted) };
}

const agreementFrom = (accepted: Parameters): DeflateAgreement => ({
  server_no_context_takeover: accepted['server_no_context_takeover'] === true,
  client_no_context_takeover: accepted['client_no_context_takeover'] === true,
  server_max_window_bits: Number(accepted['server_max_window_bits'] ?? 15),
  client_max_window_bits: Number(accepted['client_max_window_bits'] ?? 15)
});

const textOf = (accepted: Parameters): string =>
  formatExtensions([
    {
      name: DEFLATE,
      params: Object.entries(accepted).map(([name, value]) =>
        value === true ? { name } : { name, value: String(value) }
      )
    }
  ]);
