/** Marks of lines inside the editor: they move with the text until new ones come. */
import { RangeSet, StateEffect, StateField, type EditorState, type Range } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  GutterMarker,
  WidgetType,
  gutterLineClass,
  type DecorationSet
} from '@codemirror/view';
import type { EditorMark } from './mark.ts';

/** What is wrong, below its line. */
class Says extends WidgetType {
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override eq(other: Says): boolean {
    return other.text === this.text;
  }
  override toDOM(view: EditorView): HTMLElement {
    const element = view.dom.ownerDocument.createElement('div');
    element.className = 'cm-says';
    element.textContent = this.text;
    return element;
  }
}

class Sign extends GutterMarker {
  override elementClass: string;
  constructor(kind: EditorMark['kind']) {
    super();
    this.elementClass = `cm-sign-${kind}`;
  }
}
const SIGNS = { error: new Sign('error'), current: new Sign('current') } as const;
const LINES = {
  error: Decoration.line({ class: 'cm-error' }),
  current: Decoration.line({ class: 'cm-current' })
} as const;

interface Marked {
  readonly lines: DecorationSet;
  readonly signs: RangeSet<GutterMarker>;
}

/** Replaces all marks. */
export const setMarks = StateEffect.define<readonly EditorMark[]>();

/** The line of that number; one outside is the nearest. */
export const lineOf = (state: EditorState, line: number) =>
  state.doc.line(Math.min(Math.max(1, line), state.doc.lines));

function drawn(state: EditorState, marks: readonly EditorMark[]): Marked {
  const lines: Range<Decoration>[] = [];
  const signs: Range<GutterMarker>[] = [];
  for (const { line, kind, text } of marks) {
    const { from, to } = lineOf(state, line);
    lines.push(LINES[kind].range(from));
    signs.push(SIGNS[kind].range(from));
    if (text)
      lines.push(Decoration.widget({ widget: new Says(text), block: true, side: 1 }).range(to));
  }
  return { lines: Decoration.set(lines, true), signs: RangeSet.of(signs, true) };
}

export const markedLines = StateField.define<Marked>({
  create: () => ({ lines: Decoration.none, signs: RangeSet.empty }),
  update({ lines, signs }, { changes, effects, state }) {
    const marks = effects.find((effect) => effect.is(setMarks))?.value;
    if (marks) return drawn(state, marks);
    return { lines: lines.map(changes), signs: signs.map(changes) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ lines }) => lines),
    gutterLineClass.from(field, ({ signs }) => signs)
  ]
});
