import { describe, expect, it } from 'vitest';
import { formulaText } from '#lib/server/formula-text.ts';
import { parseText, rfcLink, type References } from '#lib/server/markdown.ts';

const references: References = {
  values: { bytes: '154', key: 'a<b' },
  isSpan: (address) => address === 'method',
  termLink: (term) => (term === 'frame' ? '../glossary/#frame' : undefined),
  pageLink: (path) => (path === 'labs' ? '../labs/' : undefined),
  formula: (name) => formulaText(name, 'en'),
  raceLink: (names) => (names === 'main' ? '../labs/transports/#s1.x' : undefined),
  table: (name) => (name === 'codes' ? '<table></table>' : undefined)
};
const parse = (body: string) => parseText(`# Title\n\nThe lede.\n\n${body}`, references);

describe('a text', () => {
  it('has title, lede and blocks', () => {
    const text = parse('One.\n\n:::step{#a}\n## First\nTwo `x`.\n:::\n\nThree.');
    expect(text).toMatchObject({ title: 'Title', lede: 'The lede.', description: 'The lede.' });
    expect(text.blocks).toEqual([
      { type: 'prose', html: '<p>One.</p>' },
      { type: 'step', id: 'a', title: 'First', html: '<p>Two <code>x</code>.</p>' },
      { type: 'prose', html: '<p>Three.</p>' }
    ]);
  });

  it('prints values of the engine, escaped', () => {
    expect(parse('It has :value[bytes], :code[key].').blocks[0]).toEqual({
      type: 'prose',
      html: '<p>It has 154, <code>a&#x3C;b</code>.</p>'
    });
  });

  it('leaves other colons alone', () => {
    expect(parse('See ws://a:80 and a:b.').blocks[0]).toMatchObject({
      html: '<p>See ws://a:80 and a:b.</p>'
    });
  });

  it('links spans with their role, terms, pages and sections', () => {
    const [block] = parse(
      '[GET](span:method) [f](term:frame) [l](page:labs) [s](rfc:6455#5.3)'
    ).blocks;
    expect(block).toMatchObject({
      html: expect.stringMatching(
        /class="term r-opcode" data-address="method"[^]*href="\.\.\/glossary\/#frame"[^]*href="\.\.\/labs\/"[^]*rfc6455#section-5\.3/
      )
    });
  });

  it('reads a question with its choices and its answer', () => {
    const [block] = parse(
      ':::predict{#q scenario=s}\n## Why?\n- [ ] No\n- [x] Yes\n\nBecause.\n:::'
    ).blocks;
    expect(block).toEqual({
      type: 'question',
      kind: 'predict',
      id: 'q',
      title: 'Why?',
      choices: [
        { html: 'No', correct: false },
        { html: 'Yes', correct: true }
      ],
      answer: '<p>Because.</p>',
      scenario: 's'
    });
  });

  it('takes a table of the engine as it is', () => {
    expect(parse('::table{of=codes}').blocks).toEqual([{ type: 'prose', html: '<table></table>' }]);
  });

  it('draws the lines of a formula, and links to a race', () => {
    const [formula, prose] = parse('::formula{of=push}\n\n[lab](race:main)').blocks;
    expect(formula).toMatchObject({
      type: 'formula',
      name: 'push',
      lines: [{ id: 'mean', html: expect.stringMatching(/^<math/), value: '40 ms' }],
      variables: ['d = 40 ms, delay one way']
    });
    expect(prose).toMatchObject({ html: '<p><a href="../labs/transports/#s1.x">lab</a></p>' });
  });

  it.each([
    ['an unknown formula', '::formula{of=nothing}'],
    ['an unknown race', '[x](race:nothing)'],
    ['an unknown table', '::table{of=nothing}'],
    ['an unknown span', '[x](span:nothing)'],
    ['an unknown term', '[x](term:nothing)'],
    ['an unknown page', '[x](page:nothing)'],
    ['an unknown value', ':value[nothing]'],
    ['an unknown directive', ':::nothing{#a}\n## T\n:::'],
    ['a step without id', ':::step\n## T\n:::'],
    ['a question with two right choices', ':::check{#q}\n## T\n- [x] a\n- [x] b\n:::']
  ])('with %s fails the build', (_, body) => {
    expect(() => parse(body)).toThrow(/^content: /);
  });
});

it('links to a section of an RFC, or to the RFC', () => {
  expect(rfcLink('6455#5.3')).toBe('https://www.rfc-editor.org/rfc/rfc6455#section-5.3');
  expect(rfcLink('6455')).toBe('https://www.rfc-editor.org/rfc/rfc6455');
});
