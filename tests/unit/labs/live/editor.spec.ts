import { EditorState } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replacementFor } from '#lib/labs/live/editor/change.ts';
import { markedLines, setMarks } from '#lib/labs/live/editor/marks.ts';

const apply = (text: string, next: string) => {
  const change = replacementFor(text, next);
  return change ? text.slice(0, change.from) + change.insert + text.slice(change.to) : text;
};

describe('the replacement that makes one text another', () => {
  it('is none for equal texts', () => {
    expect(replacementFor('same', 'same')).toBeUndefined();
  });

  it('touches only what differs', () => {
    expect(replacementFor('send("a");', 'send("bc");')).toEqual({ from: 6, to: 7, insert: 'bc' });
  });

  it('does not count a character twice where both ends look alike', () => {
    expect(replacementFor('aa', 'aaa')).toEqual({ from: 2, to: 2, insert: 'a' });
    expect(replacementFor('aaa', 'aa')).toEqual({ from: 2, to: 3, insert: '' });
  });

  it('always leads to the other text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n') });
    fc.assert(
      fc.property(text, text, (a, b) => apply(a, b) === b),
      { seed: 6455 }
    );
  });
});

describe('the marks of an editor', () => {
  const start = EditorState.create({ doc: 'one\ntwo\nthree', extensions: markedLines });
  const marked = start.update({
    effects: setMarks.of([
      { line: 2, kind: 'error', text: 'wrong' },
      { line: 99, kind: 'current' }
    ])
  }).state;
  /** `line class` of each marked line, in order. */
  const classes = (state: EditorState) => {
    const found: string[] = [];
    state.field(markedLines).lines.between(0, state.doc.length, (from, _to, { spec }) => {
      const { class: name = 'message' } = spec as { class?: string };
      found.push(`${state.doc.lineAt(from).number} ${name}`);
    });
    return found;
  };

  it('stand at their lines, with the message below; beyond the end is the last line', () => {
    expect(classes(marked)).toEqual(['2 cm-error', '2 message', '3 cm-current']);
  });

  it('move with the text', () => {
    const { state } = marked.update({ changes: { from: 0, insert: 'zero\n' } });
    expect(classes(state)).toEqual(['3 cm-error', '3 message', '4 cm-current']);
  });

  it('go when new ones come', () => {
    const { state } = marked.update({ effects: setMarks.of([]) });
    expect(classes(state)).toEqual([]);
  });
});
