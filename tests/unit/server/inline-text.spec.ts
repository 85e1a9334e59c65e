import { expect, it } from 'vitest';
import { inlineText } from '#lib/server/inline-text.ts';

it('is text, code and links into RFCs', () => {
  expect(inlineText('See `close()` in [RFC 6455 §7.1.5](rfc:6455#7.1.5).')).toEqual([
    'See ',
    { code: 'close()' },
    ' in ',
    { text: 'RFC 6455 §7.1.5', href: 'https://www.rfc-editor.org/rfc/rfc6455#section-7.1.5' },
    '.'
  ]);
});

it('has typographic apostrophes and quotes, but not in code', () => {
  expect(inlineText(`The client's "end" is \`'x'\``)).toEqual([
    'The client’s “end” is ',
    { code: "'x'" }
  ]);
});

it.each(['', 'One.\n\nTwo.', '# Title', '*strong*', '[a](https://example.org)', '[`a`](rfc:6455)'])(
  'refuses %j',
  (line) => {
    expect(() => inlineText(line)).toThrow(/^content: /);
  }
);
