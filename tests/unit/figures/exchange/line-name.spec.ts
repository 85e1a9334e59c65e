import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FrameLine } from '#lib/capture/session/protocol.ts';
import { lineName, oneLine } from '#lib/figures/exchange/line-name.ts';
import { createTranslate, type MessageAreas } from '#lib/i18n/messages.ts';

const t = createTranslate(
  'en',
  JSON.parse(readFileSync('src/content/ui/en.json', 'utf8')) as MessageAreas
);
const line = (some: Partial<FrameLine>) =>
  ({ opcode: 1, fin: true, extra: 0, preview: undefined, ...some }) as FrameLine;

describe('the name of a frame', () => {
  it('holds what it says', () => {
    expect(lineName(line({ preview: 'Hello' }), t)).toBe('text “Hello”');
    expect(lineName(line({ opcode: 8, extra: 1000, preview: 'bye' }), t)).toBe('Close 1000 “bye”');
    expect(lineName(line({ opcode: 8 }), t)).toBe('Close');
  });

  it('says that more is to follow, and which reserved opcode it is', () => {
    expect(lineName(line({ fin: false, preview: 'Hel' }), t)).toBe('text “Hel” FIN 0');
    expect(lineName(line({ opcode: 11 }), t)).toBe('reserved 11');
  });

  it('is one line, and not too long', () => {
    expect(oneLine('a\r\n\tb\u0000c')).toBe('a b c');
    expect(oneLine('x'.repeat(500))).toHaveLength(120);
  });
});
