/** What a conversation is made of: a script, a link, and how the ends' systems behave. */
import type { Link } from '#lib/network/link.ts';
import type { LengthForm } from '#lib/protocol/websocket/frame-header.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { OpcodeEntry } from '#lib/protocol/websocket/opcode.ts';
import type { OpeningScenario } from './opening.ts';

/** What a program does, or what happens to it. */
export type Deed =
  | {
      readonly do: 'send';
      readonly text?: string;
      readonly bytes?: Uint8Array;
      /** Bytes of payload in a frame at most; absent: one frame. */
      readonly fragmentSize?: number;
      /** Milliseconds between its frames: the message is not known whole yet. */
      readonly pause?: number;
    }
  | { readonly do: 'ping' | 'pong'; readonly text?: string }
  | { readonly do: 'close'; readonly code?: number; readonly reason?: string }
  /** A frame that no connection of ours would send. */
  | {
      readonly do: 'frame';
      readonly opcode: OpcodeEntry['id'];
      readonly text?: string;
      readonly payload?: Uint8Array;
      /** Instead of text: so many bytes, all zero. */
      readonly size?: number;
      readonly fin?: boolean;
      readonly masked?: boolean;
      readonly rsv1?: boolean;
      readonly lengthForm?: LengthForm;
    }
  /** Bytes as they are. */
  | { readonly do: 'bytes'; readonly bytes: Uint8Array }
  /** The process ends: its system closes TCP, and no Close is sent. */
  | { readonly do: 'end' };

export type Action = Deed & { readonly at: number; readonly by: Role };

export interface ConversationScenario {
  readonly id: string;
  readonly seed: number;
  readonly host: string;
  /** Each direction alike. */
  readonly link: Link;
  /** How long bytes that have arrived wait until they are read. */
  readonly read?: number;
  /** How long behind its last frame an end closes TCP. */
  readonly linger?: number;
  /**
   * How TCP cuts what an end writes, whatever the frames: so many bytes in a segment at most, and
   * one that is not full waits so long for more. Otherwise each frame is a segment.
   */
  readonly segments?: { readonly from: Role; readonly size: number; readonly gather: number };
  readonly script: readonly Action[];
  /** From this instant on the network carries nothing, and tells nobody. */
  readonly dark?: number;
  /** The server pings, and gives up a client that does not answer in time. */
  readonly heartbeat?: { readonly every: number; readonly within: number };
  /** The handshake in front; absent: it is over at 0. The script counts from `open`. */
  readonly opening?: OpeningScenario;
}
