// The sample renderer's headless browser: our own engine under software GL, so that a picture is the
// same on every machine without a graphics card.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import type { ReleaseSet } from '#lib/openset/set.ts';
import type { StillRequest } from '#lib/previs/picture/draw-still.ts';
import type { Regions } from '#lib/previs/picture/world.ts';
import type { FilmFolder } from '#lib/server/event/read.ts';
import { provideChromium } from '../chromium.ts';

export interface SampleBrowser {
  /** Takes up a film's set; the pictures that follow are drawn in it. */
  open(film: FilmFolder): Promise<void>;
  /** A picture file, and where in it things stand. */
  draw(
    request: StillRequest,
    type: 'image/png' | 'image/jpeg',
  ): Promise<{ bytes: Buffer; regions: Regions }>;
  close(): Promise<void>;
}

interface Page {
  openSet(set: ReleaseSet, files: Record<string, string>): Promise<string[]>;
  drawStill(request: StillRequest, type: string): { picture: string; regions: Regions };
}

export async function openSampleBrowser(): Promise<SampleBrowser> {
  const root = path.resolve(import.meta.dirname, '../../..');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      rollupOptions: {
        input: path.join(root, 'src/lib/previs/sample-page.ts'),
        output: { format: 'iife' },
      },
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
  tab.on('console', (message) => {
    if (message.type() === 'error') console.error(message.text());
  });
  await tab.setContent('<!doctype html><body></body>');
  await tab.addScriptTag({ content: output.output[0].code });
  return {
    async open(film) {
      if (!film.set) throw new Error(`${film.film.id} has no set.yaml to draw in.`);
      const files: Record<string, string> = {};
      for (const { media } of [...film.set.cards, ...film.set.models])
        files[media] = await asAddress(path.join(film.dir, media));
      const missing = await tab.evaluate(
        ([set, given]) => (window as unknown as Page).openSet(set, given),
        [film.set, files] as const,
      );
      if (missing.length > 0) throw new Error(`Cannot be read: ${missing.join(', ')}`);
    },
    async draw(request, type) {
      const { picture, regions } = await tab.evaluate(
        ([asked, as]) => (window as unknown as Page).drawStill(asked, as),
        [request, type] as const,
      );
      return { bytes: Buffer.from(picture.slice(picture.indexOf(',') + 1), 'base64'), regions };
    },
    close: () => browser.close(),
  };
}

const types: Record<string, string> = {
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.glb': 'model/gltf-binary',
};

async function asAddress(file: string): Promise<string> {
  const type = types[path.extname(file)] ?? 'application/octet-stream';
  return `data:${type};base64,${(await readFile(file)).toString('base64')}`;
}
