import type { FigureId } from '#lib/figures/registry.ts';
import type { EvidenceView } from '#lib/figures/evidence/words.ts';
import type { FrameView } from '#lib/figures/frame-steps/frame-view.ts';
import type { RunView } from '#lib/figures/lanes/run-view.ts';
import type { ToolsView } from '#lib/figures/tools/tools.ts';
import type { HeadSpans } from '#lib/figures/parts/head.ts';
import type { WireFrame } from '#lib/figures/parts/wire-frame.ts';
import type { Markup } from './markup.ts';
import type { BombsView } from '#lib/figures/bomb/bomb.ts';
import type { PlayBook } from '#lib/simulation/cross-site/play.ts';
import type { CrossSiteSettings } from '#lib/simulation/cross-site/settings.ts';
import type { FleetView } from '#lib/simulation/fleet/view.ts';
import type { PoisoningFrames } from '#lib/simulation/cache-poisoning.ts';
import type { FormulaId } from '#lib/simulation/transports/formulas.ts';
import type { TransportRun } from '#lib/simulation/transports/run.ts';
import type { Trace } from '#lib/trace/trace.ts';

/** What the figure shows at a step. */
export interface FigureState {
  /** `request`, `response`, `accept`; or a frame or a scene of the chapter. */
  readonly show: string;
  /** The address that is selected. */
  readonly select: string | undefined;
}

export interface ChapterStep extends FigureState {
  readonly id: string;
  readonly at: number;
  /** At whose end it happens: the shape of its mark. */
  readonly role: 'client' | 'server';
  /** How far it goes in what it shows, in bytes, where `select` does not say it. */
  readonly upTo?: number | undefined;
  /** The reader draws the curve first. */
  readonly draw?: boolean | undefined;
}

export interface Choice {
  readonly html: Markup;
  readonly correct: boolean;
}

export interface Question {
  readonly type: 'question';
  readonly kind: 'predict' | 'check';
  readonly id: string;
  readonly title: Markup;
  readonly choices: readonly Choice[];
  readonly answer: Markup;
  readonly scenario: string | undefined;
}

export interface FormulaBlock {
  readonly type: 'formula';
  readonly name: FormulaId;
  /** Each line: what it is called, MathML, and its value at first. */
  readonly lines: readonly {
    readonly id: string;
    readonly label: string;
    readonly html: Markup;
    readonly value: string;
    readonly isResult: boolean;
  }[];
  /** `T = 500 ms, polling interval`: the first values. */
  readonly variables: readonly string[];
}

export type ChapterBlock =
  | { readonly type: 'prose'; readonly html: Markup }
  | { readonly type: 'step'; readonly id: string; readonly title: Markup; readonly html: Markup }
  | Question
  | { readonly type: 'tools'; readonly title: Markup; readonly html: Markup }
  | { readonly type: 'commands'; readonly name: string }
  | FormulaBlock;

export interface ChapterCommand {
  readonly tool: string;
  readonly line: string;
  readonly prints?: string;
}

export interface ChapterLink {
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly description: string;
}

/** A chapter as its page gets it: words as HTML, everything else from the engine. */
export interface ChapterView {
  readonly slug: string;
  readonly number: number;
  readonly figure: FigureId;
  readonly text: {
    readonly title: string;
    readonly lede: Markup;
    readonly description: string;
    readonly blocks: readonly ChapterBlock[];
  };
  readonly steps: readonly ChapterStep[];
  /** Milliseconds of the main trace's link, there and back. */
  readonly roundTrip: number;
  readonly traces: Readonly<Record<string, Trace>>;
  /** The spans of each trace's heads. */
  readonly spans: Readonly<Record<string, HeadSpans>>;
  /** The Sec-WebSocket-Key of the main scenario. */
  readonly key: string;
  /** The frames that the chapter shows, by name. */
  readonly frames: Readonly<Record<string, FrameView>>;
  /** The frames of each conversation among the traces. */
  readonly wire: Readonly<Record<string, readonly WireFrame[]>>;
  /** Races of transports; `main` is the chapter's own. */
  readonly races: Readonly<Record<string, readonly TransportRun[]>>;
  /** The frames of the story of the naive proxy, where it is told. */
  readonly poisoning: PoisoningFrames | undefined;
  /** What each tool sees of one conversation, where that is told. */
  readonly tools: ToolsView | undefined;
  /** The runs of fleets that the chapter shows, by name. */
  readonly fleet: Readonly<Record<string, FleetView>>;
  /** Cross-site handshakes and compressed bombs, where they are told: scenes by their names. */
  readonly security:
    | {
        readonly scenes: Readonly<Record<string, CrossSiteSettings>>;
        readonly bombScenes: Readonly<
          Record<string, { readonly plain: number; readonly limit: number | null }>
        >;
        readonly bombs: BombsView;
        readonly book: PlayBook;
      }
    | undefined;
  /** Runs of the live lab, by the names that the chapter has for them. */
  readonly runs: Readonly<Record<string, RunView>>;
  /** The tree of causes of 1006, where the chapter has it. */
  readonly evidence: EvidenceView | undefined;
  /** Length of the figure's time: milliseconds, seconds of a fleet, or stages. */
  readonly duration: number;
  readonly commands: Readonly<Record<string, readonly ChapterCommand[]>>;
  readonly previous: ChapterLink | undefined;
  readonly next: ChapterLink | undefined;
}
