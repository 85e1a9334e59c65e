/**
 * Where a long list stands. Browsers limit how high an element can be (Chromium near 33 million
 * pixels, Firefox near 18), a million rows are more: then the scroll bar's way is shorter than that
 * of the rows. `top` is the truth, counted in rows from the start, with fractions.
 */

/** So high an element may be, in pixels: well below every browser's limit. */
export const MAX_HEIGHT = 8_000_000;

export interface ListSize {
  readonly count: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** Of the part that is seen, in pixels. */
  readonly viewHeight: number;
}

/** How high the element is whose scroll bar is used. */
export const spaceHeight = ({ count, rowHeight }: ListSize): number =>
  Math.min(count * rowHeight, MAX_HEIGHT);

/** The scroll bar goes a shorter way than the rows. */
export const isScaled = ({ count, rowHeight }: ListSize): boolean => count * rowHeight > MAX_HEIGHT;

/** The largest `top`: then the last row stands at the lower edge. */
export const maxTop = ({ count, rowHeight, viewHeight }: ListSize): number =>
  Math.max(0, count - viewHeight / rowHeight);

const maxScroll = (size: ListSize): number => Math.max(0, spaceHeight(size) - size.viewHeight);

export const clampTop = (size: ListSize, top: number): number =>
  Math.min(Math.max(top, 0), maxTop(size));

/** The scroll position that belongs to a top. */
export function scrollOf(size: ListSize, top: number): number {
  const most = maxTop(size);
  return most === 0 ? 0 : (top / most) * maxScroll(size);
}

/**
 * The top after the browser has scrolled from `before` to `after`. In a scaled list a small move is
 * one of the rows, pixel by pixel; a large one, as of the scroll bar, is one of the whole.
 */
export function topAfterScroll(size: ListSize, top: number, before: number, after: number): number {
  const most = maxScroll(size);
  if (after <= 0) return 0;
  if (after >= most - 1) return maxTop(size);
  const moved = after - before;
  if (isScaled(size) && Math.abs(moved) < size.viewHeight)
    return clampTop(size, top + moved / size.rowHeight);
  return clampTop(size, (after / most) * maxTop(size));
}

/** The top at which a row is wholly seen, as near as can be to where the list stands. */
export function topShowing(size: ListSize, top: number, row: number): number {
  const rows = size.viewHeight / size.rowHeight;
  if (row < top) return clampTop(size, row);
  if (row + 1 > top + rows) return clampTop(size, row + 1 - rows);
  return top;
}

/** The row that a key leads to; undefined: the key is none of the list's. */
export function rowAfterKey(key: string, row: number, size: ListSize): number | undefined {
  const page = Math.max(1, Math.floor(size.viewHeight / size.rowHeight) - 1);
  const to = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: size.count - 1
  }[key];
  return to === undefined ? undefined : Math.min(Math.max(to, 0), size.count - 1);
}
