import { describe, expect, it } from 'vitest';
import {
  CLOSE_CODES,
  closeCodeEntry,
  closeCodeMeaning,
  mayBeOnWire,
  mayBePassedToClose
} from '#lib/protocol/websocket/close-code.ts';
import { isControl, isReserved, OPCODES } from '#lib/protocol/websocket/opcode.ts';
import { nextState, TRANSITIONS } from '#lib/protocol/websocket/transitions.ts';
import { decodeClose, encodeClose } from '#lib/protocol/websocket/close-frame.ts';
import registries from '../../../fixtures/registries.json' with { type: 'json' };
import { hex } from '../../../helpers/bytes.ts';

describe('the table of close codes', () => {
  it.each(registries.closeCodes)('has $code as the registry does', (fact) => {
    const entry = closeCodeEntry(fact.code);
    expect(entry?.name).toBe(fact.name);
    expect(entry?.onWire).toBe(fact.mayBeSentOnWire);
    expect(entry?.inClose).toBe(fact.scriptMayCloseWith);
  });

  it('has each range as the registry does', () => {
    for (const fact of registries.closeCodeRanges) {
      const [from = 0, to = 0] = fact.range.split('-').map(Number);
      for (const code of [from, to]) {
        expect(mayBeOnWire(code), `${code}`).toBe(fact.mayBeSentOnWire);
        expect(closeCodeMeaning(code), `${code}`).toBeDefined();
      }
    }
  });

  it('leaves no 16-bit number without a meaning', () => {
    for (let code = 0; code <= 0xffff; code++) {
      expect(closeCodeMeaning(code)).toBeDefined();
      expect(mayBePassedToClose(code)).toBe(code === 1000 || (code >= 3000 && code <= 4999));
    }
    expect(CLOSE_CODES.map(({ code }) => code)).toEqual(
      Array.from({ length: 16 }, (_, i) => 1000 + i)
    );
  });
});

describe('the table of opcodes', () => {
  it.each(registries.opcodes)('has $hex as the registry does', (fact) => {
    const entry = OPCODES[fact.opcode];
    expect(entry?.opcode).toBe(fact.opcode);
    expect(entry?.kind).toBe(fact.kind);
    expect(entry?.id === 'reserved').toBe(fact.name.startsWith('reserved'));
    expect(isReserved(fact.opcode)).toBe(entry?.id === 'reserved');
    expect(isControl(fact.opcode)).toBe(fact.kind === 'control');
  });
});

describe('the table of transitions', () => {
  it('has one next state for a state and an event', () => {
    const keys = TRANSITIONS.map(({ from, event }) => `${from} ${event}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('leads from connecting to closed, and never out of closed', () => {
    expect(nextState('connecting', 'opened')).toBe('open');
    expect(nextState('open', 'close-sent')).toBe('closing');
    expect(nextState('closing', 'tcp-closed')).toBe('closed');
    expect(TRANSITIONS.some(({ from }) => from === 'closed')).toBe(false);
  });
});

describe('the payload of a Close', () => {
  it('holds a code in network byte order and a reason', () => {
    expect(encodeClose(1000, 'bye')).toEqual(hex`03e8 627965`);
    expect(decodeClose(hex`03e8 627965`)).toEqual({
      close: { code: 1000, reason: 'bye' },
      faults: []
    });
    expect(encodeClose()).toEqual(new Uint8Array());
  });

  it('is refused where it may not be sent', () => {
    for (const code of [999, 1004, 1005, 1006, 1015, 1016, 2999, 5000])
      expect(() => encodeClose(code), `${code}`).toThrow(RangeError);
    expect(() => encodeClose(1000, 'я'.repeat(62))).toThrow(RangeError);
    expect(() => encodeClose(1000, 'я'.repeat(61))).not.toThrow();
    expect(() => encodeClose(undefined, 'why')).toThrow(RangeError);
  });

  it.each([
    ['close-body-size', hex`03`],
    ['close-not-on-wire', hex`03ed`],
    ['close-not-on-wire', hex`03ee`],
    ['close-not-on-wire', hex`03f7`],
    ['close-1004', hex`03ec`],
    ['close-range-unused', hex`03e7`],
    ['close-range-unused', hex`1388`],
    ['close-range-protocol', hex`0bb7`],
    ['close-reason-utf8', hex`03e8 ff`]
  ] as const)('breaks %s', (rule, payload) => {
    expect(decodeClose(payload).faults.map((fault) => fault.rule)).toEqual([rule]);
  });
});
