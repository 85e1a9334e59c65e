/** The world of the lab: the sandbox of a page of the built site, or that page as a reader uses it. */
import { expect, type Page } from '@playwright/test';
import { liveToFragment } from '../../../../src/lib/links/live-link.ts';
import { DEFAULT_CONDITIONS } from '../../../../src/lib/live/run/conditions.ts';
import { run } from '../../live.ts';
import { open } from '../../pages.ts';
import { programOf, type Logs, type Script } from './script.ts';

/** In a page that {@link openLab} has opened. Throws an Error unless the run comes to its end. */
export async function inSandbox(page: Page, script: Script): Promise<Logs> {
  const { end, reason, entries, mistakes } = await run(page, programOf(script));
  if (end !== 'waits')
    throw new Error(`${script.name}: ${end} ${reason} ${JSON.stringify(mistakes)}`);
  const lines = entries.flatMap(({ event }) => (event.type === 'console' ? [event] : []));
  const of = (pane: string) => lines.filter((line) => line.pane === pane).map(({ text }) => text);
  return { client: of('client'), server: of('server') };
}

/** Through a link, by the button, out of the list of what happened. */
export async function onThePage(page: Page, script: Script): Promise<Logs> {
  const state = { ...programOf(script), conditions: DEFAULT_CONDITIONS, seed: 1, scenario: '' };
  await open(page, `en/labs/live/#${await liveToFragment(state)}`);
  await page
    .getByRole('combobox', { name: 'Pace' })
    .selectOption({ label: 'at once, minute by minute' });
  await page
    .getByRole('group', { name: 'Run' })
    .getByRole('button', { name: 'Run', exact: true })
    .click();
  const status = page.getByRole('status').filter({ hasText: 'Nothing is due any more' });
  await expect(status).toBeVisible();
  const items = await page
    .getByRole('list', { name: 'What happened, in order' })
    .getByRole('listitem')
    .allTextContents();
  const of = (pane: string) =>
    items.flatMap((item) => item.match(new RegExp(`${pane} \\d* ?code console: (.*)`))?.[1] ?? []);
  return { client: of('client'), server: of('server') };
}
