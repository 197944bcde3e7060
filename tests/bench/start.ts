// A cold start of the offline tablet: to the first picture and to a screen that answers, against a
// bare page under the same service worker; with 4 films and with 4,000.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { createHub } from '../../src/lib/server/hub/hub.ts';
import { packFolder } from '../../src/lib/server/pack/pack-folder.ts';
import { makeEvent } from '../fixtures/make-event.ts';
import type { Measured } from './run.ts';
import { median } from './tools/median.ts';
import { Tablet } from './tools/tablet.ts';

const rounds = 7;

interface Start {
  fcpMs: number;
  touchableMs: number;
  scripts: string[];
}

export async function bench(): Promise<Measured> {
  const home = await mkdtemp(path.join(tmpdir(), 'openset-bench-start-'));
  try {
    const app = await addBarePage(path.join(home, 'app'));
    const few = await prepareTablet(path.join(home, 'few'), app, 4);
    const many = await prepareTablet(path.join(home, 'many'), app, 4_000);
    const runs: Record<'bare' | 'few' | 'many', Start>[] = [];
    for (let round = 0; round < rounds; round += 1)
      runs.push({
        bare: await start(few, '/bare.html'),
        few: await start(few, '/'),
        many: await start(many, '/'),
      });
    const of = (which: 'bare' | 'few' | 'many', what: 'fcpMs' | 'touchableMs'): number =>
      median(runs.map((run) => run[which][what]));
    const loaded = await Promise.all(
      runs[0]!.few.scripts.map(async (name) => gzipSync(await readFile(path.join(app, name)))),
    );
    return {
      figures: {
        fcpToBare: of('few', 'fcpMs') / of('bare', 'fcpMs'),
        touchableToBare: of('few', 'touchableMs') / of('bare', 'fcpMs'),
        jsGzipKB: loaded.reduce((sum, { length }) => sum + length, 0) / 1000,
        fcp4000To4: of('many', 'fcpMs') / of('few', 'fcpMs'),
        touchable4000To4: of('many', 'touchableMs') / of('few', 'touchableMs'),
        bareFcpMs: of('bare', 'fcpMs'),
        fcpMs: of('few', 'fcpMs'),
        touchableMs: of('few', 'touchableMs'),
      },
      runs: runs.map(({ bare, few, many }) => ({
        bareFcpMs: bare.fcpMs,
        fcpMs: few.fcpMs,
        touchableMs: few.touchableMs,
        manyFcpMs: many.fcpMs,
        manyTouchableMs: many.touchableMs,
      })),
    };
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The built app with one page more, which the service worker keeps like all others. */
async function addBarePage(app: string): Promise<string> {
  await cp('build', app, { recursive: true });
  const page = '<!doctype html><html lang="en"><title>Bare</title><h1>A bare page</h1></html>';
  await writeFile(path.join(app, 'bare.html'), page);
  const integrity = `sha256-${createHash('sha256').update(page).digest('base64')}`;
  const entry = JSON.stringify({ url: '/bare.html', revision: '1', integrity });
  const worker = path.join(app, 'service-worker.js');
  const code = await readFile(worker, 'utf8');
  const first = '[{"url":"/';
  if (!code.includes(first)) throw new Error('The worker’s list of files was not found.');
  await writeFile(
    worker,
    code.replace(first, () => `[${entry},{"url":"/`),
  );
  return app;
}

interface Prepared {
  profile: string;
  address: string;
}

/** A tablet that holds app and release; its hub is gone for good. */
async function prepareTablet(home: string, app: string, films: number): Promise<Prepared> {
  const event = path.join(home, 'event');
  await makeEvent(event, { films: 4, versions: 2, width: 1280, height: 720 });
  await addFilms(event, films);
  const out = path.join(home, 'releases');
  const key = generateKeyPairSync('ed25519').privateKey;
  const packed = await packFolder(event, { out, cache: path.join(home, 'cache'), key });
  if ('problems' in packed) throw new Error(JSON.stringify(packed.problems));
  const hub = createHub({
    app,
    data: path.join(out, 'hub'),
    ownerPassword: 'open sesame',
    releases: [out],
    onRefusal: (dir, why) => console.error(dir, why),
    onError: (error) => console.error(error),
  });
  hub.listen(0, 'localhost');
  await once(hub, 'listening');
  const address = `http://localhost:${(hub.address() as AddressInfo).port}`;
  const profile = path.join(home, 'tablet');
  const tablet = await Tablet.open(profile, `${address}/setup`);
  await tablet.until(() => document.querySelector('[data-phase=ready]') !== null);
  await tablet.close();
  hub.close();
  hub.closeAllConnections();
  return { profile, address };
}

/** Copies of the first film under other names, until there are `count`. */
async function addFilms(event: string, count: number): Promise<void> {
  const films = path.join(event, 'films');
  const ids = (await readdir(films)).sort();
  const film = await readFile(path.join(films, 'film-1/film.yaml'), 'utf8');
  for (let number = ids.length + 1; number <= count; number += 1) {
    const id = `film-${number}`;
    await cp(path.join(films, 'film-1'), path.join(films, id), { recursive: true });
    await writeFile(path.join(films, id, 'film.yaml'), film.replaceAll('film-1', id));
    ids.push(id);
  }
  const file = path.join(event, 'event.yaml');
  const head = (await readFile(file, 'utf8')).split('films:')[0];
  await writeFile(file, `${head}films:\n${ids.map((id) => `  - ${id}\n`).join('')}`);
}

/** Starts the browser anew and goes to `page`. */
async function start({ profile, address }: Prepared, page: string): Promise<Start> {
  const tablet = await Tablet.open(profile, 'about:blank');
  try {
    await tablet.prepare(noteTouchable, undefined);
    await tablet.goto(address + page);
    await tablet.until(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    if (page === '/') await tablet.until(() => Reflect.get(window, 'touchableMs') !== undefined);
    return await tablet.run(() => {
      const touchableMs = (Reflect.get(window, 'touchableMs') as number | undefined) ?? 0;
      const scripts = performance.getEntriesByType('resource').filter(({ name, startTime }) => {
        return name.endsWith('.js') && startTime <= touchableMs;
      });
      return {
        fcpMs: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
        touchableMs,
        scripts: scripts.map(({ name }) => new URL(name).pathname),
      };
    });
  } finally {
    await tablet.close();
  }
}

/** In the page: the attract screen answers as soon as its buttons are there. */
function noteTouchable(): void {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.call button')) return;
    observer.disconnect();
    Object.assign(window, { touchableMs: performance.now() });
  }).observe(document, { childList: true, subtree: true });
}
