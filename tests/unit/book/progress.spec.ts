import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  currentProgress,
  keepProgress,
  mergeProgress,
  NO_PROGRESS,
  progressFile,
  readProgress,
  readProgressFile,
  wipeProgress,
  withSolved
} from '#lib/book/progress/progress.ts';
import { runs } from '../../helpers/property.ts';

const some = { version: 1, solved: ['frames/server-hi', 'masking/echo'] } as const;

afterEach(() => {
  wipeProgress();
  vi.unstubAllGlobals();
});

describe('progress', () => {
  it('goes into a file and comes back', () => {
    expect(readProgressFile(progressFile(some))).toEqual(some);
    expect(JSON.parse(progressFile(some))).toMatchObject({
      format: 'websocket-101-progress',
      version: 1
    });
  });

  it('is not read from anything else', () => {
    for (const text of ['', 'null', '[]', '{}', '{"version":1,"solved":[]}', '\u0000', 'PK'])
      expect(readProgressFile(text), text).toBeUndefined();
    for (const data of [undefined, null, 7, [], { version: 2, solved: [] }, { version: 1 }])
      expect(readProgress(data)).toBeUndefined();
  });

  it('keeps only what is a name, and each once', () => {
    const solved = ['frames/server-hi', 'frames/server-hi', 7, null, '<script>', 'a/b/c', '../x'];
    expect(readProgress({ version: 1, solved })?.solved).toEqual(['frames/server-hi']);
  });

  it('is read from any data without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const read = readProgress(data);
        if (read)
          expect(read.solved.every((name) => /^[a-z\d-]+\/[a-z\d-]+$/.test(name))).toBe(true);
      }),
      runs(300, 10_000)
    );
  });

  it('of two is what either has, in any order, and merging again changes nothing', () => {
    const name = fc.stringMatching(/^[a-z]{1,4}\/[a-z]{1,4}$/);
    const progress = fc.uniqueArray(name).map((solved) => ({ version: 1 as const, solved }));
    fc.assert(
      fc.property(progress, progress, (one, other) => {
        const both = mergeProgress(one, other);
        expect(new Set(both.solved)).toEqual(new Set(mergeProgress(other, one).solved));
        expect(mergeProgress(both, other)).toEqual(both);
      }),
      runs(200, 5_000)
    );
  });

  it('lasts in the page where nothing can be stored, and is wiped there too', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new DOMException('denied', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
      removeItem: () => {
        throw new DOMException('denied', 'SecurityError');
      }
    });
    keepProgress(withSolved(currentProgress(), 'frames/server-hi'));
    expect(currentProgress().solved).toEqual(['frames/server-hi']);
    wipeProgress();
    expect(currentProgress()).toEqual(NO_PROGRESS);
  });

  it('adds to what another tab has stored meanwhile', () => {
    const stored = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key)
    });
    keepProgress(withSolved(currentProgress(), 'frames/server-hi'));
    stored.set('websocket-101:progress', JSON.stringify(some));
    keepProgress(withSolved(currentProgress(), 'closing/no-code'));
    expect(new Set(currentProgress().solved)).toEqual(new Set([...some.solved, 'closing/no-code']));
  });
});
