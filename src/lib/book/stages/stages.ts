import type { Panel } from '#lib/figures/conversation/conversation.ts';
import { bringPanel } from '#lib/figures/conversation/panels.ts';
import type { Component } from 'svelte';
import type { Move } from '#lib/player/keys.ts';
import type { Player } from '#lib/player/player.svelte.ts';
import type { ChapterView, FigureState, Question } from '../chapter.ts';

/** What every stage gets: the chapter's figure with its player. */
export interface StageProps {
  chapter: ChapterView;
  player: Player;
  /** What each step is called, as plain text. */
  titles: readonly string[];
  /** A question whose answer is shown instead of the chapter's own trace. */
  aside: Question | undefined;
  lit: string | undefined;
  selected: string | undefined;
  show: FigureState['show'];
  onlight: (address: string | undefined) => void;
  onselect: (address: string) => void;
  onstep: (move: Move) => void;
  /** Text of the current step, shown in the figure where there is no room beside it. */
  caption: string;
  onback: () => void;
  /** The address of the moment that is shown. */
  link: () => string;
}

/** The module of a stage. */
export interface StageCode {
  readonly default: Component<StageProps>;
}
type Load = () => Promise<StageCode>;

/** One chunk a figure: a chapter loads its own and no other. */
export const STAGES: Readonly<Record<ChapterView['figure'], Load>> = {
  handshake: () => import('./HandshakeStage.svelte'),
  accept: () => import('./AcceptStage.svelte'),
  'frame-steps': () => import('./FrameStage.svelte'),
  masking: () => import('./MaskingStage.svelte'),
  fragments: () => import('./FragmentsStage.svelte'),
  conversation: () => conversationWith('states'),
  closing: () => conversationWith('closing'),
  api: () => conversationWith('api'),
  race: () => import('./RaceStage.svelte'),
  fleet: () => import('./FleetStage.svelte'),
  security: () => import('./SecurityStage.svelte'),
  production: () => import('./ProductionStage.svelte'),
  tools: () => import('./ToolsStage.svelte')
};

/** With the panel that the figure begins with: it is there before the page is drawn. */
async function conversationWith(panel: Panel) {
  const [stage] = await Promise.all([import('./ConversationStage.svelte'), bringPanel(panel)]);
  return stage;
}
