import { describe, expect, it } from 'vitest';
import { CLOSE_CODES, CLOSE_CODE_RANGES } from '#lib/protocol/websocket/close-code.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { tableOf } from '#lib/server/tables.ts';

describe.each(LANGUAGES)('the table of close codes in %s', (language) => {
  const rows = (tableOf('close-codes', language) ?? '').split('<tr>').slice(2);
  const row = (code: string) => rows.find((html) => html.includes(`<code>${code}</code>`)) ?? '';
  const ticks = (code: string) =>
    row(code)
      .split('<td class="mark">')
      .slice(1)
      .map((cell) => cell.startsWith('<svg'));

  it('has every code and every range, in order', () => {
    expect(rows).toHaveLength(CLOSE_CODES.length + CLOSE_CODE_RANGES.length);
    const codes = rows.map((html) => Number(/<code>(\d+)/.exec(html)?.[1]));
    expect(codes).toEqual(codes.toSorted((a, b) => a - b));
  });

  it('says of each what the engine does', () => {
    for (const { code, onWire, inClose, apiOnly } of CLOSE_CODES)
      expect(ticks(String(code)), String(code)).toEqual([onWire, inClose, apiOnly]);
    expect(ticks('4000–4999')).toEqual([true, true, false]);
  });

  it('is not there under another name', () => {
    expect(tableOf('nothing', language)).toBeUndefined();
  });
});
