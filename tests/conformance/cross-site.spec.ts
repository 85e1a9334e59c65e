import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieReason, SAME_SITES } from '#lib/simulation/cross-site/cookie-jar.ts';
import { openFrom, startCrossSite, type CrossSiteWorld } from '../helpers/cross-site-chromium.ts';

/** Hosts in front of `.localhost`, which Chromium takes for this machine and trusts as https. */
const HOSTS = ['chat', 'blog.chat', 'freechat'] as const;

describe.each([
  ['allowed', true],
  ['blocked', false]
] as const)('Chromium, third-party cookies %s', (_, thirdParty) => {
  let world: CrossSiteWorld;
  beforeAll(async () => {
    world = await startCrossSite({ thirdParty });
    console.log(`Chromium ${world.version}`);
  });
  afterAll(() => world.stop());
  const url = (target: string) => `${world.base('chat').replace('http', 'ws')}${target}`;

  it.each(HOSTS)('sends the cookies that the jar sends, from a page of %s', async (host) => {
    await world.page.goto(`${world.base(host)}/`);
    let told: string[] = [];
    const requests = await world.during(
      async () => (told = await openFrom(world.page, url('/live')))
    );
    // One request, no preflight: CORS has no part in it. Origin tells the truth.
    expect(requests.map(({ method }) => method)).toEqual(['GET']);
    expect(requests[0]?.origin).toBe(world.base(host));
    expect(requests[0]?.lines.filter((line) => /^(sec-fetch|referer)/i.test(line))).toEqual([]);
    const ours = SAME_SITES.filter(
      (sameSite) => cookieReason(world.base(host), url('/live'), { sameSite, thirdParty }).goes
    );
    expect(requests[0]?.cookies).toEqual(ours);
    // Whoever opens it, the script reads what comes.
    expect(told).toEqual(['open', 'message hi']);
  });

  it('hides the answer to a fetch that came from a strange page, but sends it', async () => {
    await world.page.goto(`${world.base('freechat')}/`);
    let told = '';
    const requests = await world.during(async () => {
      told = await world.page.evaluate(
        (address) =>
          fetch(address, { method: 'POST', body: 'ticket', credentials: 'include' }).then(
            (answer) => `status ${answer.status}`,
            (error: Error) => error.name
          ),
        `${world.base('chat')}/ticket`
      );
    });
    expect(told).toBe('TypeError');
    expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual(['POST /ticket']);
  });

  it('tells a script no more of a refusal than 1006', async () => {
    await world.page.goto(`${world.base('freechat')}/`);
    expect(await openFrom(world.page, url('/refused'))).toEqual(['error', 'close 1006']);
  });

  it('says "null" where a page has no origin of its own', async () => {
    await world.page.goto(`${world.base('freechat')}/`);
    const requests = await world.during(() =>
      world.page.evaluate(
        (address) =>
          new Promise((resolve) => {
            const frame = document.createElement('iframe');
            frame.sandbox.add('allow-scripts');
            frame.srcdoc = `<script>new WebSocket('${address}').onmessage = () => parent.postMessage(1, '*')</script>`;
            addEventListener('message', resolve, { once: true });
            document.body.append(frame);
          }).then(() => undefined),
        url('/live')
      )
    );
    expect(requests.map(({ origin }) => origin)).toEqual(['null']);
  });
});
