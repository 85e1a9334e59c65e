/** The event stream format (HTML Standard §9.2.6): lines of `field: value`, a blank line behind each event. */
import { utf8Encode } from '#lib/bytes/utf8.ts';

export interface ServerSentEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data: string;
}

const lines = (field: string, value: string | undefined): string =>
  value === undefined
    ? ''
    : value
        .split(/\r\n|\r|\n/)
        .map((line) => `${field}: ${line}\n`)
        .join('');

/** The bytes of one event. Line ends in `data` become several data lines; the reader joins them with LF. */
export const encodeEvent = ({ id, event, data }: ServerSentEvent): Uint8Array =>
  utf8Encode(`${lines('id', id)}${lines('event', event)}${lines('data', data)}\n`);

/** How long the browser waits before it connects again, in milliseconds. */
export const encodeRetry = (milliseconds: number): Uint8Array =>
  utf8Encode(`retry: ${milliseconds}\n\n`);

/** A line that a reader skips; customary against proxies that end silent responses. */
export const encodeComment = (text: string): Uint8Array => utf8Encode(`:${text && ` ${text}`}\n\n`);

/** Reads an event stream as it comes, in the way of a browser (HTML Standard §9.2.6). */
export class EventStreamReader {
  lastEventId = '';
  /** Milliseconds; undefined until the stream says so. */
  retry: number | undefined;
  #decoder = new TextDecoder();
  #rest = '';
  #data: string[] = [];
  #type = '';
  #id: string | undefined;

  /** The events that end in these bytes. */
  read(bytes: Uint8Array): (ServerSentEvent & { readonly event: string })[] {
    const text = this.#rest + this.#decoder.decode(bytes, { stream: true });
    // A CR at the end may be half of a CR LF.
    const found = text.split(/\r\n|\n|\r(?!$)/);
    this.#rest = found.pop() ?? '';
    return found.flatMap((line) => this.#line(line) ?? []);
  }

  #line(line: string): (ServerSentEvent & { readonly event: string }) | undefined {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#type = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^[0-9]+$/.test(value)) this.retry = Number(value);
    return undefined;
  }

  #dispatch(): (ServerSentEvent & { readonly event: string }) | undefined {
    if (this.#id !== undefined) this.lastEventId = this.#id;
    const data = this.#data;
    const event = this.#type || 'message';
    this.#data = [];
    this.#type = '';
    if (data.length === 0) return undefined;
    return { id: this.lastEventId, event, data: data.join('\n') };
  }
}
