// The sample renderer's headless browser: our own engine under software GL, so that a picture is the
// same on every machine without a graphics card.
import { chromium } from 'playwright';
import { build } from 'vite';
import path from 'node:path';
import type { DrawRequest, Regions } from '#lib/previs/draw.ts';
import { provideChromium } from './chromium.ts';

export interface SampleBrowser {
  /** A PNG, and where in it things stand. */
  draw(request: DrawRequest): Promise<{ png: Buffer; regions: Regions }>;
  close(): Promise<void>;
}

export async function openSampleBrowser(): Promise<SampleBrowser> {
  const page = path.resolve(import.meta.dirname, '../lib/previs/sample-page.ts');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      rollupOptions: { input: page, output: { format: 'iife' } },
    },
  });
  const output = Array.isArray(built) ? built[0]! : built;
  if (!('output' in output)) throw new Error('The sample renderer did not build.');
  const browser = await chromium.launch({
    executablePath: await provideChromium(),
    args: [
      '--no-sandbox',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const tab = await browser.newPage();
  await tab.setContent('<!doctype html><body></body>');
  await tab.addScriptTag({ content: output.output[0].code });
  return {
    async draw(request) {
      const { picture, regions } = await tab.evaluate(
        (asked) =>
          (
            window as unknown as { draw(asked: DrawRequest): { picture: string; regions: Regions } }
          ).draw(asked),
        request,
      );
      return { png: Buffer.from(picture.slice(picture.indexOf(',') + 1), 'base64'), regions };
    },
    close: () => browser.close(),
  };
}
