/**
 * The sandboxed frame: an opaque origin, no storage, no network, one script, which the page's policy
 * names by its hash (svelte.config.js). It makes workers, and takes them along when it is removed.
 */
import bootstrapText from './bootstrap.js?raw';

/** Line ends as the HTML parser makes them: the hash is the same on every machine. */
const bootstrap = bootstrapText.replaceAll('\r\n', '\n');

/** The page's policy holds here as well: of inline scripts it allows this one only. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; worker-src blob:";
const DOCUMENT =
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
  `<script>${bootstrap}</script>`;

export interface Frame {
  /** Starts a worker; its port, if any, comes in its first message. */
  start(id: number, text: string, port?: MessagePort): void;
  /** A worker's script is wrong, or threw at its start: `{ id, message, line, column }`. */
  oncomplaint: (complaint: unknown) => void;
  /** Ends all that runs in it, at once; nothing is told any more. */
  remove(): void;
}

/** Adds the frame, hidden, to the end of an element. */
export async function addFrame(place: Element): Promise<Frame> {
  const element = place.ownerDocument.createElement('iframe');
  element.hidden = true;
  element.setAttribute('sandbox', 'allow-scripts');
  element.srcdoc = DOCUMENT;
  const loaded = new Promise((resolve) => {
    element.onload = resolve;
  });
  place.append(element);
  await loaded;

  const { port1: own, port2: theirs } = new MessageChannel();
  const frame: Frame = {
    start: (id, text, port) => own.postMessage({ id, text }, port ? [port] : []),
    oncomplaint: () => {},
    remove() {
      own.onmessage = null;
      own.close();
      element.remove();
    }
  };
  own.onmessage = ({ data }) => frame.oncomplaint(data);
  // The frame's origin is opaque: no other target names it.
  element.contentWindow?.postMessage(null, '*', [theirs]);
  return frame;
}
