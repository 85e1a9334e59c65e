/**
 * CodeMirror in a shadow root: there its styles are constructed sheets, which the policy of the
 * page allows, and the page's styles stay out. Loaded only where code is written.
 */
import {
  history,
  historyKeymap,
  indentWithTab,
  redo,
  standardKeymap,
  toggleComment
} from '@codemirror/commands';
import { javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { replacementFor } from './change.ts';
import { look } from './look.ts';
import type { EditorMark } from './mark.ts';
import { lineOf, markedLines, setMarks } from './marks.ts';
import { tabKey } from './tab-key.ts';

/** What a reader who does not see is told, and whether code may be changed. */
export interface About {
  readonly label: string;
  readonly hint: string;
  /** What is wrong in the code, in words; empty: nothing. */
  readonly wrong: string;
  readonly readonly: boolean;
}

export interface CodeEditor {
  /** Replaces the code where it differs, as one step that can be undone; is not reported. */
  setCode(code: string): void;
  setMarks(marks: readonly EditorMark[]): void;
  setAbout(about: About): void;
  /** Goes to a line, from 1; or only to the editor. */
  focus(line?: number): void;
  select(from: number, to: number): void;
  destroy(): void;
}

/** Changes that come from the page. */
const fromPage = Annotation.define<true>();

/**
 * A browser that replaces a selection by what is typed moves styles into attributes, which the
 * policy of the page forbids and its console tells: so the editor does it.
 */
const replacesSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data, cancelable, isComposing } = event;
    const replaces = inputType === 'insertText' && !view.state.selection.main.empty;
    if (!replaces || data === null || !cancelable || isComposing) return false;
    event.preventDefault();
    if (!view.state.readOnly)
      view.dispatch(view.state.replaceSelection(data), {
        userEvent: 'input.type',
        scrollIntoView: true
      });
    return true;
  }
});

/** A paragraph that is read out with the text and never seen. */
function told(root: ShadowRoot, id: string): HTMLElement {
  const element = root.ownerDocument.createElement('p');
  element.id = id;
  element.hidden = true;
  root.append(element);
  return element;
}

const aboutExtension = ({ label, wrong, readonly }: About): Extension => [
  EditorState.readOnly.of(readonly),
  EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-describedby': 'hint wrong',
    'aria-invalid': String(wrong !== '')
  })
];

/** Scrolls inside the editor only: the page stays where the reader is. */
function show(view: EditorView, line: number): void {
  const { top, bottom } = view.lineBlockAt(lineOf(view.state, line).from);
  const { scrollTop, clientHeight } = view.scrollDOM;
  if (top >= scrollTop && bottom <= scrollTop + clientHeight) return;
  view.scrollDOM.scrollTop = (top + bottom - clientHeight) / 2;
}

export function createCodeEditor(
  host: HTMLElement,
  code: string,
  about: About,
  onchange: (code: string) => void
): CodeEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  root.replaceChildren();
  // Keys typed here are no shortcuts of the page, except those with Ctrl or Cmd that the editor does
  // not know: when nothing of its own is left to undo, the page undoes.
  root.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    if (event.defaultPrevented || (!event.ctrlKey && !event.metaKey)) event.stopPropagation();
  });
  const described = new Compartment();
  /** The marks as they stand: to set them again lays the whole page out. */
  let marked = '[]';
  const view = new EditorView({
    root,
    parent: root,
    doc: code,
    extensions: [
      lineNumbers(),
      history(),
      indentOnInput(),
      bracketMatching(),
      javascriptLanguage,
      look,
      EditorView.lineWrapping,
      EditorState.tabSize.of(2),
      markedLines,
      replacesSelection,
      tabKey(),
      described.of(aboutExtension(about)),
      keymap.of([
        ...standardKeymap,
        { key: 'Mod-/', run: toggleComment },
        ...historyKeymap,
        { key: 'Mod-Shift-z', run: redo, preventDefault: true },
        indentWithTab
      ]),
      EditorView.updateListener.of(({ docChanged, transactions, state }) => {
        if (docChanged && transactions.some((one) => !one.annotation(fromPage)))
          onchange(state.doc.toString());
      })
    ]
  });
  const hint = told(root, 'hint');
  const wrong = told(root, 'wrong');
  const editor: CodeEditor = {
    setCode(next) {
      const changes = replacementFor(view.state.doc.toString(), next);
      if (changes) view.dispatch({ changes, annotations: fromPage.of(true) });
    },
    setMarks(marks) {
      const now = JSON.stringify(marks);
      if (now === marked) return;
      marked = now;
      view.dispatch({ effects: setMarks.of(marks) });
      const current = marks.find(({ kind }) => kind === 'current');
      if (current) show(view, current.line);
    },
    setAbout(next) {
      hint.textContent = next.hint;
      wrong.textContent = next.wrong;
      view.dispatch({ effects: described.reconfigure(aboutExtension(next)) });
    },
    focus(line) {
      if (line !== undefined) {
        const anchor = lineOf(view.state, line).from;
        view.dispatch({ selection: { anchor }, scrollIntoView: true });
      }
      view.focus();
    },
    select: (anchor, head) => view.dispatch({ selection: { anchor, head } }),
    destroy: () => view.destroy()
  };
  editor.setAbout(about);
  return editor;
}
