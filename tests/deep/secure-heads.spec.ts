import { beforeAll, describe, it } from 'vitest';
import { makeCertificate } from '../helpers/certificate.ts';
import {
  expectProfile,
  headsOfChromium,
  REQUESTS,
  type SentHeads
} from '../helpers/chromium-heads.ts';

const HOST = 'server.example.com';
/** Chromium keeps nothing of a server whose certificate nobody vouches for: it asks anew. */
const CACHED = 'fetch of what it has';

describe('the heads that Chromium sends by https are those of its profile', () => {
  let sent: SentHeads;
  beforeAll(async () => {
    sent = await headsOfChromium(HOST, makeCertificate(HOST));
  });

  it.each(
    REQUESTS.map(([what], index) => [what, index] as const).filter(([what]) => what !== CACHED)
  )('%s', (_, index) => expectProfile(sent, index));
});
