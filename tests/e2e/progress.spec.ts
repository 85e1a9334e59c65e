import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

test.use({ serviceWorkers: 'allow' });

const words = {
  title: 'Your progress',
  none: 'Nothing is solved yet.',
  two: '2 exercises solved',
  save: 'Save as a file',
  add: 'Add from a file',
  wipe: 'Wipe the progress',
  yes: 'Yes, wipe',
  wiped: 'Wiped.',
  bad: /no file with progress/
} as const;

test('progress is saved as a file, wiped, and added again', async ({ page }, info) => {
  const complaints = complaintsOf(page);
  await open(page, 'en/settings/');
  await page.evaluate(() =>
    localStorage.setItem(
      'websocket-101:progress',
      JSON.stringify({ version: 1, solved: ['frames/server-hi', 'closing/code'] })
    )
  );
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
  const panel = page.getByRole('region', { name: words.title });
  await expect(panel.getByText(words.two)).toBeVisible();

  const saving = page.waitForEvent('download');
  await panel.getByRole('button', { name: words.save }).click();
  const file = info.outputPath('progress.json');
  await (await saving).saveAs(file);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    solved: ['frames/server-hi', 'closing/code']
  });

  await panel.getByRole('button', { name: words.wipe }).click();
  await panel.getByRole('button', { name: words.yes }).click();
  await expect(panel.getByText(words.wiped)).toBeVisible();
  await expect(panel.getByText(words.none)).toBeVisible();

  const input = panel.getByLabel(words.add);
  await input.setInputFiles({
    name: 'x.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{}')
  });
  await expect(panel.getByText(words.bad)).toBeVisible();
  await input.setInputFiles(file);
  await expect(panel.getByText(words.two)).toBeVisible();
  await page.reload();
  await expect(panel.getByText(words.two)).toBeVisible();
  expect(complaints).toEqual([]);
});
