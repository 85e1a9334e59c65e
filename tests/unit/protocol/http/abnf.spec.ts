import { describe, expect, it } from 'vitest';
import { isToken, listElements, listHasToken, trimOws } from '#lib/protocol/http/abnf.ts';

describe('a token', () => {
  it('is made of visible ASCII without separators', () => {
    for (const text of ['GET', 'x-y_z', "!#$%&'*+-.^_`|~"]) expect(isToken(text), text).toBe(true);
    for (const text of ['', 'a b', 'a:b', 'a,b', '"a"', 'é'])
      expect(isToken(text), text).toBe(false);
  });
});

describe('a list', () => {
  it('is split at commas outside quotes, trimmed, empty elements kept', () => {
    expect(listElements('a ,\t"b,c" ,,d')).toEqual(['a', '"b,c"', '', 'd']);
    expect(listElements('"a\\",b",c')).toEqual(['"a\\",b"', 'c']);
  });

  it('is searched without regard to ASCII case, and only ASCII', () => {
    expect(listHasToken('keep-alive, UPGRADE', 'Upgrade')).toBe(true);
    expect(listHasToken('Upgraded', 'Upgrade')).toBe(false);
    expect(listHasToken('web\u017Focket', 'websocket')).toBe(false);
  });
});

it('trims long runs of white space in linear time', () => {
  const spaces = ' '.repeat(300_000);
  expect(trimOws(`${spaces}a${spaces}b${spaces}`)).toBe(`a${spaces}b`);
});
