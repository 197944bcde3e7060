// Headless Chromium with software GL for the previs benchmarks, with our engine in an empty page.
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { chromiumArguments, provideChromium } from '../../../src/cli/chromium.ts';
import type { ReleaseSet } from '../../../src/lib/openset/set.ts';
import { readEvent, type FilmFolder } from '../../../src/lib/server/event/read.ts';

export const launch = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await provideChromium(), args: chromiumArguments });

/** A page with `window.bench`, as `previs-page.ts` has it. */
export async function openEngine(browser: Browser): Promise<Page> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      rollupOptions: {
        input: path.join(import.meta.dirname, 'previs-page.ts'),
        output: { format: 'iife' },
      },
    },
  });
  const output = Array.isArray(built) ? built[0]! : built;
  if (!('output' in output)) throw new Error('The engine did not build.');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ content: output.output[0].code });
  return page;
}

/** The sample film, and its set without files: what is measured is our own geometry and light. */
export async function sampleFilm(): Promise<{ film: FilmFolder; set: ReleaseSet }> {
  const { folder } = await readEvent('content', { media: false });
  const film = folder!.films.find((one) => one.film.id === 'bicycle-kids')!;
  return { film, set: { ...film.set!, cards: [], models: [] } };
}

/** Seconds of processor time that drawing took so far: other work on the machine does not change it. */
export async function drawingSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo
    .filter(({ type }) => type === 'GPU')
    .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}
