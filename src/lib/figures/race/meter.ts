/** Bytes as a bar, kind after kind. */
import { BYTE_KINDS, type Bytes, type ByteKind } from '#lib/simulation/transports/run.ts';
import { round } from '../parts/geometry.ts';

export interface MeterPart {
  readonly kind: ByteKind;
  readonly x: number;
  readonly width: number;
}
export const METER = { width: 200, height: 18 };

/** `most`: how many bytes the whole width is. What is there is at least a line wide. */
export function meter(bytes: Bytes, most: number, kinds: readonly ByteKind[]): MeterPart[] {
  let x = 0;
  return BYTE_KINDS.filter((kind) => kinds.includes(kind) && bytes[kind] > 0).map((kind) => {
    const part = {
      kind,
      x: round(x),
      width: Math.max(1.5, round((bytes[kind] / most) * METER.width))
    };
    x += (bytes[kind] / most) * METER.width;
    return part;
  });
}
