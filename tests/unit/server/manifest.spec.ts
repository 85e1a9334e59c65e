import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#lib/server/content.ts';
import { tokenColour, webAppManifest } from '#lib/server/manifest.ts';

describe('the web app manifest', () => {
  it('has the colours that app.html and the favicon have', () => {
    const paper = tokenColour('paper');
    expect(readFileSync('src/app.html', 'utf8')).toContain(`content="${paper}"`);
    expect(readFileSync('static/favicon.svg', 'utf8')).toContain(paper);
    expect(() => tokenColour('no-such')).toThrow('tokens.css');
  });

  it.each(LANGUAGES)('names no address of a host, and files that there are (%s)', (language) => {
    const text = JSON.stringify(webAppManifest(language));
    expect(text).not.toMatch(/"\/|https?:/);
    for (const [, path = ''] of text.matchAll(/"src":"\.\.\/([^"]+)"/g))
      expect(readFileSync(`static/${path}`).length).toBeGreaterThan(0);
  });
});
