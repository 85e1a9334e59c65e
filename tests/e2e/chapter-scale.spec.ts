import { expect, test, type Page } from '@playwright/test';
import { busyWhile } from './main-thread.ts';
import { complaintsOf, open } from './pages.ts';

const figure = (page: Page) => page.getByRole('region', { name: /^Figure/ });
const button = (page: Page, name: string) =>
  figure(page).getByRole('button', { name, exact: true });
const point = (page: Page, name: string) => figure(page).getByRole('slider', { name, exact: true });
const form = (page: Page) => figure(page).getByRole('form', { name: 'Your own fleet' });

async function openForm(page: Page): Promise<void> {
  await figure(page).getByText('Your own fleet', { exact: true }).click();
}

test('at scale: each step has its run, and the numbers are those of the run', async ({ page }) => {
  await open(page, 'en/at-scale/#asking');
  await expect(
    figure(page).getByText('1,000,000 clients, short polling', { exact: true })
  ).toBeVisible();
  await expect(figure(page).getByText('200,000/s')).toBeVisible();
  await button(page, 'Next step').click();
  await expect(
    figure(page).getByText('1,000,000 clients, WebSocket', { exact: true })
  ).toBeVisible();
  await expect(figure(page).getByText('Empty answers')).toBeHidden();
});

test('at scale: the curve is drawn with the keyboard before it is shown', async ({ page }) => {
  await open(page, 'en/at-scale/#restart');
  await expect(figure(page).getByText('Tries in all')).toBeHidden();
  await expect(button(page, 'Transcript')).toBeHidden();
  await point(page, '0 s').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await expect(point(page, '15 s')).toBeFocused();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  const value = Number(await point(page, '15 s').getAttribute('aria-valuenow'));
  expect(value).toBeGreaterThan(0);
  await expect(point(page, '15 s')).toHaveAttribute('aria-valuetext', `${value} a second`);
  // The arrows draw, they do not step.
  await expect(page).toHaveURL(/#restart$/);
  await button(page, 'Show the real curve').focus();
  await page.keyboard.press('Enter');
  await expect(figure(page).getByText('dotted: what you expected').first()).toBeVisible();
  await expect(figure(page).getByText('Tries in all')).toBeVisible();
  await expect(button(page, 'Draw again')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(point(page, '15 s')).toHaveAttribute('aria-valuenow', String(value));
});

test('at scale: the curve is drawn with one stroke of a pointer', async ({ page }) => {
  await open(page, 'en/at-scale/#restart');
  const { x, y, width, height } = (await figure(page)
    .getByRole('group', { name: /^Your curve/ })
    .locator('rect')
    .first()
    .boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + 1, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width - 1, y + height / 2);
  await page.mouse.up();
  // Also the points that the pointer has jumped over.
  for (const name of ['0 s', '25 s', '60 s'])
    expect(Number(await point(page, name).getAttribute('aria-valuenow'))).toBeGreaterThan(100);
});

test('at scale: a million clients poll for a minute, and the page stays responsive', async ({
  page
}) => {
  const complaints = complaintsOf(page);
  await open(page, 'en/at-scale/#asking');
  await openForm(page);
  await form(page).getByRole('spinbutton', { name: 'Clients', exact: true }).fill('1000000');
  await page.waitForLoadState('networkidle');
  // By the clock of the page's own thread: what else the machine does is no stall of the page.
  const busy = await busyWhile(page, async () => {
    await form(page).getByRole('button', { name: 'Run' }).click();
    await expect(form(page).getByRole('progressbar', { name: 'Progress' })).toBeVisible();
    await expect(
      figure(page).getByText('your fleet: 1,000,000 clients, short polling')
    ).toBeVisible({ timeout: 30_000 });
  });
  await expect(figure(page).getByText('200,000/s')).toBeVisible();
  console.log(`1,000,000 clients: longest task ${busy.longest.toFixed(1)} ms`);
  expect(busy.longest).toBeLessThanOrEqual(50);
  expect(complaints).toEqual([]);
  await button(page, 'Back to the chapter’s figure').click();
  await expect(
    figure(page).getByText('1,000,000 clients, short polling', { exact: true })
  ).toBeVisible();
});

test('at scale: a run can be cancelled, and what does not fit is refused with the limit', async ({
  page
}) => {
  await open(page, 'en/at-scale/#telling');
  await openForm(page);
  const clients = form(page).getByRole('spinbutton', { name: 'Clients', exact: true });
  await clients.fill('1000000');
  await form(page)
    .getByRole('spinbutton', { name: /^Messages a second/ })
    .fill('20');
  // Pressed by the page as soon as it is there: a press from outside may come after the end.
  await form(page).getByRole('button', { name: 'Run' }).focus();
  const asked = form(page)
    .getByRole('button', { name: 'Run' })
    .evaluate((run) => {
      const cancelled = new Promise<boolean | undefined>((resolve) =>
        new MutationObserver((_, observer) => {
          if (run.textContent !== 'Cancel') return;
          observer.disconnect();
          resolve(document.querySelector('progress[aria-label=Progress]')?.checkVisibility());
          (run as HTMLButtonElement).click();
        }).observe(run, { childList: true, characterData: true, subtree: true })
      );
      (run as HTMLButtonElement).click();
      return cancelled;
    });
  expect(await asked, 'the bar is to be seen while it runs').toBe(true);
  await expect(form(page).getByRole('button', { name: 'Run' })).toBeFocused();
  await expect(form(page).getByRole('progressbar')).toBeHidden();
  await expect(
    figure(page).getByText('1,000,000 clients, WebSocket', { exact: true })
  ).toBeVisible();

  await clients.fill('2000000');
  await form(page).getByRole('button', { name: 'Run' }).click();
  await expect(
    figure(page).getByText('Clients: the most that can be run is 1,000,000.')
  ).toBeVisible();
  // Nothing that was typed is lost, and nothing is clipped.
  await expect(clients).toHaveValue('2000000');
  await expect(clients).toHaveAttribute('aria-invalid', 'true');
  await form(page).getByRole('combobox', { name: 'Transport' }).selectOption('short polling');
  await clients.fill('1000');
  const interval = form(page).getByRole('spinbutton', { name: 'Interval, seconds' });
  await interval.fill('0.05');
  await interval.press('Enter');
  await expect(
    figure(page).getByText(/the next one would begin while .* it takes 0\.08/)
  ).toBeVisible();
});

test('at scale: heartbeats and the memory of a connection are the reader’s to choose', async ({
  page
}) => {
  await open(page, 'en/at-scale/#telling');
  await openForm(page);
  const field = (name: RegExp) => form(page).getByRole('spinbutton', { name });
  await expect(form(page).getByRole('combobox', { name: 'Transport' })).toBeInViewport();
  await field(/^Clients/).fill('1024');
  await field(/^Messages a second/).fill('0');
  await field(/^Heartbeat/).fill('0');
  await field(/^Memory of a connection/).fill('1024');
  await form(page).getByRole('button', { name: 'Run' }).click();
  await expect(figure(page).getByText('1 GiB', { exact: true })).toBeVisible();
  await expect(figure(page).getByText('Frames and events')).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('at scale: the curve can be drawn and shown', async ({ page }) => {
    await open(page, 'ru/at-scale/#restart');
    const plate = page.getByRole('region', { name: /^Рисунок/ });
    await plate.getByRole('slider', { name: '10 с', exact: true }).focus();
    await page.keyboard.press('PageUp');
    await plate.getByRole('button', { name: 'Показать настоящую кривую' }).tap();
    await expect(plate.getByText('Всего попыток')).toBeVisible();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('at scale: the first run and its numbers are there', async ({ page }) => {
    await page.goto('en/at-scale/');
    await expect(figure(page).getByText('200,000/s')).toBeVisible();
    await expect(form(page)).toBeHidden();
  });
});
