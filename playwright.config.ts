// Browser tests: the built app, the real hub, a real Chromium.
import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium, flatChromiumArguments } from './src/cli/chromium.ts';

/** Tests in which something is drawn in three dimensions. */
const drawn = /(lab|generator|stage)\.spec\.ts/;
const executablePath = findChromium() ?? undefined;

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/pack-sample.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    hasTouch: true,
    viewport: { width: 1280, height: 800 },
  },
  projects: [
    {
      name: 'drawn',
      testMatch: drawn,
      use: { launchOptions: { executablePath, args: chromiumArguments } },
    },
    {
      name: 'flat',
      testIgnore: drawn,
      use: { launchOptions: { executablePath, args: flatChromiumArguments } },
    },
  ],
});
