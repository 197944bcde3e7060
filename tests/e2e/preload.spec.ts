// What a tablet promises: nothing counts before it is proved, nothing is lost, the network may go.
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { withHub } from './event-hub.ts';

const plan = { films: 2, shots: 2, versions: 5, width: 960, height: 540 };
/** Pictures that weigh enough for a kill to fall into the fetching. */
const heavy = { films: 1, shots: 2, versions: 6, width: 1920, height: 1080, noise: true };

/** A tablet of its own: a browser whose storage outlives it. */
async function openTablet(profile: string): Promise<BrowserContext> {
  const { launchOptions } = test.info().project.use;
  return chromium.launchPersistentContext(profile, {
    ...launchOptions,
    headless: true,
    viewport: { width: 1280, height: 800 },
  });
}

const isReady = (page: Page) =>
  expect(page.locator('[data-phase=ready]')).toBeVisible({ timeout: 30_000 });

async function withProfile(use: (profile: string) => Promise<void>): Promise<void> {
  const profile = await mkdtemp(path.join(tmpdir(), 'openset-tablet-'));
  try {
    await use(profile);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

test('keeps the whole exhibition when hub and browser are gone', async () => {
  await withHub(plan, async ({ hub }) => {
    await withProfile(async (profile) => {
      let tablet = await openTablet(profile);
      let page = await tablet.newPage();
      await page.goto(`${hub.address}/setup`);
      await isReady(page);
      await tablet.close();
      await hub.kill();
      tablet = await openTablet(profile);
      page = await tablet.newPage();
      await page.goto(hub.address);
      await page.getByText(/轻触/).first().click();
      await page.getByRole('link', { name: /短片2/ }).click();
      await page.locator('a[href$="/sh020"]').first().click();
      await expect(page.locator('canvas[data-rung=full]')).toBeVisible();
      await tablet.close();
    });
  });
});

test('goes on where it was after being killed again and again', async () => {
  await withHub(heavy, async ({ hub }) => {
    await withProfile(async (profile) => {
      let proven = false;
      for (let round = 0; round < 6 && !proven; round += 1) {
        const tablet = await openTablet(profile);
        const page = await tablet.newPage();
        await page.goto(`${hub.address}/setup`);
        await page.locator('[data-phase=fetching], [data-phase=ready]').first().waitFor();
        proven = await page.locator('[data-phase=ready]').isVisible();
        const browser = await tablet.browser()?.newBrowserCDPSession();
        const running = await browser?.send('SystemInfo.getProcessInfo');
        const main = running?.processInfo.find(({ type }) => type === 'browser');
        if (!main) throw new Error('The browser to kill was not found.');
        process.kill(main.id, 'SIGKILL');
        await tablet.close().catch(() => undefined);
      }
      const tablet = await openTablet(profile);
      const page = await tablet.newPage();
      await page.goto(`${hub.address}/setup`);
      await isReady(page);
      await tablet.close();
    });
  });
});

test('waits for a hub that died, and finishes when it is back', async ({ page }) => {
  await withHub(plan, async ({ hub }) => {
    await page.goto(`${hub.address}/`);
    await hub.kill();
    await page.evaluate(() => history.pushState(null, '', '/'));
    await hub.start();
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
  });
});

test('never takes a captive portal’s page for content', async ({ context, page }) => {
  await withHub(plan, async ({ hub }) => {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await context.route('**/*', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<html>Please log in</html>' }),
    );
    await page.goto(`${hub.address}/films`);
    await expect(page.getByRole('link', { name: /短片1/ })).toBeVisible();
    await page.evaluate(async () =>
      (await navigator.serviceWorker.getRegistration())?.update().catch(() => undefined),
    );
    await page.reload();
    await expect(page.getByRole('link', { name: /短片1/ })).toBeVisible();
  });
});

test('heals by itself when its ledger is lost', async ({ page }) => {
  await withHub(plan, async ({ hub }) => {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    await hub.kill();
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const request = indexedDB.deleteDatabase('open-set');
          request.onsuccess = request.onerror = resolve;
        }),
    );
    await page.reload();
    await isReady(page);
    await page.goto(`${hub.address}/films`);
    await expect(page.getByRole('link', { name: /短片1/ })).toBeVisible();
  });
});

test('answers ranges from its own storage', async ({ page }) => {
  await withHub(plan, async ({ hub }) => {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    await page.reload();
    const event = await page.evaluate(async () => (await fetch('/documents/event')).json());
    const { sha256, bytes } = event.attract[0].picture.full;
    await hub.kill();
    const answer = await page.evaluate(async (address) => {
      const response = await fetch(address, { headers: { Range: 'bytes=10-19' } });
      return {
        status: response.status,
        range: response.headers.get('content-range'),
        length: (await response.arrayBuffer()).byteLength,
      };
    }, `/media/${sha256}`);
    expect(answer).toEqual({ status: 206, range: `bytes 10-19/${bytes}`, length: 10 });
  });
});

test('takes a new release behind the running exhibition', async ({ page }) => {
  await withHub(plan, async ({ hub, publish }) => {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    await publish({ ...plan, versions: 4 });
    await page.reload();
    await isReady(page);
    await page.goto(`${hub.address}/films/film-1/sh010`);
    await expect(page.getByText('1 / 4')).toBeVisible();
  });
});
