/**
 * `_webSocketMessages`, an extension of Chrome's DevTools that Playwright, mitmproxy and HTTP Toolkit
 * write as well: `{ type: 'send' | 'receive', time, opcode, data }`, binary data in base64. Firefox
 * and Safari write none.
 */
import { utf8Encode } from '#lib/bytes/utf8.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { isControl, type Opcode } from '#lib/protocol/websocket/opcode.ts';
import { CaptureError } from '../capture-error.ts';
import type { Instant } from '../capture.ts';
import { readBase64Into } from '../text/base64.ts';
import { ByteSink } from '../text/byte-sink.ts';
import { isObject, numberOf, textOf, type JsonObject } from './har-json.ts';
import { messageTime } from './har-time.ts';

export interface HarMessage {
  readonly from: Role;
  readonly at: Instant;
  readonly opcode: Opcode;
  readonly data: Uint8Array;
  /** Of a text message. */
  readonly text?: string;
}

/** What a browser noted in the place of a message: a failed connection. */
export interface HarError {
  readonly at: Instant;
  readonly text: string;
}

export interface HarMessages {
  readonly messages: readonly HarMessage[];
  readonly errors: readonly HarError[];
  /** Paths of what could not be read. */
  readonly faults: readonly string[];
}

const SENDERS: Readonly<Record<string, Role>> = {
  send: 'client',
  sent: 'client',
  outgoing: 'client',
  request: 'client',
  receive: 'server',
  received: 'server',
  incoming: 'server',
  response: 'server'
};

/** Bytes of base64 in any of its forms; undefined for what is none. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  const sink = new ByteSink('base64', text.length);
  try {
    readBase64Into(text, 0, text.length, sink);
    return sink.bytes;
  } catch (error) {
    if (error instanceof CaptureError) return undefined;
    throw error;
  }
}

const isOpcode = (value: number): value is Opcode =>
  Number.isInteger(value) && value >= 0 && value <= 15;

/** The message of an object; a path within it where it is none. */
function messageOf(value: JsonObject): HarMessage | string {
  const from = SENDERS[(textOf(value['type']) ?? '').toLowerCase()];
  if (!from) return 'type';
  const data = textOf(value['data']);
  if (data === undefined) return 'data';
  const opcode = numberOf(value['opcode']) ?? 1;
  if (!isOpcode(opcode)) return 'opcode';
  const at = messageTime(value['time']);
  if (opcode === 1) return { from, at, opcode, data: utf8Encode(data), text: data };
  const bytes = bytesOfBase64(data);
  // All but text is base64 (DevTools protocol, Network.WebSocketFrame); not every tool does so.
  if (bytes === undefined && opcode === 2) return 'data';
  return { from, at, opcode, data: bytes ?? utf8Encode(data) };
}

export function readHarMessages(list: readonly unknown[]): HarMessages {
  const messages: HarMessage[] = [];
  const errors: HarError[] = [];
  const faults: string[] = [];
  list.forEach((value, i) => {
    const path = `_webSocketMessages[${i}]`;
    if (!isObject(value)) faults.push(path);
    else if (value['type'] === 'error')
      errors.push({ at: messageTime(value['time']), text: textOf(value['data']) ?? '' });
    else {
      const message = messageOf(value);
      if (typeof message === 'string') faults.push(`${path}.${message}`);
      else messages.push(message);
    }
  });
  return { messages, errors, faults };
}

export const hasControl = (messages: readonly HarMessage[]): boolean =>
  messages.some(({ opcode }) => isControl(opcode));
