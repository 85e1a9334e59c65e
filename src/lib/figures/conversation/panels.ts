/**
 * The panels beside the ladder of a conversation. A page brings the one that it begins with; the
 * others come when they are first shown.
 */
import type { Component } from 'svelte';
import type { Trace } from '#lib/trace/trace.ts';
import type { Linking } from '../parts/linking.ts';
import type { WireFrame } from '../parts/wire-frame.ts';
import type { Panel } from './conversation.ts';

export interface PanelProps extends Linking {
  trace: Trace;
  frames: readonly WireFrame[];
  /** The frame that matters now; a connection that was refused has none. */
  frame: WireFrame | undefined;
  time: number;
}

type View = Component<PanelProps>;

const LOAD: Readonly<Record<Panel, () => Promise<{ default: View }>>> = {
  frame: () => import('../frame-bytes/FramePanel.svelte'),
  states: () => import('../states/States.svelte'),
  closing: () => import('../closing/Closing.svelte'),
  api: () => import('../api/Api.svelte')
};

/** Those that have come, by name. */
const ready: Partial<Record<Panel, View>> = {};

export const panelOf = (panel: Panel): View | undefined => ready[panel];

/** Brings a panel; at once when it is there. */
export async function bringPanel(panel: Panel): Promise<View> {
  return (ready[panel] ??= (await LOAD[panel]()).default);
}
