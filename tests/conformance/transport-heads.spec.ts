import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectProfile,
  headsOfChromium,
  REQUESTS,
  type SentHeads
} from '../helpers/chromium-heads.ts';

// An origin that it trusts, and one that it does not: there it says less of itself.
describe.each([
  ['localhost', undefined] as const,
  ['a host by http', 'server.example.com'] as const
])('the heads that Chromium sends are those of its profile: %s', (_, name) => {
  let sent: SentHeads;
  beforeAll(async () => {
    sent = await headsOfChromium(name);
    console.log(`Chromium ${sent.version}`);
  });

  it.each(REQUESTS.map(([what], index) => [what, index] as const))('%s', (_, index) =>
    expectProfile(sent, index)
  );

  it('and no others', () => expect(sent.heads).toHaveLength(REQUESTS.length));
});
