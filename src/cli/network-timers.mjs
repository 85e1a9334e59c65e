// A Vite plugin: mock-socket waits with a setTimeout of ours, which runs on virtual time.
import { fileURLToPath } from 'node:url';

const PACKAGE = 'mock-socket/dist/mock-socket.es.mjs';
const TIMERS = fileURLToPath(new URL('../lib/live/network-timers.ts', import.meta.url));

/** @returns {import('vite').Plugin} */
export function networkTimers() {
  return {
    name: 'network-timers',
    enforce: 'pre',
    resolveId(source, importer) {
      return source === 'mock-socket' ? this.resolve(PACKAGE, importer) : null;
    },
    transform(code, id) {
      if (!id.split('?')[0].replaceAll('\\', '/').endsWith(PACKAGE)) return null;
      const name = JSON.stringify(TIMERS.replaceAll('\\', '/'));
      // On the first line, so that every other line stays where it is.
      return { code: `import { setTimeout } from ${name};${code}`, map: null };
    }
  };
}
