import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inlineScript } from '#lib/server/inline-script.mjs';

describe('a script that stands in a page', () => {
  it('has no comments and no indentation, and keeps its strings', () => {
    const text = "/** What it is. */\n{\r\n  // Why.\n  const a = 'https://x';\n}\n";
    expect(inlineScript(text)).toBe("{\nconst a = 'https://x';\n}");
  });

  it('is still a script that parses, and holds nothing that would end it', () => {
    const script = inlineScript(readFileSync('src/notices.js', 'utf8'));
    expect(() => new Function(script)).not.toThrow();
    expect(script).not.toMatch(/<\/|<!--/);
  });
});
