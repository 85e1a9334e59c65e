/** What Tab does in an editor: who only goes through the page is not held up (WCAG 2.2, 2.1.2). */
import type { Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

const MODIFIERS = ['Tab', 'Shift', 'Control', 'Alt', 'Meta', 'Escape'];

/**
 * Tab moves the focus on until another key is pressed, text comes, or the pointer goes down: then it
 * indents. Ctrl-M lets it always move the focus, and back.
 */
export function tabKey(): Extension {
  /** The focus has come, and nothing else was done here. */
  let passes = false;
  let always = false;
  const stay = (view: EditorView) => {
    if (passes) view.setTabFocusMode(always);
    passes = false;
  };
  return [
    EditorView.domEventHandlers({
      focus(_, view) {
        passes = true;
        view.setTabFocusMode(true);
      },
      blur: (_, view) => stay(view),
      pointerup: (_, view) => stay(view),
      keydown({ key }, view) {
        if (!MODIFIERS.includes(key)) stay(view);
      }
    }),
    EditorView.updateListener.of(({ docChanged, view }) => {
      if (docChanged && view.hasFocus) stay(view);
    }),
    keymap.of([
      {
        key: 'Ctrl-m',
        mac: 'Shift-Alt-m',
        run(view) {
          always = !always;
          view.setTabFocusMode(always);
          return true;
        }
      }
    ])
  ];
}
