/** Where the reader wants to go among the steps. */
export type Move = 'previous' | 'next' | 'first' | 'last';

/** The step that a move leads to; it stays inside. From the overview (−1) every way leads in. */
export function stepAfter(move: Move, index: number, count: number): number {
  const last = count - 1;
  if (move === 'first') return 0;
  if (move === 'last') return last;
  if (index < 0) return move === 'next' ? 0 : last;
  return Math.min(Math.max(index + (move === 'next' ? 1 : -1), 0), last);
}

interface KeyActions {
  readonly move: (to: Move) => void;
  readonly toggle: () => void;
}

/** Elements that need the keys themselves. */
const TAKEN = 'input, textarea, select, [contenteditable], [role=option], [role=tab]';
const PRESSED_BY_SPACE = 'button, summary, a, [role=button]';

/**
 * ← and → step from anywhere on the page; Home, End and Space only from inside a figure, because
 * elsewhere they scroll. Nothing is taken from a text field or a button.
 */
export function playerKeys({ move, toggle }: KeyActions): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(TAKEN)) return;
    const inFigure = target.closest('.plate') !== null;
    const act = {
      ArrowLeft: () => move('previous'),
      ArrowRight: () => move('next'),
      Home: inFigure && (() => move('first')),
      End: inFigure && (() => move('last')),
      ' ': inFigure && !target.closest(PRESSED_BY_SPACE) && toggle
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}
