// Tablets of their own: browsers whose storage outlives them.
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Switches a tablet on; `profile` is its storage. */
export async function openTablet(profile: string): Promise<BrowserContext> {
  const { launchOptions } = test.info().project.use;
  return chromium.launchPersistentContext(profile, {
    ...launchOptions,
    headless: true,
    viewport: { width: 1280, height: 800 },
  });
}

/** Everything is proven, by what the tablet's own page says. */
export const isReady = (page: Page) =>
  expect(page.locator('[data-phase=ready]')).toBeVisible({ timeout: 30_000 });

/** Storage for one tablet, gone afterwards. */
export async function withProfile(use: (profile: string) => Promise<void>): Promise<void> {
  const profile = await mkdtemp(path.join(tmpdir(), 'openset-tablet-'));
  try {
    await use(profile);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** In the page: zeroes bytes in the first chunk of a large pack; returns its name. */
export async function damage(): Promise<string | null> {
  const root = await navigator.storage.getDirectory();
  const packs = await root.getDirectoryHandle('packs');
  for await (const [name, handle] of packs.entries()) {
    const file = await (handle as FileSystemFileHandle).getFile();
    if (file.size < 2 ** 20) continue;
    const writable = await (handle as FileSystemFileHandle).createWritable({
      keepExistingData: true,
    });
    await writable.write({ type: 'write', position: 1000, data: new Uint8Array(100) });
    await writable.close();
    return name;
  }
  return null;
}
