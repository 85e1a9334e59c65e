import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '#lib/bytes/bytes.ts';
import { createTranslate } from '#lib/i18n/messages.ts';
import {
  amend,
  begin,
  commit,
  look,
  redo,
  undo,
  type ByteHistory
} from '#lib/labs/frame/byte-history.ts';
import { cArrayOf } from '#lib/labs/frame/copy.ts';
import {
  addedAfter,
  compressed,
  deleteByte,
  flipBit,
  insertByte,
  partsOf,
  rebuilt,
  removed,
  setFirstByteBits,
  setPayloadByte,
  split
} from '#lib/labs/frame/edits.ts';
import { ROLE_LETTERS } from '#lib/figures/parts/roles.ts';
import { excerptOf, fieldRows } from '#lib/labs/frame/fields.ts';
import {
  brokenRules,
  frameIndexAt,
  INITIAL,
  movedBoundary,
  pasted,
  readState,
  type LabState
} from '#lib/labs/frame/model.ts';
import { flagOf } from '#lib/labs/frame/flag.ts';
import { differs, faultRows, peacefulOutcome } from '#lib/labs/frame/outcome.ts';
import {
  closePayload,
  closeTexts,
  defaultForm,
  formsOf,
  payloadFrom,
  readPairs,
  typedAs
} from '#lib/labs/frame/payload.ts';
import { presetOf, PRESETS } from '#lib/labs/frame/presets.ts';
import { sentenceOf } from '#lib/labs/frame/sentence.ts';
import { STRIP, stripCells } from '#lib/labs/frame/strip.ts';
import type { JudgedFrame } from '#lib/protocol/websocket/judge-frames.ts';
import { RULES } from '#lib/protocol/rules.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import { hex } from '../../helpers/bytes.ts';
import { runs } from '../../helpers/property.ts';

const AREAS = [
  'frameVerdict',
  'frameSentence',
  'frameField',
  'frameOutcome',
  'framePreset',
  'units'
] as const;
const en = createTranslate('en', messagesOf('en', AREAS));
const ru = createTranslate('ru', messagesOf('ru', AREAS));

const frameOf = (state: LabState): JudgedFrame => {
  const { frame } = readState(state);
  if (!frame) throw new Error('no frame');
  return frame;
};
const stateWith = (bytes: Uint8Array, more: Partial<LabState> = {}): LabState => ({
  ...INITIAL,
  bytes,
  ...more
});
const keys = () => {
  let n = 0;
  return () => Uint8Array.of(1, 2, 3, ++n);
};
const sentence = (state: LabState, t = en): string => {
  const { frame, message } = readState(state);
  return frame
    ? sentenceOf(frame.decoding, message?.compressed)
        .map(({ id, values }) => t(id, values))
        .join(', ')
    : '';
};

describe('the example', () => {
  it('is the masked Hello of RFC 6455 §5.7, and a Ping behind it', () => {
    expect(toHex(INITIAL.bytes.subarray(0, 11), ' ')).toBe('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    const { stream } = readState(INITIAL);
    expect(stream.frames.map(({ offset }) => offset)).toEqual([0, 11]);
    expect(stream.violations).toEqual([]);
  });
});

describe('presets', () => {
  it.each([
    ['text', '81 05 48 65 6c 6c 6f'],
    ['text-masked', '81 85 37 fa 21 3d 7f 9f 4d 51 58'],
    ['text-fragmented', '01 03 48 65 6c 80 02 6c 6f'],
    ['ping', '89 05 48 65 6c 6c 6f'],
    ['pong-masked', '8a 85 37 fa 21 3d 7f 9f 4d 51 58'],
    ['deflate-one', 'c1 07 f2 48 cd c9 c9 07 00'],
    ['deflate-fragmented', '41 03 f2 48 cd 80 04 c9 c9 07 00'],
    ['deflate-takeover', 'c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00'],
    ['deflate-no-takeover', 'c1 07 f2 48 cd c9 c9 07 00 c1 07 f2 48 cd c9 c9 07 00'],
    ['deflate-stored', 'c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00'],
    ['deflate-final', 'c1 08 f3 48 cd c9 c9 07 00 00'],
    ['deflate-two-blocks', 'c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00'],
    ['deflate-empty', 'c1 01 00']
  ])('%s is what the RFC prints', (id, bytes) => {
    expect(toHex(presetOf(id).state().bytes, ' ')).toBe(bytes);
  });

  it.each([
    ['binary-256', '82 7e 01 00', 256],
    ['binary-64k', '82 7f 00 00 00 00 00 01 00 00', 65536],
    ['length-0', '82 00', 0],
    ['length-125', '82 7d', 125],
    ['length-126', '82 7e 00 7e', 126],
    ['length-127', '82 7e 00 7f', 127],
    ['length-65535', '82 7e ff ff', 65535],
    ['length-65536', '82 7f 00 00 00 00 00 01 00 00', 65536]
  ])('%s begins with its header', (id, header, length) => {
    const { bytes } = presetOf(id).state();
    const size = header.split(' ').length;
    expect(toHex(bytes.subarray(0, size), ' ')).toBe(header);
    expect(bytes.length).toBe(size + length);
  });

  it.each(PRESETS.filter(({ group }) => group === 'rfc7692').map(({ id }) => id))(
    '%s inflates to Hello, or to nothing',
    (id) => {
      const { message, stream } = readState(presetOf(id).state());
      expect(stream.violations).toEqual([]);
      const text = new TextDecoder().decode(message?.payload);
      expect(text).toBe(id === 'deflate-empty' ? '' : 'Hello');
    }
  );

  it.each(PRESETS.flatMap(({ id, rule }) => (rule ? [[id, rule] as const] : [])))(
    '%s breaks exactly its rule',
    (id, rule) => {
      const { stream } = readState(presetOf(id).state());
      expect(stream.violations.map((violation) => violation.rule)).toEqual([rule]);
    }
  );

  it.each(PRESETS.filter(({ rule }) => !rule).map(({ id }) => id))('%s keeps all rules', (id) => {
    expect(readState(presetOf(id).state()).stream.violations).toEqual([]);
  });

  it('have a name in both languages', () => {
    for (const { id } of PRESETS)
      for (const t of [en, ru]) expect(t(`framePreset.${id}` as 'framePreset.ping')).toBeTruthy();
  });
});

describe('undo and redo', () => {
  const same = (a: LabState, b: LabState) => {
    expect(toHex(a.bytes)).toBe(toHex(b.bytes));
    expect({ ...a, bytes: 0 }).toEqual({ ...b, bytes: 0 });
  };
  const edit = fc.oneof(
    fc.nat(16).map((at) => (s: LabState) => flipBit(s, at * 8 + 3)),
    fc.nat(16).map((at) => (s: LabState) => insertByte(s, at, 7)),
    fc.nat(16).map((at) => (s: LabState) => deleteByte(s, at)),
    fc.constant((s: LabState): LabState => ({ ...s, from: 'server' })),
    fc.constant((s: LabState): LabState => ({ ...s, deflate: 'agreed', at: 3 }))
  );

  it('lead through every state and back, whatever was edited', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        let history: ByteHistory = begin(INITIAL);
        const states = [INITIAL];
        for (const apply of edits) {
          const next = apply(history.present);
          const before = history.past.length;
          history = commit(history, next);
          if (history.past.length > before) states.push(next);
        }
        for (const state of states.toReversed()) {
          same({ ...history.present, at: 0 }, { ...state, at: 0 });
          history = undo(history);
        }
        for (const state of states.slice(1)) {
          history = redo(history);
          same({ ...history.present, at: 0 }, { ...state, at: 0 });
        }
      }),
      runs(200, 2000)
    );
  });

  it('remember only what changed', () => {
    const big = stateWith(new Uint8Array(1 << 20));
    const { past } = commit(begin(big), flipBit(big, 8_000_000));
    expect(past[0]?.removed).toHaveLength(1);
    expect(past[0]?.inserted).toHaveLength(1);
  });

  it('take typing back as one step', () => {
    let history = commit(begin(INITIAL), flipBit(INITIAL, 70));
    history = amend(history, flipBit(history.present, 80));
    expect(history.past).toHaveLength(1);
    same(undo(history).present, INITIAL);
  });

  it('make no step of looking at another frame', () => {
    const history = look(begin(INITIAL), 11);
    expect(history.past).toEqual([]);
    expect(commit(history, { ...history.present, at: 0 }).past).toEqual([]);
  });
});

describe('edits', () => {
  it('flip one bit and no other', () => {
    const flipped = flipBit(INITIAL, 15);
    expect(flipped.bytes[1]).toBe(0x84);
    expect(flipBit(flipped, 15).bytes).toEqual(INITIAL.bytes);
  });

  it('write FIN, RSV and opcode without touching the rest', () => {
    const fragment = setFirstByteBits(INITIAL, frameOf(INITIAL), 0x80, 0);
    expect(toHex(fragment.bytes.subarray(0, 3))).toBe('018537');
    expect(setFirstByteBits(INITIAL, frameOf(INITIAL), 0x0f, 2).bytes[0]).toBe(0x82);
  });

  it('build the frame again from its parts, and leave the next frame as it was', () => {
    const state = rebuilt(INITIAL, frameOf(INITIAL), { payload: new Uint8Array(200) });
    const { stream } = readState(state);
    expect(stream.frames.map(({ offset }) => offset)).toEqual([0, 208]);
    expect(stream.violations).toEqual([]);
    const unmasked = rebuilt(INITIAL, frameOf(INITIAL), {}, 'maskingKey');
    expect(toHex(unmasked.bytes.subarray(0, 7), ' ')).toBe('81 05 48 65 6c 6c 6f');
  });

  it('keep a length form that is longer than needed, as long as it holds the length', () => {
    const long = rebuilt(INITIAL, frameOf(INITIAL), { lengthForm: 64 });
    expect(readState(long).violations.map(({ rule }) => rule)).toEqual(['frame-len-minimal']);
    const typed = rebuilt(long, frameOf(long), { payload: Uint8Array.of(1) });
    expect(partsOf(frameOf(typed).decoding).lengthForm).toBe(64);
    const grown = rebuilt(INITIAL, frameOf(INITIAL), {
      payload: new Uint8Array(70_000),
      lengthForm: 16
    });
    expect(readState(grown).violations).toEqual([]);
  });

  it('type over a character through the mask', () => {
    const state = setPayloadByte(INITIAL, frameOf(INITIAL), 6, 0x4a);
    expect(sentence(state)).toBe('Final text frame, masked, 5 bytes');
    expect(new TextDecoder().decode(partsOf(frameOf(state).decoding).payload)).toBe('Jello');
  });

  it.each([2, 3, 5, 9])('split a message into %i frames that say the same', (count) => {
    const state = split(INITIAL, frameOf(INITIAL), count, keys());
    const { stream } = readState(state);
    expect(stream.frames).toHaveLength(count + 1);
    expect(stream.violations).toEqual([]);
    expect(new TextDecoder().decode(stream.messages[0]?.payload)).toBe('Hello');
  });

  it('split a fragment so that the message stays whole', () => {
    const fragmented = split(INITIAL, frameOf(INITIAL), 2, keys());
    const second = readState(fragmented).stream.frames[1];
    const again = split(fragmented, second as JudgedFrame, 2, keys());
    const { stream } = readState(again);
    expect(stream.violations).toEqual([]);
    expect(new TextDecoder().decode(stream.messages[0]?.payload)).toBe('Hello');
  });

  it('compress a message, agree on the extension, and look back where the window is kept', () => {
    const twice = addedAfter(INITIAL, frameOf(INITIAL), {
      ...partsOf(frameOf(INITIAL).decoding)
    });
    const one = compressed({ ...twice, at: 0 }, frameOf({ ...twice, at: 0 }), new Uint8Array());
    expect(one.deflate).toBe('agreed');
    const { message } = readState(one);
    expect(toHex(message?.carried ?? new Uint8Array(), ' ')).toBe('f2 48 cd c9 c9 07 00');
    const at = readState(one).stream.frames[1]?.offset ?? 0;
    const looking = { ...one, at };
    const both = compressed(
      looking,
      frameOf(looking),
      readState(looking).message?.history as Uint8Array
    );
    const read = readState(both);
    expect(toHex(read.message?.carried ?? new Uint8Array(), ' ')).toBe('f2 00 11 00 00');
    expect(read.stream.violations).toEqual([]);
  });

  it('add a frame behind, look at it, and remove it', () => {
    const added = addedAfter(INITIAL, frameOf(INITIAL), { opcode: 9, payload: hex`` });
    expect(readState(added).index).toBe(1);
    const gone = removed(added, frameOf(added));
    expect(toHex(gone.bytes)).toBe(toHex(INITIAL.bytes));
    expect(readState(gone).index).toBe(0);
  });

  it('leave a lab without bytes in order', () => {
    const empty = removed(stateWith(hex`8900`), frameOf(stateWith(hex`8900`)));
    const reading = readState(empty);
    expect(reading.index).toBe(-1);
    expect(reading.frame).toBeUndefined();
    expect(peacefulOutcome(reading).wire.id).toBe('frameOutcome.quiet');
    expect(flagOf(reading, en).says).toBe('Nothing to judge: no bytes');
  });
});

describe('the stream after a frame', () => {
  it('begins elsewhere when a length bit is turned over', () => {
    const { past, present } = commit(begin(INITIAL), flipBit(INITIAL, 13));
    expect(movedBoundary(past[0], present.bytes, readState(present).frame)).toEqual({
      was: 11,
      is: 7
    });
  });

  it('may begin beyond all that is there', () => {
    const { past, present } = commit(begin(INITIAL), flipBit(INITIAL, 10));
    const reading = readState(present);
    expect(movedBoundary(past[0], present.bytes, reading.frame)).toEqual({ was: 11, is: 43 });
    expect(reading.stream.frames).toHaveLength(1);
    expect(sentence(present)).toBe('Final text frame, masked, 37 bytes, 26 of them still missing');
  });

  it('has not moved when other bits were', () => {
    const { past, present } = commit(begin(INITIAL), flipBit(INITIAL, 60));
    expect(movedBoundary(past[0], present.bytes, readState(present).frame)).toBeUndefined();
    expect(movedBoundary(undefined, INITIAL.bytes, frameOf(INITIAL))).toBeUndefined();
    const longer = commit(begin(INITIAL), insertByte(INITIAL, 8));
    expect(
      movedBoundary(longer.past[0], longer.present.bytes, readState(longer.present).frame)
    ).toBeUndefined();
  });

  it('finds the frame of every byte', () => {
    const { stream } = readState(INITIAL);
    expect([0, 10, 11, 16, 99].map((at) => frameIndexAt(stream, at))).toEqual([0, 0, 1, 1, 1]);
  });
});

describe('the sentence', () => {
  it.each<[string, string, string]>([
    [
      '8105 48656c6c6f',
      'Final text frame, not masked, 5 bytes',
      'Последний текстовый фрейм, без маски, 5 байт'
    ],
    [
      '0103 48656c',
      'Text frame with more to follow, not masked, 3 bytes',
      'Текстовый фрейм, не последний, без маски, 3 байта'
    ],
    [
      '8001 6c',
      'Final continuation frame, not masked, 1 byte',
      'Последний фрейм-продолжение, без маски, 1 байт'
    ],
    ['8900', 'Ping frame, not masked, 0 bytes', 'Фрейм Ping, без маски, 0 байт'],
    [
      '0900',
      'Ping frame without FIN, not masked, 0 bytes',
      'Фрейм Ping без FIN, без маски, 0 байт'
    ],
    [
      '8802 03e8',
      'Close frame, not masked, 2 bytes, code 1000',
      'Фрейм Close, без маски, 2 байта, код 1000'
    ],
    [
      '8b00',
      'Frame with the reserved opcode B, not masked, 0 bytes',
      'Фрейм с зарезервированным опкодом B, без маски, 0 байт'
    ],
    ['81', 'A header that breaks off after 1 byte', 'Заголовок, который обрывается через 1 байт'],
    [
      '817e',
      'A header that breaks off after 2 bytes',
      'Заголовок, который обрывается через 2 байта'
    ]
  ])('of %s is said in both languages', (bytes, english, russian) => {
    const state = stateWith(hex([bytes] as unknown as TemplateStringsArray));
    expect(sentence(state)).toBe(english);
    expect(sentence(state, ru)).toBe(russian);
  });

  it('says that a message is compressed', () => {
    expect(sentence(presetOf('deflate-one').state())).toContain('compressed');
  });
});

describe('the field table', () => {
  const rows = (state: LabState) => {
    const { frame, violations, message } = readState(state);
    const context = { from: state.from, deflate: state.deflate, compressed: !!message?.compressed };
    return frame ? fieldRows(frame, violations, context) : [];
  };
  const told = (state: LabState) =>
    rows(state).map(({ id, raw, reads }) => [id, raw, en(reads.id, reads.values)]);

  it('reads the masked Hello', () => {
    expect(told(INITIAL)).toEqual([
      ['fin', '1', 'last frame of the message'],
      ['rsv', '000', 'no extension in use'],
      ['opcode', '0001', 'text'],
      ['mask', '1', 'a masking key follows'],
      ['payload-length', '000 0101', '5 bytes, no extended length'],
      ['masking-key', '37 fa 21 3d', 'the payload is XORed with it'],
      ['payload-data', '7f 9f 4d 51 58', '“Hello” once unmasked']
    ]);
  });

  it('gives each row the letter of its role', () => {
    for (const { role, letter } of rows(INITIAL)) expect(letter).toBe(ROLE_LETTERS[role]);
  });

  it('covers all bits of whatever the bytes are, and finds words for them', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 24 }),
        fc.constantFrom('client', 'server'),
        (bytes, from) => {
          const state = stateWith(bytes, { from } as Partial<LabState>);
          let at = 0;
          for (const { range, reads } of rows(state)) {
            expect(range.from).toBe(at);
            at = range.to;
            for (const t of [en, ru])
              expect(t(reads.id, reads.values)).not.toMatch(/\{\w+\}|undefined/);
          }
        }
      ),
      runs(500, 5000)
    );
  });

  it('marks what is faulty, and names the wrong direction', () => {
    const state = presetOf('mask-server').state();
    expect(
      rows(state)
        .filter(({ faulty }) => faulty)
        .map(({ id }) => id)
    ).toEqual(['mask']);
    expect(told(state)[3]?.[2]).toBe('masked: a server must not');
  });

  it('reads the code of a Close by name or by range', () => {
    const read = (code: string) =>
      told(
        stateWith(hex([`8802${code}`] as unknown as TemplateStringsArray), { from: 'server' })
      ).find(([id]) => id === 'close-code')?.[2];
    expect(read('03e8')).toBe('1000: Normal Closure');
    expect(read('0fa0')).toBe('4000: private use');
    expect(read('03e7')).toBe('999: not used');
  });

  it('counts lengths that no number of JavaScript holds', () => {
    const state = stateWith(hex`82 7f 7fffffffffffffff 00`, { from: 'server' });
    expect(rows(state).find(({ id }) => id === 'extended-payload-length')).toMatchObject({
      raw: '7f ff ff ff ff ff ff ff',
      reads: { values: { count: '9223372036854775807' } }
    });
  });

  it('cuts an excerpt between characters', () => {
    const bytes = new TextEncoder().encode('я'.repeat(60));
    expect(excerptOf(bytes.subarray(1))).toBeUndefined();
    expect(excerptOf(bytes)).toBe(`${'я'.repeat(24)}…`);
    expect(excerptOf(concatBytes(Uint8Array.of(65), bytes))).toBe(`A${'я'.repeat(23)}…`);
  });
});

describe('the verdict', () => {
  it('names each rule once, and leaves out what another implies', () => {
    const state = stateWith(hex`8a05 48656c6c6f 8a05 48656c6c6f`, { from: 'client' });
    expect(brokenRules(readState(state).stream).map(({ rule }) => rule)).toEqual(['mask-client']);
  });

  it('puts RFC, Chromium and ws side by side, and says when they differ', () => {
    const violation = { rule: 'frame-len-minimal' as const, range: { from: 9, to: 32 } };
    const fromServer = faultRows(violation, 'server');
    expect(fromServer.map(({ who }) => who)).toEqual(['rfc', 'chromium', 'ws']);
    expect(differs(fromServer)).toBe(true);
    expect(faultRows(violation, 'client').map(({ who }) => who)).toEqual(['rfc', 'ws']);
    expect(fromServer.map(({ wire }) => en(wire.id, wire.values))).toEqual([
      'Names no reaction; customary is Close `1002`, then the end of TCP',
      'Close `1002`, then the end of TCP',
      'Nothing: goes on reading'
    ]);
  });

  it('has words for every rule of frames', () => {
    for (const rule of Object.keys(RULES) as (keyof typeof RULES)[])
      for (const row of faultRows({ rule, range: { from: 0, to: 1 } }, 'server'))
        for (const phrase of [row.wire, row.script])
          expect(ru(phrase.id, phrase.values)).not.toMatch(/\{\w+\}/);
  });

  it('says what happens with a frame that is in order', () => {
    const script = (bytes: Uint8Array, more: Partial<LabState> = {}) => {
      const reading = readState(stateWith(bytes, { from: 'server', ...more }));
      const { wire, script: told } = peacefulOutcome(reading);
      return [en(wire.id, wire.values), en(told.id, told.values)];
    };
    expect(script(hex`8105 48656c6c6f`)).toEqual(['Nothing goes back', '`message`: “Hello”']);
    expect(script(hex`8202 0102`)[1]).toBe('`message`: 2 bytes');
    expect(script(hex`0101 48`)[1]).toBe('Nothing: the message is not complete');
    expect(script(hex`8901 48`)).toEqual(['Pong with the same 1 byte', 'Nothing']);
    expect(script(hex`8a00`)).toEqual(['Nothing goes back', 'Nothing']);
    expect(script(hex`8802 03e8`)[1]).toBe('`close` with 1000');
    expect(script(hex`8800`)[1]).toBe('`close` with 1005');
    expect(script(hex`8105 48`)[0]).toBe('Nothing: waits for the rest');
  });
});

describe('the strip of bytes', () => {
  it('shows every byte of its window once, with its frame', () => {
    const { stream } = readState(INITIAL);
    const cells = stripCells(INITIAL.bytes, stream, 0, STRIP);
    expect(cells.map(({ at }) => at)).toEqual(Array.from({ length: 17 }, (_, i) => i));
    expect(cells.filter(({ begins }) => begins).map(({ at }) => at)).toEqual([0, 11]);
    expect(cells[6]?.gloss).toEqual({ type: 'text', text: 'H' });
    expect(cells[3]?.gloss).toEqual({ type: 'key', n: 1 });
    expect(stripCells(INITIAL.bytes, stream, 5, 8).map(({ hex: h }) => h)).toEqual([
      '3d',
      '7f',
      '9f'
    ]);
  });
});

describe('a payload that is typed', () => {
  it('is text where it can be read as text, and a code and a reason in a Close', () => {
    expect(defaultForm(1, hex`48 65`)).toBe('text');
    expect(defaultForm(1, hex`ff`)).toBe('bytes');
    expect(defaultForm(2, hex`00 01`)).toBe('bytes');
    expect(formsOf(8, hex`03 e8`)).toEqual(['close', 'bytes']);
    expect(formsOf(8, hex`03`)).toEqual(['text', 'bytes']);
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(1, 2, 8), (payload, opcode) => {
        for (const form of formsOf(opcode, payload)) {
          const { code, reason } = closeTexts(payload);
          const back =
            form === 'close'
              ? closePayload(code, reason)
              : payloadFrom(form, typedAs(form, payload));
          expect(toHex(back ?? hex`99`)).toBe(toHex(payload));
        }
      }),
      runs(300, 3000)
    );
  });

  it('is none while it is not whole', () => {
    expect(readPairs('48 6')).toBeUndefined();
    expect(readPairs('48, 6c')).toEqual(hex`48 6c`);
    expect(closePayload('70000', '')).toBeUndefined();
    expect(closePayload('', 'reason')).toBeUndefined();
    expect(closePayload('', '')).toHaveLength(0);
  });
});

describe('what is copied and pasted', () => {
  it('as a C array compiles', () => {
    expect(cArrayOf(hex`81 05`)).toBe('unsigned char frame[] = {\n  0x81, 0x05\n};\n');
  });

  it('keeps the direction and the agreement of what was in front', () => {
    const state = pasted({ frames: hex`8105 48656c6c6f`, from: 'server', deflate: 'offered' });
    expect(state).toMatchObject({ from: 'server', deflate: 'offered', at: 0 });
  });
});
