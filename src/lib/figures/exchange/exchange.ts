/**
 * The ladder of a capture: a rung for each thing that was seen. A capture is taken at one place and
 * knows one instant of each packet, not when it left and came: so the rungs are level, and equally
 * far apart; times stand beside them, and silence is named.
 */
import type { Rung } from '#lib/capture/session/protocol.ts';
import { round, type Size } from '../parts/geometry.ts';

export interface ExchangeRung {
  readonly key: string;
  readonly rung: Rung;
  readonly y: number;
  /** Milliseconds since the connection began; NaN where the file has no times. */
  readonly time: number;
  /** Milliseconds of silence before it, where they are worth a word. */
  readonly silence: number | undefined;
  /** Where the break of the axis stands that says so. */
  readonly breakY: number;
  readonly kind: 'line' | 'band';
  readonly path: string;
  readonly label: { readonly x: number; readonly y: number };
  /** Where a flag stands: at the head, where the label does not come. */
  readonly flagX: number;
  /** How long the band is: a label that does not fit is cut. */
  readonly length: number;
}
export interface ExchangeGeometry {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly bottom: number;
  readonly axis: number;
  readonly client: number;
  readonly server: number;
  readonly rungs: readonly ExchangeRung[];
}

const FRAME = {
  wide: { width: 640, axis: 92, client: 118, server: 622, rung: 27 },
  narrow: { width: 336, axis: 66, client: 84, server: 322, rung: 29 }
} as const;
const TOP = 44;
const BAND = 19;
const HEAD = 10;
/** Room that is kept for a flag. */
const FLAG = 14;
/** Half the width of a rail, and a little air. */
const EDGE = 6;
/** So much silence is named. */
export const SILENCE = 1000;
const BREAK = 26;

export function exchange(rungs: readonly Rung[], begins: number, size: Size): ExchangeGeometry {
  const frame = FRAME[size];
  const length = frame.server - frame.client - 2 * EDGE;
  let y = TOP;
  let before = NaN;
  const drawn = rungs.map((rung, i): ExchangeRung => {
    const waited = rung.at - before;
    const silence = waited >= SILENCE ? waited : undefined;
    if (!Number.isNaN(rung.at)) before = rung.at;
    const breakY = y + BREAK / 2;
    if (silence !== undefined) y += BREAK;
    const middle = y + frame.rung / 2;
    y += frame.rung;
    const fromClient = rung.from === 'client';
    const from = fromClient ? frame.client + EDGE : frame.server - EDGE;
    const direction = fromClient ? 1 : -1;
    const tip = from + length * direction;
    const kind = rung.type === 'tcp' ? 'line' : 'band';
    const neck = tip - HEAD * direction;
    const half = BAND / 2;
    return {
      key: rung.type === 'frame' ? `f${rung.line.row}` : `${rung.type}${i}`,
      rung,
      y: round(middle),
      time: rung.at - begins,
      silence,
      breakY: round(breakY),
      kind,
      path:
        kind === 'line'
          ? `M${from} ${round(middle)}H${tip}m${-8 * direction} -4l${8 * direction} 4l${-8 * direction} 4`
          : `M${from} ${round(middle - half)}H${neck}L${tip} ${round(middle)}L${neck} ${round(middle + half)}H${from}z`,
      label: { x: from + 9 * direction, y: round(middle + 4.5) },
      flagX: tip - (HEAD + 14) * direction,
      length: length - HEAD - 14 - FLAG
    };
  });
  return {
    width: frame.width,
    height: round(y + 10),
    top: TOP,
    bottom: round(y),
    axis: frame.axis,
    client: frame.client,
    server: frame.server,
    rungs: drawn
  };
}
