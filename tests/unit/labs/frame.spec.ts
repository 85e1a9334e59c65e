import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/bytes/bytes.ts';
import { readState, brokenRules } from '#lib/labs/frame/model.ts';
import { PRESETS } from '#lib/labs/frame/presets.ts';

it('prints', () => {
  for (const p of PRESETS) {
    const s = p.state();
    const r = readState(s);
    console.log(p.id, toHex(s.bytes.subarray(0, 24), ' '), r.stream.violations.map((v) => v.rule).join(), '|', brokenRules(r.stream).map(v=>v.rule).join(), '| first', r.stream.first?.rule, r.message?.payload?.length);
  }
});
