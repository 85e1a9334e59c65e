/**
 * Questions that are answered by doing, as chapter.json declares them: settings, no words and no
 * bytes. The engine makes what is shown, its own answer, and the verdict on the reader's.
 */
import type { MessageId } from '#lib/i18n/messages.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import type { LengthForm } from '#lib/protocol/websocket/frame-header.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { OpcodeEntry } from '#lib/protocol/websocket/opcode.ts';

/** What a frame carries: text, bytes in hexadecimal, so many bytes, or a Close. */
export interface PayloadRecipe {
  readonly text?: string;
  /** `text`, so many times. */
  readonly times?: number;
  readonly hex?: string;
  /** So many bytes that count 0 to 255 again and again. */
  readonly size?: number;
  readonly code?: number;
  readonly reason?: string;
}

/** A frame that the engine makes; whatever is wrong with it is asked for here. */
export interface FrameRecipe extends PayloadRecipe {
  readonly opcode?: OpcodeEntry['id'];
  /** For `reserved`: which of them. */
  readonly number?: number;
  readonly fin?: boolean;
  readonly rsv1?: boolean;
  readonly rsv2?: boolean;
  readonly rsv3?: boolean;
  /** Otherwise as its sender should. */
  readonly masked?: boolean;
  /** Draws the masking key. */
  readonly seed?: number;
  readonly lengthForm?: LengthForm;
}

/** What a frame of the reader's must be; what is not named is free. */
export interface FrameWish extends PayloadRecipe {
  readonly opcode: Exclude<OpcodeEntry['id'], 'reserved'>;
  readonly fin?: boolean;
}

/** The reader types bytes: frames that `from` sends. */
export interface BuildBytes {
  readonly kind: 'build-bytes';
  readonly from: Role;
  readonly frames: readonly FrameWish[];
  /** The text that its data frames carry together, cut wherever the reader likes. */
  readonly message?: string;
  /** Shown with the task: what the other end has sent. */
  readonly shows?: readonly FrameRecipe[];
}

/** A request, or the answer to it, right at first and then changed. */
export interface HeadRecipe {
  readonly message: 'request' | 'response';
  readonly host: string;
  readonly target: string;
  readonly key: string;
  readonly origin?: string;
  readonly protocols?: readonly string[];
  /** Instead of the first line that the engine writes. */
  readonly firstLine?: string;
  readonly remove?: readonly string[];
  /** Values of fields, put in the place of the right ones or behind them. */
  readonly set?: Readonly<Record<string, string>>;
}

/** The reader repairs or completes a head. */
export interface BuildHead {
  readonly kind: 'build-head';
  /** What stands in the field at first. */
  readonly head: HeadRecipe;
  /** What must come of it: the handshake goes on, or is refused with this status. */
  readonly want: 'opens' | number;
  /** Fields that must have these values. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What the server is set up to accept. */
  readonly origins?: readonly string[];
  /** The request is shown with the task: it is the one that is answered. */
  readonly showsRequest?: boolean;
}

/** The engine breaks a rule on purpose; the reader says where. */
export type FindFault =
  | { readonly kind: 'find-fault'; readonly from: Role; readonly frames: readonly FrameRecipe[] }
  | {
      readonly kind: 'find-fault';
      readonly head: HeadRecipe;
      /** What the server is set up to accept: a request from elsewhere is at fault. */
      readonly origins?: readonly string[];
    };

/** The reader types a number that the engine has found by running something. */
export interface PredictNumber {
  readonly kind: 'predict-number';
  readonly answer: number;
  /** Numbers that come from a known mistake, by its name. */
  readonly near: readonly { readonly id: string; readonly value: number }[];
  /** Numbers that the task tells the reader, by name. */
  readonly given?: readonly { readonly id: string; readonly value: number }[];
}

export type Exercise = BuildBytes | BuildHead | FindFault | PredictNumber;

/** A message of the dictionary; values that are messages are worded first. */
export interface Phrase {
  readonly id: MessageId;
  readonly values?: Readonly<Record<string, string | number | Phrase>>;
}

/** What the engine sees in an answer. */
export interface Verdict {
  readonly right: boolean;
  /** What came of it, by name: a chapter may say more of each. */
  readonly outcome: string;
  /** What was built or picked. */
  readonly seen: readonly Phrase[];
  /** What is missing or wrong. */
  readonly says: readonly Phrase[];
  readonly rules: readonly RuleId[];
  /** The place of a fault in the text, in characters. */
  readonly place?: readonly [from: number, to: number];
}
