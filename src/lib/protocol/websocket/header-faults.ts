/** What can be wrong with a header by itself, and where (RFC 6455 §5.2, RFC 7692 §6). */
import type { BitRange } from '#lib/bytes/span.ts';
import type { RuleId } from '../rules.ts';
import type { Role } from './frame.ts';
import { isMinimal, type FrameHeader } from './frame-header.ts';
import { isControl, isReserved } from './opcode.ts';

/** What the two ends have agreed on, as far as a single frame is concerned. */
export interface FrameContext {
  /** Who sends the frame. */
  readonly from: Role;
  /** permessage-deflate: agreed; offered and not accepted; not mentioned. */
  readonly deflate?: 'agreed' | 'offered' | 'none';
}

/** The bits of a header that a rule is about. */
type HeaderPart = 'rsv' | 'rsv1' | 'fin' | 'opcode' | 'mask' | 'length';
export interface HeaderFault {
  readonly rule: RuleId;
  readonly part: HeaderPart;
}

/** What is wrong with a header by itself, in the order in which it is looked at. */
export function headerFaults(header: FrameHeader, context: FrameContext): HeaderFault[] {
  const faults: HeaderFault[] = [];
  const { deflate = 'none', from } = context;
  const control = isControl(header.opcode);
  if (header.rsv & 4) {
    if (deflate !== 'agreed')
      faults.push({
        rule: deflate === 'offered' && from === 'client' ? 'ext-not-before-accept' : 'frame-rsv',
        part: 'rsv1'
      });
    else if (control || header.opcode === 0) faults.push({ rule: 'pmd-rsv1-first', part: 'rsv1' });
  }
  if (header.rsv & 3) faults.push({ rule: 'frame-rsv', part: 'rsv' });
  if (isReserved(header.opcode)) faults.push({ rule: 'frame-opcode', part: 'opcode' });
  if (from === 'client' && !header.masked) faults.push({ rule: 'mask-client', part: 'mask' });
  if (from === 'server' && header.masked) faults.push({ rule: 'mask-server', part: 'mask' });
  if (control && !header.fin) faults.push({ rule: 'ctl-fin', part: 'fin' });
  if (control && header.payloadLength > 125) faults.push({ rule: 'ctl-125', part: 'length' });
  if (header.lengthTopBit) faults.push({ rule: 'frame-len-msb', part: 'length' });
  if (!isMinimal(header)) faults.push({ rule: 'frame-len-minimal', part: 'length' });
  return faults;
}

/** The bits, from the start of the frame, that a fault is about. */
export function rangeOfPart(header: FrameHeader, part: HeaderPart): BitRange {
  switch (part) {
    case 'fin':
      return { from: 0, to: 1 };
    case 'rsv1':
      return { from: 1, to: 2 };
    case 'rsv':
      return { from: header.rsv & 2 ? 2 : 3, to: header.rsv & 1 ? 4 : 3 };
    case 'opcode':
      return { from: 4, to: 8 };
    case 'mask':
      return { from: 8, to: 9 };
    case 'length':
      return { from: 9, to: 16 + (header.lengthForm === 7 ? 0 : header.lengthForm) };
  }
}

/** The same range, `bytes` later. */
export const shifted = (range: BitRange, bytes: number): BitRange => ({
  from: range.from + bytes * 8,
  to: range.to + bytes * 8
});
