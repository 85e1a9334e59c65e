import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { complaintsOf, open, PAGES } from './pages.ts';

test.use({ serviceWorkers: 'allow' });

test.describe('a build that is not told its address', () => {
  for (const path of PAGES)
    test(`names none in /${path}`, () => {
      const [head = ''] =
        /<head>[^]*?<\/head>/.exec(readFileSync(`build/${path}index.html`, 'utf8')) ?? [];
      expect(head).toContain('<title>');
      expect(head).not.toMatch(/canonical|hreflang|og:|twitter:|ld\+json/);
    });

  test('has no sitemap, no robots.txt and no cards', () => {
    for (const file of ['sitemap.xml', 'robots.txt', 'cards'])
      expect(existsSync(`build/${file}`), file).toBe(false);
  });
});

test.describe('structured data in a page', () => {
  const inserted = (element: string) => (html: string) =>
    html.replace('</head>', (end) => element + end);

  async function openWith(page: Parameters<typeof open>[0], change: (html: string) => string) {
    await page.route('**/en/glossary/', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    });
    await open(page, 'en/glossary/');
  }

  test('are data under the policy of the page: nothing is violated', async ({ page }) => {
    const complaints = complaintsOf(page);
    const data = '<script type="application/ld+json">{"@context":"https://schema.org"}</script>';
    await openWith(page, inserted(data));
    await expect(page.locator('script[type="application/ld+json"]')).toHaveCount(1);
    expect(complaints).toEqual([]);
  });

  test('are not what a script would be, of which the policy says so', async ({ page }) => {
    const complaints = complaintsOf(page);
    await openWith(page, inserted('<script>document.title = 1</script>'));
    expect(complaints.join()).toContain('Content Security Policy');
  });
});
