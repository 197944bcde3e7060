// A release that arrives whole and cannot be shown. It waits for a tablet to look for releases, a
// minute: in a file of its own it does so beside the others, not after them.
import { expect, test } from '@playwright/test';
import { withHub } from './event-hub.ts';

import { isReady } from './tablet.ts';

const plan = { films: 2, shots: 2, versions: 5, width: 960, height: 540 };

test('falls back by itself when the screen cannot show what became active', async ({ page }) => {
  test.setTimeout(150_000);
  await page.addInitScript(() => {
    const real = window.fetch;
    window.fetch = (input, init) => {
      const address = String(input instanceof Request ? input.url : input);
      return Reflect.get(window, 'isBroken') && address.includes('/documents/event')
        ? Promise.resolve(new Response('', { status: 500 }))
        : real(input, init);
    };
  });
  await withHub(plan, async ({ hub, publish }) => {
    await page.goto(`${hub.address}/setup`);
    await isReady(page);
    const active = () =>
      page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const open = indexedDB.open('open-set');
            open.onsuccess = () => {
              const get = open.result.transaction('pointer').objectStore('pointer').get('active');
              get.onsuccess = () => {
                open.result.close();
                resolve(get.result.current.id);
              };
            };
          }),
      );
    const first = await active();
    await page.goto(hub.address);
    await page.locator('main :is(a, button)').first().waitFor();
    await page.waitForTimeout(1_000);
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { isBroken: true, said });
      new BroadcastChannel('open-set-preload').addEventListener('message', ({ data }) =>
        said.push(`${data.state.phase} ${data.state.release ?? data.state.why}`),
      );
    });
    await publish({ ...plan, versions: 4 });
    const said = () => page.evaluate(() => Reflect.get(window, 'said') as string[]);
    await expect.poll(said, { timeout: 80_000 }).toContain('refused unreadable');
    const shown = (await said()).filter((state) => state.startsWith('proving'));
    expect(shown.some((state) => !state.includes(first))).toBe(true);
    await expect.poll(active).toBe(first);
    await page.evaluate(() => Object.assign(window, { isBroken: false }));
    await expect(page.getByText(/轻触/).first()).toBeVisible({ timeout: 30_000 });
  });
});
