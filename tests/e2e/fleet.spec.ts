// A rehearsal as staff would do it: tablets join, some are in trouble, the board tells the truth.
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { languages, languageTag } from '../../src/lib/openset/text.ts';
import { withHub } from './event-hub.ts';
import { staffPassword, type Hub } from './hub.ts';
import { fits, misfits, violations } from './look.ts';
import { damage, openTablet, withProfile } from './tablet.ts';

const plan = { films: 1, shots: 1, versions: 3 };
/** Heavy enough for a chunk to be damaged in the middle of a pack. */
const heavy = { films: 1, shots: 1, versions: 4, width: 1920, height: 1080, noise: true };
const phone = { width: 390, height: 844 };

async function openBoard(browser: Browser, hub: Hub, locale = 'en'): Promise<Page> {
  const context = await browser.newContext({ viewport: phone, hasTouch: true, locale });
  const page = await context.newPage();
  await page.goto(`${hub.address}/staff`);
  await page.locator('input[type=password]').fill(staffPassword);
  await page.locator('form button').tap();
  await page.locator('[data-can-open]').waitFor();
  return page;
}

async function codeFrom(board: Page): Promise<string> {
  await board.getByRole('button', { name: 'Add tablets' }).tap();
  const code = await board.locator('[data-code]').textContent();
  await board.getByRole('button', { name: 'Done' }).tap();
  return code ?? '';
}

/**
 * What staff do on a real tablet by installing the app: the browser promises to keep its storage.
 * All that is not named here is refused from then on.
 */
async function letPersist(page: Page, hub: Hub): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Browser.grantPermissions', {
    permissions: ['durableStorage', 'wakeLockScreen'],
    origin: hub.address,
  });
}

async function join(tablet: BrowserContext, hub: Hub, code: string): Promise<Page> {
  const page = tablet.pages()[0] ?? (await tablet.newPage());
  await letPersist(page, hub);
  await page.goto(`${hub.address}/setup?code=${code}`);
  await page.locator('[data-number]').waitFor();
  return page;
}

const pile = (board: Page, name: string) => board.locator(`[data-pile=${name}] [data-tablet]`);

test('a tablet earns “ready” by every proof, loses it by damage, and mends itself', async ({
  browser,
}) => {
  test.setTimeout(150_000);
  await withHub(heavy, async ({ hub }) => {
    const board = await openBoard(browser, hub);
    await expect(board.getByText('No tablets yet')).toBeVisible();
    const code = await codeFrom(board);
    await withProfile(async (profile) => {
      let tablet = await openTablet(profile);
      await join(tablet, hub, code);
      // Everything is there and proven, but nobody has switched it off yet.
      await expect(board.locator('[data-problem=no-restart]')).toBeVisible({ timeout: 30_000 });
      await expect(board.locator('[data-can-open=false]')).toContainText('0 of 1 ready');
      await tablet.close();
      tablet = await openTablet(profile);
      const page = tablet.pages()[0]!;
      await letPersist(page, hub);
      await page.goto(hub.address);
      await expect(board.locator('[data-can-open=true]')).toContainText('You can open', {
        timeout: 30_000,
      });
      await expect(pile(board, 'ready')).toContainText('1');

      // So near a hub, damage is mended between two looks at the board; it lasts until it was seen.
      await tablet.route('**/packs/**', (route) => route.abort());
      await page.evaluate(damage);
      await expect(pile(board, 'working')).toHaveCount(1, { timeout: 65_000 });
      await expect(board.locator('[data-can-open=true]')).toHaveCount(0);
      await tablet.unroute('**/packs/**');
      await expect(board.locator('[data-can-open=true]')).toBeVisible({ timeout: 30_000 });
      await tablet.close();
    });
  });
});

test('the board finds, wipes, swaps and freezes, and says when the hub is gone', async ({
  browser,
}) => {
  await withHub(plan, async ({ hub }) => {
    const board = await openBoard(browser, hub);
    const code = await codeFrom(board);
    await withProfile((one) =>
      withProfile(async (two) => {
        const [first, spare] = [await openTablet(one), await openTablet(two)];
        const [firstPage, sparePage] = [await join(first, hub, code), await join(spare, hub, code)];
        await expect(sparePage.locator('[data-number="2"]')).toBeVisible();

        await board
          .locator('[data-tablet]', { has: board.locator('.number', { hasText: /^1$/ }) })
          .tap();
        await board.getByRole('button', { name: 'Find it' }).tap();
        await expect(firstPage.locator('dialog .number')).toHaveText('1');
        await board.getByLabel('Hall').fill('A');
        await board.getByLabel('Station').fill('by the door');
        await board.getByRole('button', { name: 'Save' }).tap();
        await board.getByRole('button', { name: 'Swap' }).tap();
        await board.getByRole('button', { name: /^2/ }).tap();
        await expect(sparePage.locator('[data-number="1"]')).toContainText('A · by the door');
        await expect(firstPage.locator('[data-number]')).toHaveCount(0);
        // A swap by mistake is taken back.
        await board.getByRole('button', { name: 'Undo' }).tap();
        await expect(sparePage.locator('[data-number="2"]')).toBeVisible();

        await expect(board.locator('[data-tablet]')).toHaveCount(2);
        await board.getByRole('button', { name: 'Select several' }).tap();
        await board.getByRole('button', { name: 'All', exact: true }).tap();
        await board.getByRole('button', { name: 'Dark for wiping, 30 s: 2' }).tap();
        await expect(sparePage.locator('dialog.cleaning')).toBeVisible();
        await board.getByRole('button', { name: 'Undo' }).tap();
        await expect(sparePage.locator('dialog.cleaning')).toBeHidden();

        const hold = board.getByRole('button', { name: /Freeze for the day/ });
        await hold.tap();
        await expect(board.getByText(/Frozen since/)).toBeHidden();
        await hold.focus();
        await board.keyboard.down('Enter');
        await expect(board.getByText(/Frozen since/)).toBeVisible();
        await board.keyboard.up('Enter');

        await hub.kill();
        await expect(board.getByText(/The hub does not answer/)).toBeVisible();
        await hub.start();
        await expect(board.getByText(/The hub does not answer/)).toBeHidden({ timeout: 30_000 });
        await expect(board.getByText(/Frozen since/)).toBeVisible();
        await first.close();
        await spare.close();
      }),
    );
  });
});

test('a tablet that cannot keep its storage is never called ready', async ({ browser }) => {
  await withHub(plan, async ({ hub }) => {
    const board = await openBoard(browser, hub);
    const code = await codeFrom(board);
    // A context of Playwright's is what a private window is: nothing outlives it.
    const page = await browser.newPage();
    await page.goto(`${hub.address}/setup?code=${code}`);
    await expect(page.locator('[data-check=content].proven')).toBeVisible({ timeout: 30_000 });
    await expect(pile(board, 'needs-you')).toHaveCount(1);
    await expect(board.locator('[data-problem=may-be-cleared]')).toBeVisible();
    await expect(board.locator('[data-can-open=true]')).toHaveCount(0);
    await page.close();
  });
});

test('what visitors open counts once, though hub and tablet are killed in between', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  await withHub(plan, async ({ hub }) => {
    const board = await openBoard(browser, hub);
    const code = await codeFrom(board);
    await withProfile(async (profile) => {
      let tablet = await openTablet(profile);
      let page = await join(tablet, hub, code);
      await expect(page.locator('[data-phase=ready]')).toBeVisible({ timeout: 30_000 });
      const show = async (address: string) => {
        await page.goto(hub.address + address);
        await page.locator('main :is(h1, a, button)').first().waitFor();
        // The count is on the disk before anything else may happen to the tablet.
        await page.waitForTimeout(500);
      };
      await show('/films');
      await show('/films/film-1');
      await hub.kill();
      await show('/films');
      await show('/films/film-1/sh010');
      await tablet.close();
      tablet = await openTablet(profile);
      page = tablet.pages()[0]!;
      await show('/films');
      await show('/');
      await hub.start();
      const counts = () =>
        board.evaluate(async () => {
          const { lines } = await (await fetch('/api/v1/counts')).json();
          return Object.fromEntries(
            lines.map(({ screen, count }: { screen: string; count: number }) => [screen, count]),
          );
        });
      await expect
        .poll(counts, { timeout: 90_000 })
        .toEqual({ films: 3, 'films/film-1': 1, 'films/film-1/sh010': 1 });
      await board.goto(`${hub.address}/staff/counts`);
      await expect(board.getByRole('cell', { name: 'films/film-1/sh010' })).toBeVisible();
      await tablet.close();
    });
  });
});

test('a tablet out of reach is carried to the hub in a file, once', async ({ browser }) => {
  await withHub(plan, async ({ hub }) => {
    const board = await openBoard(browser, hub);
    const code = await codeFrom(board);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${hub.address}/setup?code=${code}`);
    await page.locator('[data-phase=ready]').waitFor({ timeout: 30_000 });
    await page.route('**/api/**', (route) => route.abort());
    await page.goto(`${hub.address}/films`);
    await page.locator('main a').first().waitFor();
    await page.waitForTimeout(1_000);
    await page.goto(`${hub.address}/setup`);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '把记录存成文件' }).click();
    const file = await (await saving).path();
    await board.goto(`${hub.address}/staff/counts`);
    for (let times = 0; times < 2; times += 1) {
      await board.locator('input[type=file]').setInputFiles({
        name: 'tablet.json',
        mimeType: 'application/json',
        buffer: await readFile(file),
      });
      await expect(board.getByText('Taken in.')).toBeVisible();
    }
    await expect(board.getByRole('row', { name: /films 1$/ })).toBeVisible();
    await board.locator('input[type=file]').setInputFiles({
      name: 'other.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{}'),
    });
    await expect(board.getByText('Nothing was changed.')).toBeVisible();
    await context.close();
  });
});

test('a hall shows the release that staff chose for it, and changes over at its time', async ({
  browser,
}) => {
  test.setTimeout(150_000);
  await withHub(plan, async ({ hub, publish }) => {
    const board = await openBoard(browser, hub);
    const ask = (method: string, place: string, body?: object) =>
      board.evaluate(
        async ([method, place, body]) => {
          const headers = { 'Content-Type': 'application/json' };
          const answer = await fetch(`/api/v1/${place}`, {
            method,
            headers,
            ...(body && { body: JSON.stringify(body) }),
          });
          return answer.json();
        },
        [method, place, body] as const,
      );
    const { current: first } = await ask('GET', 'releases');
    await publish({ ...plan, versions: 4 });
    const { current: second } = await ask('GET', 'releases');
    const code = await codeFrom(board);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${hub.address}/setup?code=${code}`);
    await page.locator('[data-number]').waitFor();
    const [{ id }] = (await ask('GET', 'board')).rows;
    await ask('PATCH', `devices/${id}`, { hall: 'B' });
    await ask('PUT', 'shown', { hall: 'B', release: first, atMs: null });
    const shows = (versions: string) =>
      expect(async () => {
        await page.goto(hub.address);
        await page.waitForTimeout(1_500);
        await page.goto(`${hub.address}/films/film-1/sh010`);
        await expect(page.getByText(versions)).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 60_000 });
    await shows('1 / 3');
    const atMs = Date.now() + 12_000;
    await ask('PUT', 'shown', { hall: 'B', release: second, atMs });
    await page.goto(hub.address);
    await page.waitForTimeout(7_000);
    await page.goto(`${hub.address}/films/film-1/sh010`);
    await expect(page.getByText('1 / 3')).toBeVisible();
    await page.goto(hub.address);
    await page.waitForTimeout(Math.max(0, atMs - Date.now()));
    await shows('1 / 4');
    await context.close();
  });
});

test('strangers, wrong passwords and wrong codes stay outside', async ({ browser }) => {
  await withHub(plan, async ({ hub }) => {
    const page = await browser.newPage({ locale: 'en' });
    await page.goto(`${hub.address}/staff/handover`);
    await page.locator('input[type=password]').fill('not it at all');
    await page.locator('form button').click();
    await expect(page.getByRole('alert')).toHaveText('That is not the password. Try again.');
    await page.goto(`${hub.address}/setup?code=000000`);
    await expect(page.getByText('这个码不对')).toBeVisible();
    await page.close();
  });
});

for (const language of languages)
  test(`every message fits a phone in a rehearsal, in ${language}`, async ({ browser }) => {
    await withHub(plan, async ({ hub }) => {
      const board = await openBoard(browser, hub, languageTag[language]);
      expect(await violations(board)).toEqual([]);
      expect(await misfits(board)).toEqual(fits);
      await board.goto(`${hub.address}/staff/rehearsal`);
      await board.locator('[aria-expanded=false]').tap();
      expect(await board.locator('[data-problem]').count()).toBeGreaterThan(20);
      expect(await violations(board)).toEqual([]);
      expect(await misfits(board)).toEqual(fits);
      for (let left = await board.locator('[data-problem]').count(); left > 0; left -= 1)
        await board.locator('[data-problem] .button').nth(1).tap();
      await expect(board.locator('[data-problem]')).toHaveCount(0);
      await board.close();
    });
  });

test('the staff corner opens by a held corner and the PIN, and by nothing else (102)', async ({
  browser,
}) => {
  await withHub(plan, async ({ hub }) => {
    const board = await openBoard(browser, hub);
    await board.getByRole('button', { name: 'Passwords' }).tap();
    await board.getByLabel('PIN of the staff corner').fill('2468');
    await board.locator('form', { hasText: 'PIN of' }).getByRole('button').tap();
    await expect(board.getByText('Saved')).toBeVisible();
    await board.getByRole('button', { name: 'Close' }).tap();
    const code = await codeFrom(board);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${hub.address}/setup?code=${code}`);
    await page.locator('[data-number]').waitFor();
    await page.goto(hub.address);
    await page.locator('main :is(a, button)').first().waitFor();
    await page.mouse.move(20, 20);
    await page.mouse.down();
    await expect(page.getByRole('heading', { name: '工作人员密码' })).toBeVisible();
    await page.mouse.up();
    for (let wrong = 1; wrong <= 5; wrong += 1) {
      await page.keyboard.type('1111');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert')).toContainText(wrong < 5 ? '不对' : '等 60 秒');
    }
    await page.reload();
    await page.getByRole('heading', { name: '工作人员密码' }).waitFor();
    await page.keyboard.type('2468');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('秒再试');
    await page.clock.install();
    await page.reload();
    await page.clock.fastForward(61_000);
    for (const digit of '2468')
      await page.getByRole('button', { name: digit, exact: true }).click();
    await page.getByRole('button', { name: '打开', exact: true }).click();
    await expect(page.locator('[data-number]')).toBeVisible();
    await page.close();
  });
});
