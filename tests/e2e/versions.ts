import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';

/** The version that readers see in the foot of the page, of the build and of the one after it. */
export const SHOWN = { now: '0.1.0', next: '0.2.0' } as const;

const isText = (file: string) => /\.(html|js|json|css)$/.test(file);

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const scriptsOf = (html: string) =>
  Array.from(html.matchAll(/<script>([^]*?)<\/script>/g), ([, script = '']) => script);

/** The policy of a page names the hashes of its scripts, which have changed with them. */
function allowScripts(before: string, after: string): string {
  const scripts = scriptsOf(after);
  return scriptsOf(before).reduce(
    (html, script, i) => html.replace(sha256(script), sha256(scripts[i] ?? '')),
    after
  );
}

/**
 * A copy of the build as a later one would be: another version, and other names of all that has a
 * hash in its name.
 */
export function makeNextBuild(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync('build', folder, { recursive: true, filter: (path) => !/\.(gz|br)$/.test(path) });
  const { version } = JSON.parse(readFileSync('build/_app/version.json', 'utf8')) as {
    version: string;
  };
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!isText(file)) continue;
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = before
      .replaceAll(version, `${version.slice(0, -4)}next`)
      .replaceAll('immutable/', 'immutabel/')
      .replaceAll(`"${SHOWN.now}"`, `"${SHOWN.next}"`)
      .replaceAll(`ersion ${SHOWN.now}`, `ersion ${SHOWN.next}`)
      .replaceAll(`ерсия ${SHOWN.now}`, `ерсия ${SHOWN.next}`);
    writeFileSync(path, allowScripts(before, after));
  }
  renameSync(join(folder, '_app/immutable'), join(folder, '_app/immutabel'));
}

/** A host of its own for a test, on which one build follows another and files can be missing. */
export class Host {
  url = '';
  /** The folder that is served. */
  folder = 'build';
  /** What the host answers with 404, by path. */
  gone: RegExp | undefined;
  /** How long each answer takes, in milliseconds. */
  delay = 0;
  /** Answers to what saves the book wait for it; the list of the book does not. */
  held: Promise<void> | undefined;
  /** Paths asked for, with their queries. */
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor() {
    const handlers = new Map<string, ReturnType<typeof sirv>>();
    this.#server = createServer((request, response) => {
      const path = request.url ?? '/';
      this.asked.push(path);
      const { folder } = this;
      const serve = handlers.get(folder) ?? sirv(folder, { dev: true });
      handlers.set(folder, serve);
      const missing = () => void response.writeHead(404, { 'Content-Type': 'text/html' }).end();
      response.setHeader('Cache-Control', 'no-cache');
      const isCopied = /\?copy$/.test(path) && !path.startsWith('/book.json');
      setTimeout(async () => {
        if (isCopied) await this.held;
        if (this.gone?.test(path)) missing();
        else serve(request, response, missing);
      }, this.delay);
    });
  }

  static async start(): Promise<Host> {
    const host = new Host();
    await new Promise<void>((resolve) => host.#server.listen(0, resolve));
    host.url = `http://localhost:${(host.#server.address() as AddressInfo).port}/`;
    return host;
  }

  end(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
