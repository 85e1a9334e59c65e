/** Header sections as data. */

/** What a head is for. */
export type RequestKind = 'poll' | 'send' | 'stream' | 'upgrade';
export type ResponseKind = 'news' | 'empty' | 'unchanged' | 'sent' | 'stream' | 'upgraded';

/** `Name: value` with places in braces, one line each. */
export type Head = readonly string[];
export interface Profile {
  readonly requests: Readonly<Record<RequestKind, Head>>;
  readonly responses: Readonly<Record<ResponseKind, Head>>;
}

/** HTTP/1.1 keeps a connection unless one side says otherwise (RFC 9112 §9.3). */
export const CLOSE = 'Connection: {close}';
