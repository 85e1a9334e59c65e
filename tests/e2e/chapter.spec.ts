import { expect, test, type Page } from '@playwright/test';
import { open } from './pages.ts';

const CHAPTER = 'en/opening-handshake/';
const figure = (page: Page) => page.getByRole('region', { name: /^Figure/ });
const where = (page: Page, text: string | RegExp) =>
  expect(figure(page).getByText(text).first()).toBeVisible();
const button = (page: Page, name: string) =>
  figure(page).getByRole('button', { name, exact: true });
/** Everything that the figure draws, as markup: the same instant is the same drawing. */
const drawing = (page: Page) =>
  figure(page)
    .getByRole('img', { name: /Sequence of the handshake/ })
    .first()
    .innerHTML();

test('the reader steps to the end and back, and each step is exactly the same again', async ({
  page
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, CHAPTER);
  await where(page, 'The whole handshake');
  await expect(button(page, 'Previous step')).toBeDisabled();
  await button(page, 'Next step').click();
  await where(page, 'Step 1 of 17 · 0 ms');
  await expect(figure(page).getByText('Nothing yet. readyState is 0')).toBeVisible();

  const forwards: string[] = [await drawing(page)];
  for (let step = 2; step <= 17; step++) {
    await button(page, 'Next step').click();
    await where(page, new RegExp(`Step ${step} of 17`));
    forwards.push(await drawing(page));
  }
  await expect(figure(page).getByText('The open event. readyState is 1')).toBeVisible();
  for (let step = 16; step >= 1; step--) {
    await button(page, 'Previous step').click();
    await where(page, new RegExp(`Step ${step} of 17`));
    expect(await drawing(page)).toBe(forwards[step - 1]);
  }
  await expect(button(page, 'Previous step')).toBeDisabled();
});

test('the step is in the address: a link opens on it, Back and Forward and reload work', async ({
  page
}) => {
  await open(page, `${CHAPTER}#key`);
  await where(page, /Step 7 of 17/);
  await expect(
    page.getByRole('heading', { name: 'The key: a question that proves understanding' })
  ).toBeInViewport();
  await button(page, 'Next step').click();
  await expect(page).toHaveURL(/#version$/);
  await page.getByRole('link', { name: '2.2 show this step in the figure' }).click();
  await expect(page).toHaveURL(/#tcp$/);
  await where(page, /Step 2 of 17/);
  await page.goBack();
  await where(page, /Step 8 of 17/);
  await page.goBack();
  await where(page, /Step 7 of 17/);
  await page.goForward();
  await where(page, /Step 8 of 17/);
  await page.reload();
  await where(page, /Step 8 of 17/);
});

test('the other language opens at the same step', async ({ page }) => {
  await open(page, `${CHAPTER}#upgrade`);
  await page
    .getByRole('group', { name: 'Language' })
    .getByRole('link', { name: 'РУ', exact: true })
    .click();
  await expect(page).toHaveURL(/\/ru\/opening-handshake\/#upgrade$/);
  await expect(
    page.getByRole('heading', { level: 1, name: 'Открывающее рукопожатие' })
  ).toBeVisible();
  await expect(page.getByText(/Шаг 5 из 17/).first()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
});

test('keyboard alone: arrows step, Home, End and Space work inside the figure only', async ({
  page
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, `${CHAPTER}#open`);
  await page.keyboard.press('ArrowLeft');
  await where(page, /Step 16 of 17/);
  await page.keyboard.press('ArrowRight');
  await where(page, /Step 17 of 17/);

  // Outside the figure Home and Space belong to the page's scrolling.
  await page.keyboard.press('Space');
  await page.keyboard.press('Home');
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await expect(button(page, 'Play')).toBeVisible();

  await figure(page).getByRole('slider', { name: 'Time' }).focus();
  await page.keyboard.press('End');
  await where(page, /Step 17 of 17/);
  await page.keyboard.press('ArrowLeft');
  await where(page, /Step 16 of 17/);

  // In the bytes the arrows walk from span to span, and do not step.
  const bytes = figure(page).getByRole('listbox', { name: /Bytes of the response/ });
  await bytes.getByRole('option').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(bytes.getByRole('option', { name: 'status code: 101' })).toBeFocused();
  await where(page, /Step 16 of 17/);
  await page.keyboard.press('Enter');
  await expect(bytes.getByRole('option', { name: 'status code: 101' })).toHaveAttribute(
    'aria-selected',
    'true'
  );

  // Everything is reached with Tab, and what has the focus shows it.
  await page.getByRole('link', { name: 'Skip to the content' }).focus();
  const reached = new Set<string>();
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
      })
    );
  }
  for (const name of ['Transcript', 'Previous step', 'Play', 'Time', 'Request', 'Hex dump'])
    expect(
      [...reached].some((text) => text.includes(name)),
      name
    ).toBe(true);
});

test('playing moves the needle, and pauses; speed can be chosen', async ({ page }) => {
  await open(page, `${CHAPTER}#request-line`);
  const slider = figure(page).getByRole('slider', { name: 'Time' });
  const before = Number(await slider.inputValue());
  await figure(page).getByRole('combobox').selectOption({ label: '50×' });
  await button(page, 'Play').click();
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(before + 5);
  await button(page, 'Pause').click();
  const paused = await slider.inputValue();
  await page.waitForTimeout(150);
  expect(await slider.inputValue()).toBe(paused);
});

test('with reduced motion a step is a cut', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, `${CHAPTER}#tcp`);
  await button(page, 'Next step').click();
  // No frame in between: the instant is there at once.
  expect(await figure(page).getByText('Step 3 of 17 · 44 ms').first().isVisible()).toBe(true);
});

test('a word, a byte and a band light each other', async ({ page }) => {
  await open(page, `${CHAPTER}#host`);
  const word = page.getByRole('link', { name: 'Host', exact: true });
  const bytes = figure(page).getByRole('listbox', { name: /Bytes of the request/ });
  const name = bytes.getByRole('option', { name: 'field name: Host' });
  await word.hover();
  await expect(name).toHaveClass(/is-hover/);
  await name.hover();
  await expect(word).toHaveClass(/is-lit/);
  await page.getByRole('link', { name: 'Upgrade: websocket' }).focus();
  await expect(bytes.getByRole('option', { name: 'field value: websocket' })).toHaveClass(
    /is-hover/
  );

  // A tap selects where a pointer would point, and the same tap lets go.
  await page.getByRole('link', { name: 'GET', exact: true }).click();
  await expect(bytes.getByRole('option', { name: 'method: GET' })).toHaveAttribute(
    'aria-selected',
    'true'
  );
  await expect(page).toHaveURL(/#host$/);
});

test('the prediction gives nothing away until it is asked, and then shows what happens', async ({
  page
}) => {
  await open(page, CHAPTER);
  const question = page.getByRole('region', { name: /A server answers 200 OK/ });
  await expect(question.getByText('Every status but 101 fails')).toBeHidden();
  await question.getByText('A close event with code 200').click();
  await question.getByText('Show what happens').click();
  await expect(question.getByText('Every status but 101 fails')).toBeVisible();
  await expect(question.getByText('Not so.')).toBeVisible();
  await expect(question.getByText('Right.')).toBeVisible();
  await expect(figure(page).getByText(/error, then close with code 1006/)).toBeVisible();
  await figure(page).getByRole('button', { name: 'Back to the chapter’s handshake' }).click();
  await expect(figure(page).getByText('The open event. readyState is 1')).toBeVisible();
});

test('the transcript says the same in words and can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, CHAPTER);
  await button(page, 'Transcript').click();
  await expect(
    figure(page).getByText(/sends the request “GET \/demo HTTP\/1\.1”, 154 bytes/)
  ).toBeVisible();
  await button(page, 'Copy the transcript').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('44 ms\tClient\tsends the request');
  expect(copied.split('\n')).toHaveLength(10);
});

test('the same bytes as a hex dump', async ({ page }) => {
  await open(page, CHAPTER);
  await button(page, 'Hex dump').click();
  await expect(figure(page).getByRole('img', { name: 'Hex dump of 129 bytes' })).toContainText(
    '0070'
  );
});

test('the accept chapter derives the answer, and that of the reader’s own key', async ({
  page
}) => {
  await open(page, 'en/accept-key/');
  const accept = page.getByRole('region', { name: /^Figure/ });
  const spelled = accept.getByRole('listitem').filter({ hasText: 'Spell' });
  const letters = async () => (await spelled.locator('.ch').allTextContents()).join('');
  expect(await letters()).toBe('HSmrc0sMlYUkAGmm5OPpG2HaGWk=');
  const key = accept.getByLabel('Your key');
  await key.fill('dGhlIHNhbXBsZSBub25jZQ==');
  await expect.poll(letters).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  await key.fill('hello');
  await expect(accept.getByText(/Not the base64 of 16 bytes/)).toBeVisible();
  await key.fill('ключ');
  await expect(accept.getByText(/is not one byte/)).toBeVisible();
  await expect(key).toHaveValue('ключ');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('prose, figure and answers are there', async ({ page }) => {
    await page.goto(CHAPTER);
    await expect(page.getByText('the only method that is allowed')).toBeVisible();
    await expect(figure(page).getByText('101 Switching Protocols · 129 bytes')).toBeVisible();
    await expect(figure(page).getByRole('option', { name: 'status code: 101' })).toBeVisible();
    await page.getByText('Skip to the answer').first().click();
    await expect(page.getByText('Every status but 101 fails')).toBeVisible();
    await expect(figure(page).getByText(/sends the request “GET/)).toBeVisible();
    for (const control of await page.getByRole('button').all())
      await expect(control, 'a button that does nothing').toBeHidden();
    await page.goto('en/labs/handshake/');
    await expect(page.getByText(/needs JavaScript/)).toBeVisible();
    await page.goto('ru/');
    await page.getByRole('link', { name: 'Открывающее рукопожатие', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Открывающее рукопожатие');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('the player stays at hand, the step’s text stands in the figure, a tap points', async ({
    page
  }) => {
    await open(page, `${CHAPTER}#status`);
    await expect(button(page, 'Next step')).toBeInViewport();
    await button(page, 'Next step').tap();
    await where(page, /Step 13 of 17/);
    await expect(figure(page).getByText('say once more what is agreed')).toBeVisible();
    await figure(page).getByRole('option', { name: 'field value: websocket' }).tap();
    await expect(
      figure(page).getByRole('option', { name: 'field value: websocket' })
    ).toHaveAttribute('aria-selected', 'true');
  });
});

test('hydration changes nothing that was prerendered', async ({ page, request }) => {
  for (const path of [CHAPTER, 'ru/accept-key/']) {
    const prerendered = await (await request.get(path)).text();
    await open(page, path);
    const drawn = await page.locator('#figure svg').first().innerHTML();
    const before = await page.evaluate((html) => {
      const parsed = new DOMParser().parseFromString(html, 'text/html');
      return parsed.querySelector('#figure svg')?.innerHTML ?? '';
    }, prerendered);
    const plain = (markup: string) => markup.replaceAll(/<!--.*?-->/g, '');
    expect(plain(drawn)).toBe(plain(before));
  }
});

test.describe('where the page itself fetches its code', () => {
  test.use({ serviceWorkers: 'block' });

  test('a turned page shows its words before its figure has come, and the figure when it has', async ({
    page
  }) => {
    await open(page, 'en/why-websocket/');
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/_app/immutable/chunks/*.js', async (route) => {
      await held;
      await route.continue();
    });
    const figure = page.getByRole('region', { name: /^Figure 2/ });
    await page.locator('a[rel=next]').focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/en\/opening-handshake\/$/);
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/Why/);
    await expect(page.getByRole('link', { name: /^2\.1 / })).toBeVisible();
    await expect(figure).toBeHidden();
    release();
    await expect(figure).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(figure.getByText('Step 1 of 17').first()).toBeVisible();
  });
});

test('the words come along from page to page, and from language to language', async ({ page }) => {
  const words = async (path: string) => {
    await open(page, path);
    return page.locator('main').locator('h1, h2, p, li').allInnerTexts();
  };
  const alone = {
    masking: await words('en/masking/'),
    fragmentation: await words('en/fragmentation/'),
    russian: await words('ru/fragmentation/')
  };
  const shown = async () => {
    // To one who turns a page the figure comes after the words; it has words of its own.
    await expect(page.getByRole('region', { name: /^(Figure|Рис)/ })).toBeVisible();
    return page.locator('main').locator('h1, h2, p, li').allInnerTexts();
  };
  await open(page, 'en/');
  await page.getByRole('link', { name: 'Masking' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Masking' })).toBeVisible();
  expect(await shown()).toEqual(alone.masking);
  await page
    .getByRole('link', { name: /Fragmentation$/ })
    .last()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Fragmentation' })).toBeVisible();
  expect(await shown()).toEqual(alone.fragmentation);
  await page.getByRole('link', { name: 'РУ', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Фрагментация' })).toBeVisible();
  expect(await shown()).toEqual(alone.russian);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Fragmentation' })).toBeVisible();
  expect(await shown()).toEqual(alone.fragmentation);
});
