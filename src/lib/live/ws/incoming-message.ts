/** The request as Node gives it to a program: `http.IncomingMessage`. */
import { EventEmitter } from 'events';
import { asciiLowerCase } from '#lib/protocol/http/abnf.ts';
import type { FieldLine } from '#lib/protocol/http/head.ts';
import type { HttpRequest } from '#lib/protocol/http/message.ts';
import type { NetSocket } from './net-socket.ts';

/** Of these only the first line counts (Node, `_addHeaderLine`). */
const ONCE: readonly string[] = [
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent'
];

/** As Node joins lines of one name. */
export function joinFields(fields: readonly FieldLine[]): Record<string, string | string[]> {
  const joined: Record<string, string | string[]> = {};
  for (const { name, value } of fields) {
    const key = asciiLowerCase(name);
    const before = joined[key];
    if (key === 'set-cookie') joined[key] = [...(Array.isArray(before) ? before : []), value];
    else if (typeof before !== 'string') joined[key] = value;
    else if (!ONCE.includes(key))
      joined[key] = `${before}${key === 'cookie' ? '; ' : ', '}${value}`;
  }
  return joined;
}

export class IncomingMessage extends EventEmitter {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly httpVersionMajor: number;
  readonly httpVersionMinor: number;
  readonly headers: Record<string, string | string[]>;
  /** Name, value, name, value, as they were sent. */
  readonly rawHeaders: string[];
  readonly socket: NetSocket;

  constructor({ method, target, version, fields }: HttpRequest, socket: NetSocket) {
    super();
    this.method = method;
    this.url = target;
    this.httpVersion = version.replace('HTTP/', '');
    [this.httpVersionMajor = 1, this.httpVersionMinor = 1] = this.httpVersion
      .split('.')
      .map(Number);
    this.headers = joinFields(fields);
    this.rawHeaders = fields.flatMap(({ name, value }) => [name, value]);
    this.socket = socket;
  }

  get connection(): NetSocket {
    return this.socket;
  }

  /** The value, where there is one line or lines that Node joins; undefined where there is none. */
  header(name: string): string | undefined {
    const value = this.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }
}
