// Browser tests: the built app, the real hub, a real Chromium.
import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './src/cli/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/pack-sample.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 2,
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    hasTouch: true,
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: findChromium() ?? undefined, args: chromiumArguments },
  },
});
