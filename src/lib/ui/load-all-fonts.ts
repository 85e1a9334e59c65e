/**
 * Fonts come by the letters that are shown. Where the letters are a reader's own, that would tell
 * the host something of them: so all come beforehand.
 */
export function loadAllFonts(): void {
  for (const face of document.fonts)
    void face.load().catch(() => {
      // The system's font is shown instead.
    });
}
