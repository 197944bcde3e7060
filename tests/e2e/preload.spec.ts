// What a tablet promises: nothing counts before it is proved, nothing is lost, the network may go.
import { expect, test } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import { standBetween } from './between.ts';
import { withHub } from './event-hub.ts';
import { damage, isReady, openTablet, withProfile } from './tablet.ts';
import { called } from './visitor.ts';

const plan = { films: 2, shots: 2, versions: 5, width: 960, height: 540 };
/** Pictures that weigh enough for a kill to fall into the fetching. */
const heavy = { films: 1, shots: 2, versions: 6, width: 1920, height: 1080, noise: true };

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

test('shows a new release only when the visitor has gone (93)', async ({ page }) => {
  await withHub(plan, async ({ hub, publish }) => {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    const held = () =>
      page.evaluate(async () => {
        const root = await navigator.storage.getDirectory();
        return Array.fromAsync((await root.getDirectoryHandle('packs')).keys());
      });
    const before = (await held()).length;
    await publish({ ...plan, versions: 4 });
    await page.goto(`${hub.address}/films/film-1/sh010`);
    await expect.poll(async () => (await held()).length).toBeGreaterThan(before);
    await page.getByRole('link', { name: '回到影片' }).click();
    await page.locator('a[href$="/sh010"]').first().click();
    await expect(page.getByText('1 / 5')).toBeVisible();
    await called(page, 'startOver', 'zh').click();
    await called(page, 'startOverYes', 'zh').click();
    await expect(page).toHaveURL(/\/$/);
    await expect(async () => {
      await page.goto(hub.address);
      await page.waitForTimeout(500);
      await page.goto(`${hub.address}/films/film-1/sh010`);
      await expect(page.getByText('1 / 4')).toBeVisible({ timeout: 500 });
    }).toPass();
  });
});

test('says how much space is missing, and goes on when there is room', async ({ page }) => {
  await withHub(heavy, async ({ hub }) => {
    await page.goto(`${hub.address}/healthz`);
    const { releases } = (await (await fetch(`${hub.address}/api/v1/releases`)).json()) as {
      releases: { bytes: number }[];
    };
    const session = await page.context().newCDPSession(page);
    // Browsers round what they say of free space, so the tablet finds out when it is full.
    const quotaSize = Math.round(releases[0]!.bytes / 2);
    await session.send('Storage.overrideQuotaForOrigin', { origin: hub.address, quotaSize });
    await page.goto(`${hub.address}/setup`);
    await expect(page.locator('[data-phase=no-room]')).toBeVisible();
    await expect(page.getByText('还差空间')).toBeVisible();
    await session.send('Storage.overrideQuotaForOrigin', { origin: hub.address });
    await page.reload();
    await isReady(page);
  });
});

test('finds by itself what rots at rest, says so, and mends it (88)', async ({ page }) => {
  await withHub(heavy, async ({ hub }) => {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    const heard: string[] = [];
    await page.exposeFunction('hear', (phase: string) => heard.push(phase));
    await page.evaluate(() =>
      new BroadcastChannel('open-set-preload').addEventListener('message', ({ data }) =>
        (window as unknown as { hear: (phase: string) => void }).hear(data.state.phase),
      ),
    );
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/packs/'))
        asked.push(`${pathname.slice(7)} ${request.headers().range}`);
    });
    const damaged = await page.evaluate(damage);
    await expect.poll(() => heard, { timeout: 55_000 }).toContain('damaged');
    await expect.poll(() => heard.at(-1)).toBe('ready');
    expect(heard).toContain('proving');
    expect(asked).toEqual([`${damaged} bytes=0-1048575`]);
  });
});

test('fetches again what rotted on the tablet, and nothing else', async ({ page }) => {
  await withHub(heavy, async ({ hub }) => {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    await page.goto(`${hub.address}/healthz`);
    const damaged = await page.evaluate(damage);
    await page.evaluate(() => indexedDB.deleteDatabase('open-set'));
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/packs/'))
        asked.push(`${pathname.slice(7)} ${request.headers().range}`);
    });
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    expect(asked).toEqual([`${damaged} bytes=0-1048575`]);
  });
});

test('an app that is not whole never replaces the one that works', async ({ page }) => {
  await withHub(plan, async ({ hub }) => {
    const between = await standBetween(hub.address);
    await page.goto(`${between.address}/setup`);
    await isReady(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    // A newer app of which one file comes altered.
    between.alter = (path, body) => {
      if (path === '/service-worker.js')
        return body.replaceAll(/("?revision"?:\s*")[^"]*"/g, '$1newer"').concat('\n// newer');
      return path === '/splash.css' ? `${body} ` : null;
    };
    const state = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
      const worker = registration?.installing;
      if (!worker) return 'no update came';
      return new Promise<string>((resolve) =>
        worker.addEventListener('statechange', () => resolve(worker.state)),
      );
    });
    expect(state).toBe('redundant');
    between.close();
    await page.goto(`${between.address}/films`);
    await expect(page.getByRole('link', { name: /短片1/ })).toBeVisible();
  });
});

test('takes a release from a file where there is no hub to speak of', async ({ page }) => {
  await withHub(heavy, async ({ hub, bundle }) => {
    const whole = await bundle();
    const bytes = await readFile(whole);
    const altered = `${whole}.altered`;
    await writeFile(altered, bytes.with(bytes.length - 5000, bytes[bytes.length - 5000]! ^ 1));
    const short = `${whole}.short`;
    await writeFile(short, bytes.subarray(0, -1));
    // The app comes from the hub, the films do not: as on a network that is too slow for them.
    await page.route(/\/(packs|api)\//, (route) => route.abort());
    await page.goto(`${hub.address}/setup`);
    const take = (file: string) => page.locator('input[type=file]').setInputFiles(file);
    await expect(page.locator('[data-phase=waiting]')).toBeVisible();
    await take(short);
    await expect(page.getByText('展览内容读不懂')).toBeVisible();
    await take(altered);
    await expect(page.getByText('展览内容被改动过')).toBeVisible();
    await take(whole);
    await isReady(page);
  });
});

test('goes on with what it had when a new release cannot be opened', async ({ page }) => {
  await withHub(plan, async ({ hub, publishUnreadable }) => {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    await publishUnreadable();
    await page.goto(`${hub.address}/setup`);
    await expect(page.getByText('这个程序打不开新的展览')).toBeVisible();
    await page.goto(hub.address);
    await page.waitForTimeout(1_500);
    await page.goto(`${hub.address}/films`);
    await expect(page.getByRole('link', { name: /短片1/ })).toBeVisible();
  });
});
