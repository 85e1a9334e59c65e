import { expect, test } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const LAB = 'en/labs/conversation/';

test('a message is framed, masked, echoed, and the whole can be stepped', async ({ page }) => {
  const complaints = complaintsOf(page);
  await open(page, LAB);
  await page.getByLabel('Message').fill('Hi there');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const figure = page.getByRole('region', { name: 'From message to echo' });
  await expect(figure.getByText(/MASK 1, length 8/)).toBeVisible();
  await figure.getByRole('button', { name: 'Pause' }).click();
  await page.keyboard.press('End');
  await expect(figure.getByText('message event').first()).toBeVisible();
  await expect(figure.getByText(/MASK 0, length 8/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Hi there' })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  expect(complaints).toEqual([]);
});

test('bytes are sent as bytes, and what is no byte is named and stays', async ({ page }) => {
  await open(page, LAB);
  await page.getByRole('button', { name: 'Binary' }).click();
  const bytes = page.getByLabel('Bytes, in hex');
  await bytes.fill('00 ff zz');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('“zz” is none');
  await expect(bytes).toHaveValue('00 ff zz');
  await bytes.fill('00 ff');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/opcode 2, MASK 1, length 2/)).toBeVisible();
});

test('closing says how it ended, and the next message opens again', async ({ page }) => {
  await open(page, LAB);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  const figure = page.getByRole('region', { name: 'From Close to the end of TCP' });
  await figure.getByRole('button', { name: 'Pause' }).click();
  // As long as the figure shows it under way it is not said.
  await expect(page.getByText('The connection is closed')).toHaveCount(0);
  await page.keyboard.press('End');
  await expect(page.getByText('The connection is closed. Code 1000, clean.')).toBeVisible();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText(/opcode 1, MASK 1/)).toBeVisible();
  await expect(page.getByText('The connection is closed')).toHaveCount(0);
  await expect(page.getByText(/on a new connection/)).toBeVisible();
  await expect(page.getByText('Client: text “Hello” · Server: text “Hello”')).toBeVisible();
});
