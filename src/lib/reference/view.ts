/** What the pages of the reference are given: made at build time, words included. */
import type { Need, OverHttp2, Times } from '#lib/protocol/websocket/handshake-fields.ts';
import type { Basis, Consequence, Level, RuleGroup, RuleId, Who } from '#lib/protocol/rules.ts';

/** Words as HTML: code and links, nothing else. */
export type Html = string;

export interface RuleLink {
  readonly id: RuleId;
  readonly href: string;
  /** The rule as a sentence; `backticks` mark code. */
  readonly text: string;
}

export interface OpcodeRow {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly name: 'continuation' | 'text' | 'binary' | 'close' | 'ping' | 'pong' | 'reserved';
  readonly kind: 'data' | 'control';
  readonly html: Html;
  readonly section: string;
  readonly lab: string;
}

export interface CloseCodeRow {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
  readonly onWire: boolean;
  readonly inClose: boolean;
  readonly apiOnly: boolean;
  readonly href: string;
}
export interface CloseRangeRow {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly html: Html;
  readonly onWire: boolean;
  readonly inClose: boolean;
}

/** A byte of a frame: two digits, and the role that colours it. */
export interface ByteCell {
  readonly hex: string;
  readonly role: string;
}
export interface ReceiverRow {
  /** As the receiver is named. */
  readonly who: string;
  readonly wire: string;
  readonly script: string;
}
export interface CloseCodeView {
  readonly code: number;
  readonly name: string;
  readonly usedBy: 'client' | 'server' | 'both' | 'nobody';
  readonly onWire: 'yes' | 'forbidden' | 'reserved';
  readonly inClose: boolean;
  readonly apiOnly: boolean;
  readonly section: string;
  readonly look: readonly Html[];
  /** The Close frame of a server; undefined: no frame may carry the code. */
  readonly bytes: readonly ByteCell[] | undefined;
  /** What a script in a browser is told, from a run of the site's own endpoints; undefined: browsers differ. */
  readonly event: { readonly code: number; readonly clean: boolean } | undefined;
  readonly receivers: readonly ReceiverRow[];
  readonly chromiumSends: readonly RuleLink[];
  readonly wsSends: readonly RuleLink[];
  /** Of 1006: what Chromium reports with it. */
  readonly shownFor:
    { readonly handshake: readonly RuleLink[]; readonly frames: readonly RuleLink[] } | undefined;
  readonly see: readonly { readonly href: string; readonly id: SeeId }[];
  readonly previous: CodeLink | undefined;
  readonly next: CodeLink | undefined;
}
export type SeeId = 'seeFrame' | 'seeEmpty' | 'seeForbidden' | 'seeChapter' | 'seeRules';
export interface CodeLink {
  readonly code: number;
  readonly href: string;
}

export interface FieldRow {
  readonly name: string;
  readonly request: Need;
  readonly response: Need;
  readonly times: Times;
  readonly http2: OverHttp2;
  readonly section: string;
  readonly html: Html;
  /** Values in the example, of the request and the response. */
  readonly examples: readonly string[];
  readonly rules: readonly RuleLink[];
}

export interface RuleRow {
  readonly id: RuleId;
  readonly group: RuleGroup;
  readonly text: string;
  readonly section: string;
  readonly who: Who;
  readonly level: Level;
  readonly consequence: Consequence;
  readonly basis: Basis;
  readonly status: number | undefined;
  readonly code: number | undefined;
  readonly chromium: string | undefined;
  readonly ws: string | undefined;
  readonly lab: string | undefined;
}

export interface MessageRow {
  readonly id: string;
  readonly message: string;
  readonly html: Html;
  readonly lab: string | undefined;
  /** The call that throws it. */
  readonly call?: string;
}
export type MessageSection = 'errHandshake' | 'errFrames' | 'errExceptions' | 'errWs';

export interface ErratumRow {
  readonly id: string;
  readonly title: string;
  readonly html: Html;
  readonly eid: number | undefined;
  /** What is printed and what is right, made by the engine. */
  readonly facts: readonly {
    readonly label: 'printedKey' | 'printedAccept' | 'printedLength';
    readonly printed: string;
    readonly right: string;
  }[];
  readonly lab: string | undefined;
}

export type View =
  | {
      readonly topic: 'contents';
      readonly topics: readonly {
        readonly id: TopicId;
        readonly href: string;
        readonly n: number;
        /** Printed large beside it. */ readonly sample: string;
      }[];
    }
  | { readonly topic: 'opcodes'; readonly rows: readonly OpcodeRow[] }
  | {
      readonly topic: 'closeCodes';
      readonly rows: readonly CloseCodeRow[];
      readonly ranges: readonly CloseRangeRow[];
    }
  | ({ readonly topic: 'closeCode' } & CloseCodeView)
  | { readonly topic: 'fields'; readonly rows: readonly FieldRow[]; readonly lab: string }
  | { readonly topic: 'rules'; readonly rows: readonly RuleRow[] }
  | {
      readonly topic: 'errors';
      readonly sections: readonly {
        readonly id: MessageSection;
        readonly anchor: string;
        readonly rows: readonly MessageRow[];
      }[];
    }
  | { readonly topic: 'errata'; readonly rows: readonly ErratumRow[] };

export type TopicId =
  'opcodes' | 'closeCodes' | 'fields' | 'rules' | 'errors' | 'errata' | 'glossary';
export type ViewOf<Topic extends View['topic']> = Extract<View, { readonly topic: Topic }>;
