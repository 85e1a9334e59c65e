/** Does what nobody sees once the next frame stands: it would hold up what the reader waits for. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}
