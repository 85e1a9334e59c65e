import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The floors of the house: a module imports from its own folder or from floors below. */
const FLOORS: readonly (readonly string[])[] = [
  ['lib/bytes'],
  ['lib/protocol'],
  ['lib/trace', 'lib/network'],
  ['lib/simulation', 'lib/capture', 'lib/live', 'lib/links'],
  ['lib/i18n'],
  ['lib/ui'],
  ['lib/figures', 'lib/player', 'lib/exercises'],
  ['lib/labs', 'lib/book', 'lib/reference', 'lib/search', 'lib/server'],
  ['routes', 'cli']
];

/** Folders of one floor that are one room: a trace is made on a network. */
const SAME_ROOM: readonly (readonly [string, string])[] = [];

/** Where the sandbox puts virtual ones in the place of the machine's. */
const SANDBOX = {
  list: 'lib/live/sandbox/allowlist.ts',
  confine: 'lib/live/sandbox/confine.ts',
  date: 'lib/live/sandbox/virtual-date.ts',
  locale: 'lib/live/sandbox/virtual-locale.ts',
  chance: 'lib/live/sandbox/chance.ts',
  machine: 'lib/live/sandbox/primordials.ts',
  names: 'lib/live/sandbox/pane-globals.ts'
} as const;

/** Globals that only these files may name; everything else gets time, chance and I/O handed in. */
const RESERVED: readonly { readonly pattern: RegExp; readonly files: readonly string[] }[] = [
  // `Date:` is the header field.
  {
    pattern: /\bDate\b(?!:)/,
    files: [SANDBOX.list, SANDBOX.confine, SANDBOX.date, SANDBOX.locale]
  },
  { pattern: /\bMath\.random\b/, files: [] },
  { pattern: /\bfetch\(/, files: ['service-worker.ts'] },
  { pattern: /(?<!\w)new WebSocket\(/, files: [] },
  { pattern: /(?<!\w)new Worker\(/, files: ['lib/simulation/fleet/fleet-client.ts'] },
  {
    pattern: /\bsetTimeout\b/,
    // A socket of Node has a method of that name.
    files: [
      'lib/live/clock.ts',
      'lib/live/in-page-network.ts',
      'lib/live/world/timers.ts',
      'lib/live/ws/net-socket.ts',
      SANDBOX.machine,
      SANDBOX.names
    ]
  },
  {
    pattern: /\bperformance\.now\b/,
    files: ['lib/live/clock.ts', 'lib/live/sandbox/watchdog.ts']
  },
  {
    pattern: /\bcrypto\b/,
    files: [
      'lib/protocol/websocket/accept.ts',
      'lib/live/page-environment.ts',
      SANDBOX.list,
      SANDBOX.chance
    ]
  },
  { pattern: /\bmock-socket'/, files: ['lib/live/in-page-network.ts'] }
];

/** Floors on which a clock or a document is nothing unusual: components and the page. */
const PAGE_FLOOR = FLOORS.findIndex((floor) => floor.includes('lib/ui'));

const SRC = 'src';
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|svelte|mjs)$/.test(file));

const folderOf = (file: string): string | undefined =>
  FLOORS.flat().find((folder) => file.startsWith(`${folder}/`));
const floorOf = (folder: string): number => FLOORS.findIndex((floor) => floor.includes(folder));

/** Without comments: what they mention is no use of it. */
const codeOf = (file: string): string =>
  readFileSync(join(SRC, file), 'utf8')
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');

function importsOf(file: string): string[] {
  const specifiers = Array.from(
    codeOf(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g),
    (match) => match[1] ?? ''
  );
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith('#lib/')) return [specifier.replace('#lib/', 'lib/')];
    if (!specifier.startsWith('.')) return [];
    return [relative(SRC, normalize(join(SRC, dirname(file), specifier))).replaceAll('\\', '/')];
  });
}

describe('the floors', () => {
  it('have a place for every module under src/lib', () => {
    const homeless = files.filter((file) => file.startsWith('lib/') && !folderOf(file));
    expect(homeless).toEqual([]);
  });

  it.each(files.filter((file) => folderOf(file)))('%s imports only from below', (file) => {
    const folder = folderOf(file) ?? '';
    const wrong = importsOf(file).filter((target) => {
      const other = folderOf(target);
      if (!other || other === folder) return false;
      if (SAME_ROOM.some((room) => room.includes(folder) && room.includes(other))) return false;
      return floorOf(other) >= floorOf(folder);
    });
    expect(wrong).toEqual([]);
  });

  it('are imported with the full #lib/ path and the ending', () => {
    for (const file of files)
      for (const [, specifier = ''] of codeOf(file).matchAll(/from\s+'([#.][^']+)'/g))
        expect(specifier, file).toMatch(
          /\.(ts|svelte|json|mjs|css(\?raw)?|js\?raw|ts\?bundled-text(&given=pako)?)$|\/\$types$/
        );
  });
});

describe('time, chance and I/O', () => {
  it.each(
    RESERVED.map(({ pattern, files: allowed }) => [String(pattern), pattern, allowed] as const)
  )('%s is named only where it belongs', (_, pattern, allowed) => {
    const naming = files.filter((file) => {
      const folder = folderOf(file);
      const below = folder !== undefined && floorOf(folder) < PAGE_FLOOR;
      return (below || file === 'service-worker.ts') && pattern.test(codeOf(file));
    });
    expect(naming.filter((file) => !allowed.includes(file))).toEqual([]);
  });

  it('no module below the page names the document', () => {
    const naming = files.filter((file) => {
      const folder = folderOf(file);
      return folder && floorOf(folder) < PAGE_FLOOR && /\b(document|window)\./.test(codeOf(file));
    });
    expect(naming).toEqual([]);
  });
});

describe('style that the budget and the CSP depend on', () => {
  const components = files.filter((file) => file.endsWith('.svelte'));

  it('no component writes an inline style', () => {
    const styled = components.filter((file) =>
      /\sstyle(=|:)/.test(codeOf(file).split('<style>')[0] ?? '')
    );
    expect(styled).toEqual([]);
  });

  // Both bring parts of the runtime into the chunk that every chapter loads.
  it('no component spreads attributes or makes deep state', () => {
    const heavy = components.filter((file) => /\{\.\.\.|\$state[(<]/.test(codeOf(file)));
    expect(heavy).toEqual([]);
  });
});
