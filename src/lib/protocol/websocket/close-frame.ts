/** What a Close frame holds: nothing, or a code and a reason (RFC 6455 §5.5.1). */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';
import type { BitRange } from '#lib/bytes/span.ts';
import type { RuleId } from '../rules.ts';
import { closeCodeMeaning, mayBeOnWire } from './close-code.ts';

export interface Close {
  /** Undefined: the frame was empty, and the API says 1005. */
  readonly code: number | undefined;
  readonly reason: string;
}

/** Bytes of a reason at most: 125 less the two of the code (RFC 6455 §5.5, §5.5.1). */
export const MAX_REASON = 123;

/** Throws a RangeError on a code that may not be sent, or a reason that is too long. */
export function encodeClose(code?: number, reason = ''): Uint8Array {
  if (code === undefined) {
    if (reason !== '') throw new RangeError('a reason needs a code');
    return new Uint8Array();
  }
  if (!mayBeOnWire(code)) throw new RangeError(`close code ${code}`);
  const bytes = utf8Encode(reason);
  if (bytes.length > MAX_REASON) throw new RangeError(`a reason of ${bytes.length} bytes`);
  return concatBytes(Uint8Array.of(code >> 8, code & 0xff), bytes);
}

export interface CloseFault {
  readonly rule: RuleId;
  /** Bits within the payload. */
  readonly range: BitRange;
}

function ruleOfCode(code: number): RuleId {
  if (code === 1004) return 'close-1004';
  const meaning = closeCodeMeaning(code);
  if (meaning && 'apiOnly' in meaning) return 'close-not-on-wire';
  return code >= 1000 && code < 3000 ? 'close-range-protocol' : 'close-range-unused';
}

/** The payload of a Close frame, and what is wrong with it. */
export function decodeClose(payload: Uint8Array): { close: Close; faults: CloseFault[] } {
  if (payload.length === 0) return { close: { code: undefined, reason: '' }, faults: [] };
  if (payload.length === 1)
    return {
      close: { code: undefined, reason: '' },
      faults: [{ rule: 'close-body-size', range: { from: 0, to: 8 } }]
    };
  const code = ((payload[0] as number) << 8) | (payload[1] as number);
  const reason = utf8Decode(payload.subarray(2));
  const faults: CloseFault[] = [];
  if (!mayBeOnWire(code)) faults.push({ rule: ruleOfCode(code), range: { from: 0, to: 16 } });
  if (reason === undefined)
    faults.push({ rule: 'close-reason-utf8', range: { from: 16, to: payload.length * 8 } });
  return { close: { code, reason: reason ?? '' }, faults };
}
