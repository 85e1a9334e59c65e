/**
 * What tools see of one conversation: layers as rows, tools as columns. A tool names a thing, or only
 * keeps the bytes in which it could be found, or has nothing of it.
 */

export const TOOLS = [
  'tcpdump',
  'wireshark',
  'devtools',
  'har',
  'mitmproxy',
  'server',
  'script'
] as const;
export type ToolId = (typeof TOOLS)[number];

/** From the lowest to what only a script sees. */
export const LAYERS = [
  'segments',
  'heads',
  'frames',
  'keys',
  'compression',
  'fragments',
  'control',
  'messages',
  'codes',
  'event'
] as const;
export type LayerId = (typeof LAYERS)[number];

/** What a tool has of a layer. */
export interface Sight {
  /** How many of them it names. */
  readonly named: number;
  /** How many more lie in the bytes that it keeps. */
  readonly kept: number;
  /** Lines of its own output that show it, as they are. */
  readonly lines: readonly string[];
}

export interface ToolsView {
  /** How many of each there are on the wire; of the last one, at the script. */
  readonly totals: Readonly<Record<LayerId, number>>;
  readonly sights: Readonly<Record<ToolId, Readonly<Record<LayerId, Sight>>>>;
}

export type Mark = 'all' | 'part' | 'bytes' | 'none';

/** The mark of a cell: a part that is named counts more than the rest that is merely kept. */
export function markOf({ named, kept }: Sight, total: number): Mark {
  if (named >= total) return 'all';
  if (named > 0) return 'part';
  return kept > 0 ? 'bytes' : 'none';
}

/** `har.frames`: how prose and steps name a cell; either half alone is a column or a row. */
export const cellAddress = (tool: ToolId, layer: LayerId): string => `${tool}.${layer}`;

export interface Place {
  readonly tool: ToolId | undefined;
  readonly layer: LayerId | undefined;
}

/** The column and the row that an address names; undefined where it names neither. */
export function placeOf(address: string | undefined): Place | undefined {
  const tags = address?.split('.') ?? [];
  const tool = TOOLS.find((id) => tags.includes(id));
  const layer = LAYERS.find((id) => tags.includes(id));
  const known = (tool ? 1 : 0) + (layer ? 1 : 0);
  return known > 0 && known === tags.length ? { tool, layer } : undefined;
}

/** Whether a cell lies in the column, the row or the cell that is meant. */
export const isIn = (place: Place | undefined, tool: ToolId, layer: LayerId): boolean =>
  place !== undefined &&
  (place.tool === undefined || place.tool === tool) &&
  (place.layer === undefined || place.layer === layer);
