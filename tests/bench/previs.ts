// The lab on a machine without a graphics card: from a tap on a phrase to the picture, what a frame
// costs over an empty one, what a visitor pays who never opens it, and what is left after closing it.
import type { Browser, CDPSession, Page } from '@playwright/test';
import { Hub } from '../e2e/hub.ts';
import type { Measured } from './run.ts';
import { median, percentile } from './tools/median.ts';
import { drawingSeconds, launch, openEngine, sampleFilm } from './tools/previs-browser.ts';
import type { PrevisBench } from './tools/previs-page.ts';
import { frameAspect } from '../../src/lib/lab/frame.ts';

const film = '/films/bicycle-kids';
const screen = { width: 1280, height: 800 };
const rounds = 3;
const framesPerRound = 4;
/** Cards that are laid in every panel. */
const changesPerPanel = 4;
/** Openings of the lab after which the heap is weighed. */
const cycles = { first: 20, last: 200 };

export async function bench(): Promise<Measured> {
  const hub = await new Hub('.openset/releases').start();
  const browser = await launch();
  try {
    const changes = await measureChanges(browser, hub.address);
    const frames = await measureFrames(browser);
    const bytes = await bytesBeforeOpen(browser, hub.address);
    const heaps = await measureMemory(browser, hub.address);
    const ratio = (width: number): number =>
      median(frames.filter((one) => one.width === width).map((one) => one.frameMs / one.emptyMs));
    const cpuMs = (width: number): number =>
      median(frames.filter((one) => one.width === width).map((one) => one.cpuMs));
    const ms = changes.map((change) => change.ms);
    return {
      figures: {
        changes: ms.length,
        changeToPictureP50Ms: percentile(ms, 0.5),
        changeToPictureP95Ms: percentile(ms, 0.95),
        frameToEmpty1280: ratio(1280),
        frameToEmpty1920: ratio(1920),
        frameCpuMs1280: cpuMs(1280),
        frameCpuMs1920: cpuMs(1920),
        labBytesBeforeOpen: bytes,
        memoryGrowth: heaps.lastBytes / heaps.firstBytes,
      },
      runs: [...changes, ...frames, heaps],
    };
  } finally {
    await browser.close();
    await hub.end();
  }
}

async function openLab(browser: Browser, hub: string): Promise<Page> {
  const page = await browser.newPage({
    baseURL: hub,
    viewport: screen,
    hasTouch: true,
    serviceWorkers: 'block',
  });
  page.setDefaultTimeout(120_000);
  await page.goto(`${film}/direct`);
  await page.locator('[data-live=live] canvas[data-drawn]').waitFor();
  return page;
}

interface Change {
  panel: string;
  card: string;
  /** From the tap to the frame that shows the new picture. */
  ms: number;
  /** Of that, the time in the engine. */
  drawMs: number;
  pixels: number;
}

/** In the page, put there by `watchChanges`. */
interface Watched {
  change: Omit<Change, 'panel' | 'card'> | null;
}

export async function measureChanges(browser: Browser, hub: string): Promise<Change[]> {
  const page = await openLab(browser, hub);
  await page.evaluate(watchChanges);
  const panels = new Set<string>();
  const changes: Change[] = [];
  for (;;) {
    const panel = (await page.locator('.cards').getAttribute('data-panel'))!;
    if (panels.has(panel)) break;
    panels.add(panel);
    const cards = await page
      .locator('.cards [aria-pressed=false]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.card!));
    for (const card of cards.slice(0, changesPerPanel)) {
      await comeToRest(page);
      await page.evaluate(() => ((window as unknown as Watched).change = null));
      const box = (await page.locator(`[data-card="${card}"]`).boundingBox())!;
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      await page.waitForFunction(() => (window as unknown as Watched).change !== null);
      const seen = await page.evaluate(() => (window as unknown as Watched).change!);
      changes.push({ panel, card, ...seen });
      // A fourth move would be refused, and one that plays draws on and on.
      if (['travel', 'turn', 'hold'].includes(panel)) await takeAway(page, card);
    }
    await page.locator('.turn button').last().click();
  }
  await page.close();
  return changes;
}

async function takeAway(page: Page, card: string): Promise<void> {
  if (!(await page.locator(`[data-card="${card}"]`).getAttribute('aria-pressed'))?.includes('t'))
    return;
  await page.locator(`[data-card="${card}"]`).evaluate((one: HTMLElement) => one.click());
}

/** Nothing plays, and the picture has been drawn at its best. */
const comeToRest = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-drawn]')!;
        if (document.querySelector('.player .button')!.innerHTML.includes('停'))
          document.querySelector<HTMLElement>('[data-roll]')!.click();
        let timer = setTimeout(done, 600);
        const watch = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(done, 600);
        });
        watch.observe(canvas, { attributeFilter: ['data-drawn'] });
        function done(): void {
          watch.disconnect();
          resolve();
        }
      }),
  );

/** In the page: times from the tap's own time stamp, as it left the browser. */
function watchChanges(): void {
  const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-drawn]')!;
  let tappedMs: number | null = null;
  addEventListener(
    'click',
    ({ target, timeStamp }) => {
      if ((target as Element).closest('[data-card]')) tappedMs = timeStamp;
    },
    true,
  );
  new MutationObserver(() => {
    if (tappedMs === null) return;
    const sinceMs = tappedMs;
    tappedMs = null;
    const drawMs = Number(canvas.dataset.drawMs);
    const pixels = canvas.width * canvas.height;
    // The frame that was drawn in this task is presented before the next one begins.
    const channel = new MessageChannel();
    channel.port1.onmessage = () =>
      Object.assign(window, { change: { ms: performance.now() - sinceMs, drawMs, pixels } });
    channel.port2.postMessage(null);
  }).observe(canvas, { attributeFilter: ['data-draw-ms'] });
}

interface Frames {
  width: number;
  frameMs: number;
  emptyMs: number;
  /** Processor time of one frame on all cores. */
  cpuMs: number;
}

export async function measureFrames(browser: Browser): Promise<Frames[]> {
  const page = await openEngine(browser);
  const { set } = await sampleFilm();
  const all: Frames[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const width of [1280, 1920]) {
      const height = Math.round(width / frameAspect);
      const beforeS = await drawingSeconds(browser);
      const times = await page.evaluate(
        ([plain, w, h, count]) =>
          (window as unknown as { bench: PrevisBench }).bench.frames(plain, {}, w, h, count),
        [set, width, height, framesPerRound] as const,
      );
      // The first frame, which is not timed, counts here: it costs about as much as the others.
      const cpuMs = (((await drawingSeconds(browser)) - beforeS) * 1000) / (framesPerRound + 1);
      all.push({ width, frameMs: median(times.drawnMs), emptyMs: median(times.emptyMs), cpuMs });
    }
  await page.close();
  return all;
}

/** Words that stand in the lab's own files and nowhere else. */
const labMarks = [
  'WebGLRenderer',
  'cowboy shot',
  'data-take-away',
  'data-panel',
  'Building the set',
];

/** Bytes of whole files that hold anything of the lab, and of sets, for one who walks all around it. */
export async function bytesBeforeOpen(browser: Browser, hub: string): Promise<number> {
  const page = await browser.newPage({ baseURL: hub, viewport: screen, serviceWorkers: 'block' });
  page.setDefaultTimeout(60_000);
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.endsWith('.js') && !pathname.startsWith('/documents/set/')) return;
    const size = response.text().then((text) => {
      const isOfLab = !pathname.endsWith('.js') || labMarks.some((mark) => text.includes(mark));
      return isOfLab ? Buffer.byteLength(text) : 0;
    });
    sizes.push(size);
  });
  await page.goto('/');
  await page.locator('.call button').first().click();
  await page.locator(`a[href="${film}"]`).click();
  await page.locator(`a[href="${film}/sh010"]`).click();
  await page.locator('canvas[data-rung=full]').waitFor();
  await page.locator(`a[href="${film}"]`).first().click();
  await page.locator(`a[href="${film}?view=made"]`).click();
  await page.waitForLoadState('networkidle');
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await page.close();
  return total;
}

interface Heaps {
  firstBytes: number;
  lastBytes: number;
  /** After every twentieth opening. */
  everyTwenty: number[];
}

export async function measureMemory(browser: Browser, hub: string): Promise<Heaps> {
  const page = await browser.newPage({ baseURL: hub, viewport: screen, serviceWorkers: 'block' });
  page.setDefaultTimeout(120_000);
  await page.goto(film);
  const session = await page.context().newCDPSession(page);
  const everyTwenty: number[] = [];
  for (let cycle = 1; cycle <= cycles.last; cycle += 1) {
    await page.locator(`a[href="${film}/direct"]`).evaluate((door: HTMLElement) => door.click());
    await page.locator('[data-live=live] canvas[data-drawn]').waitFor();
    await page.locator(`header a[href="${film}"]`).evaluate((door: HTMLElement) => door.click());
    await page.locator('canvas').waitFor({ state: 'detached' });
    // Whoever touches nothing is asked whether they are still there.
    await page.keyboard.press('Shift');
    if (cycle % cycles.first === 0) everyTwenty.push(await heapOf(session));
  }
  await page.close();
  return { firstBytes: everyTwenty[0]!, lastBytes: everyTwenty.at(-1)!, everyTwenty };
}

/** What is still in use after all that can be tidied was. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  for (let time = 0; time < 3; time += 1) {
    await session.send('HeapProfiler.collectGarbage');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}
