/** What a connection is told, and what is to be done then. */
import type { Violation } from '../decoding.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Close } from './close-frame.ts';
import type { Extension } from './extensions.ts';
import type { RequestJudgement } from './judge-request.ts';
import type { Message } from './message.ts';
import type { Limits } from './message-limits.ts';
import type { DeflateAgreement } from './permessage-deflate.ts';
import type { ConnectionState } from './transitions.ts';

export type Input =
  /** From TCP. The bytes must not change afterwards. */
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** Go on with bytes that came before. */
  | { readonly type: 'read' }
  /** TCP has ended, in whatever way. */
  | { readonly type: 'tcp-closed' }
  /** The server’s answer to a `request`; with status 101 it opens. */
  | {
      readonly type: 'respond';
      readonly response: HttpResponse;
      readonly protocol?: string;
      readonly agreement?: DeflateAgreement;
    }
  | {
      readonly type: 'send';
      readonly message: Message;
      /** Bytes of payload in a frame at most; undefined: one frame. */
      readonly fragmentSize?: number;
      /** False: as it is, even where compression is agreed. */
      readonly compress?: boolean;
    }
  | { readonly type: 'ping' | 'pong'; readonly payload?: Uint8Array }
  | { readonly type: 'close'; readonly code?: number; readonly reason?: string };

export type Output =
  /** To be written to TCP. */
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'state'; readonly from: ConnectionState; readonly to: ConnectionState }
  /** A whole request has come: answer it with `respond`. */
  | {
      readonly type: 'request';
      readonly request: HttpRequest;
      readonly judgement: RequestJudgement;
      readonly key: string;
    }
  | { readonly type: 'open'; readonly protocol: string; readonly extensions: readonly Extension[] }
  | { readonly type: 'message'; readonly message: Message; readonly frames: number }
  | { readonly type: 'ping' | 'pong'; readonly payload: Uint8Array }
  | { readonly type: 'close'; readonly close: Close }
  /** The peer broke a rule, or a limit; `code` is what the Close frame says, if one is sent. */
  | {
      readonly type: 'failed';
      readonly violation: Violation | undefined;
      readonly code: number;
      readonly limit?: keyof Limits;
    }
  /** Close TCP now. */
  | { readonly type: 'close-tcp' }
  /** It is over: what the API reports (RFC 6455 §7.1.5, §7.1.6). */
  | {
      readonly type: 'closed';
      readonly code: number;
      readonly reason: string;
      readonly wasClean: boolean;
    };

/** A source of masking keys, four bytes each, unpredictable (RFC 6455 §5.3, §10.3). */
export type Keys = () => Uint8Array;
