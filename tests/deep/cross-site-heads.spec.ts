import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeRequest, type HttpRequest } from '#lib/protocol/http/message.ts';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { cookieReason } from '#lib/simulation/cross-site/cookie-jar.ts';
import { ticketRequestOf, upgradeOf } from '#lib/simulation/cross-site/requests.ts';
import { HOST, ORIGINS } from '#lib/simulation/cross-site/settings.ts';
import { COOKIE, PROTOCOL, TOKEN } from '#lib/simulation/cross-site/world.ts';
import { makeCertificate } from '../helpers/certificate.ts';
import { openFrom, startCrossSite, type CrossSiteWorld } from '../helpers/cross-site-chromium.ts';

// The simulated origins have https: Chromium needs a certificate, and a certificate openssl.
describe.each([
  ['allowed', true],
  ['blocked', false]
] as const)(
  'the requests of the simulated pages are those of Chromium, to the byte; third-party cookies %s',
  (_, thirdParty) => {
    let world: CrossSiteWorld;
    beforeAll(async () => {
      world = await startCrossSite({ thirdParty, certificate: makeCertificate(HOST) });
      await world.page.goto(`${ORIGINS.own}/`);
      const [name = '', value = ''] = COOKIE.split('=');
      await world.page.context().clearCookies();
      await world.page
        .context()
        .addCookies([{ name, value, url: ORIGINS.own, sameSite: 'None', secure: true }]);
    });
    afterAll(() => world.stop());

    /** Its lines, but for the random key; another release has another name. */
    const comparable = (lines: readonly string[]) =>
      lines
        .filter((line) => !line.startsWith('Sec-WebSocket-Key'))
        .map((line) =>
          world.version === '156' ? line : line.replace(/^(User-Agent|sec-ch-ua): .*/, '$1')
        );
    const linesOf = (request: HttpRequest) =>
      latin1Decode(encodeRequest(request)).trim().split('\r\n').slice(1);

    it.each(['own', 'neighbour', 'stranger'] as const)('from the %s page', async (opener) => {
      await world.page.goto(`${ORIGINS[opener]}/`);
      const { goes: cookie } = cookieReason(ORIGINS[opener], ORIGINS.own, {
        sameSite: 'none',
        thirdParty
      });
      const asking = { opener, target: '/live', cookie, protocols: [PROTOCOL, TOKEN] };
      const requests = await world.during(() =>
        openFrom(world.page, `wss://${HOST}/live`, asking.protocols)
      );
      expect(comparable(requests[0]?.lines ?? [])).toEqual(comparable(linesOf(upgradeOf(asking))));

      const tickets = await world.during(() =>
        world.page.evaluate(
          (address) =>
            fetch(address, { method: 'POST', body: 'ticket', credentials: 'include' }).catch(
              () => undefined
            ),
          `${ORIGINS.own}/ticket`
        )
      );
      const ticket = ticketRequestOf({ opener, target: '/ticket', cookie, thirdParty }, 6);
      expect(comparable(tickets[0]?.lines ?? [])).toEqual(comparable(linesOf(ticket)));
    });

    it('a page from https may not open ws: the constructor throws', async () => {
      await world.page.goto(`${ORIGINS.own}/`);
      expect(await openFrom(world.page, `ws://${HOST}/live`)).toEqual(['throws SecurityError']);
    });
  }
);
