/** What the table of tools says in words. */
import type { MessageId, Translate } from '#lib/i18n/messages.ts';
import type { WordedLine } from '../plate/transcript.ts';
import {
  cellAddress,
  LAYERS,
  markOf,
  TOOLS,
  type LayerId,
  type ToolId,
  type ToolsView
} from './tools.ts';

/** Cells of which there is more to say than their count. */
export const NOTED = [
  'tcpdump.segments',
  'tcpdump.frames',
  'tcpdump.messages',
  'wireshark.keys',
  'wireshark.fragments',
  'wireshark.messages',
  'wireshark.event',
  'devtools.frames',
  'devtools.keys',
  'devtools.control',
  'devtools.codes',
  'har.heads',
  'har.frames',
  'har.compression',
  'har.messages',
  'har.codes',
  'mitmproxy.keys',
  'mitmproxy.fragments',
  'mitmproxy.control',
  'mitmproxy.codes',
  'server.heads',
  'server.control',
  'server.messages',
  'server.codes',
  'script.heads',
  'script.control',
  'script.messages',
  'script.event'
] as const;

const countsOf = (view: ToolsView, tool: ToolId, layer: LayerId) => {
  const total = view.totals[layer];
  const sight = view.sights[tool][layer];
  return { mark: markOf(sight, total), n: sight.named, total };
};

/** `Wireshark, Frames: named, 14 of 14`: a cell, for who does not see it. */
export function cellName(view: ToolsView, tool: ToolId, layer: LayerId, t: Translate): string {
  const { mark, n, total } = countsOf(view, tool, layer);
  return t('tools.cell', {
    tool: t(`tools.${tool}`),
    layer: t(`tools.${layer}`),
    mark: t(`tools.mark-${mark}`),
    n,
    total
  });
}

/** A sentence with the count. */
export function sayOf(view: ToolsView, tool: ToolId, layer: LayerId, t: Translate): string {
  const { mark, n, total } = countsOf(view, tool, layer);
  return t(`tools.say-${mark}`, { n, total });
}

/** What more there is to say; empty where there is nothing. */
export function noteOf(tool: ToolId, layer: LayerId, t: Translate): string {
  const address = NOTED.find((noted) => noted === cellAddress(tool, layer));
  return address ? t(`toolNotes.${address}` as MessageId) : '';
}

/** The table as lines: one a tool. */
export const toolsLines = (view: ToolsView, t: Translate): readonly WordedLine[] =>
  TOOLS.map((tool, i) => ({
    instant: i,
    at: String(i + 1),
    who: t(`tools.${tool}`),
    text: LAYERS.map((layer) => {
      const { mark, n, total } = countsOf(view, tool, layer);
      return t('tools.line', {
        layer: t(`tools.${layer}`),
        mark: t(`tools.mark-${mark}`),
        n,
        total
      });
    }).join('; ')
  }));
