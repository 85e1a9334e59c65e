/** Parts of the settings read anew when another part has wiped what is stored. */
const WIPED = 'websocket-101:wiped';

export const tellWiped = (): unknown => dispatchEvent(new Event(WIPED));

/** Returns what ends it. */
export function onWiped(read: () => void): () => void {
  addEventListener(WIPED, read);
  return () => removeEventListener(WIPED, read);
}
