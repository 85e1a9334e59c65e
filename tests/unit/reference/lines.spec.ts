import { describe, expect, it } from 'vitest';
import { lineRenderer } from '#lib/server/reference.ts';

describe('a line of the reference', () => {
  const html = lineRenderer('../../', 'en');

  it('leads to pages, terms, lessons and RFCs, from where it stands', () => {
    expect(html('[a](page:reference/rules#frame-rsv)')).toBe(
      '<a href="../../reference/rules/#frame-rsv">a</a>'
    );
    expect(html('[a](term:masking)')).toContain('href="../../glossary/#masking"');
    expect(html('[a](lesson:idle-proxy)')).toMatch(/href="\.\.\/\.\.\/labs\/live\/#s1\./);
    expect(html('[a](rfc:6455#5.3)')).toContain('rfc6455#section-5.3');
  });

  it('is one paragraph, and leads nowhere else', () => {
    expect(() => html('one\n\ntwo')).toThrow(/one paragraph/);
    expect(() => html('[a](page:nothing)')).toThrow(/unknown page/);
    expect(() => html('[a](term:nothing)')).toThrow(/unknown term/);
  });
});
