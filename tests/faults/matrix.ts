// The fault matrix: everything that goes wrong at venues, at random places, against the built app in
// a real browser and the real hub.
import { Owner, Scene, sleep } from './scene.ts';
import type { Trouble } from './faulty-line.ts';
import { doDamage, isAttract, isReady, type Damage } from './in-page.ts';

export interface Fault {
  name: string;
  run: (scene: Scene) => Promise<void>;
}

/** The line is in trouble from the first pack on, for most of what it is asked, then mends. */
const onTheLine = (name: string, trouble: Trouble, share = 0.8): Fault => ({
  name,
  async run(scene) {
    const { line } = scene.venue;
    const most = 2 + Math.floor(scene.random() * 5);
    let troubled = 0;
    let isShown = false;
    line.trouble = (path) => {
      const isHit = path.startsWith('/packs/') || (trouble === 'portal' && isShown);
      if (!isHit || scene.random() > share) return null;
      troubled += 1;
      return trouble;
    };
    await scene.switchOn();
    await scene.until(isAttract);
    isShown = true;
    for (let waited = 0; troubled < most && waited < 30_000; waited += 50) await sleep(50);
    if (troubled === 0) throw new Error('The fault never happened.');
    line.trouble = () => null;
    await scene.recover();
    // Each answer was a crash of its own.
    scene.outcome.wastedChunks /= troubled;
  },
});

/** Storage is damaged while the exhibition is closed; it must be noticed when it opens. */
const atRest = (name: string, how: Damage): Fault => ({
  name,
  async run(scene) {
    await scene.switchOn();
    await scene.until(isReady);
    scene.venue.line.forget();
    await scene.tablet.goto(`${scene.address}/healthz`);
    await sleep(300);
    await scene.tablet.run(doDamage, { how, place: scene.random() });
    await scene.tablet.goto(scene.address);
    await scene.recover();
  },
});

async function join(scene: Scene): Promise<Owner> {
  const owner = new Owner(scene.venue.hub);
  const { code } = await owner.ask<{ code: string }>('POST', 'enrolment', {});
  await scene.switchOn(`/setup?code=${code}`);
  await scene.until(() => document.querySelector('[data-number]') !== null);
  return owner;
}

interface Counts {
  lines: { hall: string; screen: string; count: number }[];
}

/** Visits screens while `fault` holds; every visit must be counted, and once. */
const entriesThrough = (
  name: string,
  fault: (scene: Scene) => Promise<() => Promise<void>>,
): Fault => ({
  name,
  async run(scene) {
    const owner = await join(scene);
    const count = async () =>
      (await owner.ask<Counts>('GET', 'counts')).lines.reduce((sum, line) => sum + line.count, 0);
    const before = await count();
    await scene.until(isReady);
    await scene.until(() => navigator.serviceWorker.controller !== null);
    const mend = await fault(scene);
    const visits = 3;
    for (let visit = 0; visit < visits; visit += 1) {
      await scene.tablet.goto(`${scene.address}/films`);
      await scene.until(() => document.querySelector('main a[href^="/films/"]') !== null);
      await sleep(600 + scene.random() * 900);
    }
    await scene.tablet.goto(scene.address);
    await sleep(scene.random() * 3_000);
    await mend();
    await scene.recover();
    let counted = 0;
    for (let look = 0; look < 60 && counted < visits; look += 1) {
      await sleep(500);
      counted = (await count().catch(() => before)) - before;
    }
    await sleep(1_000);
    counted = (await count()) - before;
    scene.outcome.lost = Math.max(0, visits - counted);
    scene.outcome.doubled = Math.max(0, counted - visits);
  },
});

const neverReadyOnTheBoard = (name: string, prepare: () => void): Fault => ({
  name,
  async run(scene) {
    const owner = await join(scene);
    await scene.kill();
    await scene.switchOn('/', prepare);
    await scene.recover();
    await sleep(11_000);
    const { rows } = await owner.ask<{ rows: { number: number | null; pile: string }[] }>(
      'GET',
      'board',
    );
    scene.outcome.falseReady += rows.filter(({ pile }) => pile === 'ready').length;
  },
});

export const faults: Fault[] = [
  {
    name: 'browser killed while fetching and writing',
    async run(scene) {
      await scene.switchOn();
      await scene.untilCarried(scene.random() * 0.95);
      await scene.kill();
      await scene.switchOn();
      await scene.recover();
    },
  },
  {
    name: 'browser killed at the commit',
    async run(scene) {
      await scene.switchOn();
      await scene.untilCarried(0.999);
      await sleep(scene.random() * 250);
      await scene.kill();
      await scene.switchOn();
      await scene.recover();
    },
  },
  {
    name: 'browser killed while another release becomes active',
    async run(scene) {
      const { line, show, releases, bytes } = scene.venue;
      await scene.switchOn();
      await scene.until(isReady);
      await show(releases[1]![0]);
      const before = line.carried;
      await scene.tablet.goto(scene.address);
      while (line.carried < before + bytes * 0.3) await sleep(5);
      await sleep(scene.random() * 1_500);
      await scene.kill();
      await scene.switchOn();
      await scene.recover();
    },
  },
  {
    name: 'power cut: what was not flushed is lost',
    async run(scene) {
      await scene.switchOn();
      await scene.untilCarried(0.1 + scene.random() * 0.8);
      await scene.kill();
      await scene.switchOn('/healthz');
      await sleep(300);
      await scene.tablet.run(doDamage, { how: 'tail-lost', place: 0 });
      await scene.tablet.goto(scene.address);
      await scene.recover();
      // What was lost had to come again: that is the cut's doing, not the tablet's.
      scene.outcome.wastedChunks = 0;
    },
  },
  {
    name: 'hub killed while sending',
    async run(scene) {
      await scene.switchOn();
      await scene.untilCarried(scene.random() * 0.9);
      await scene.venue.hub.kill();
      await sleep(scene.random() * 1_500);
      await scene.venue.hub.start();
      await scene.recover();
    },
  },
  {
    name: 'hub killed while the release changes',
    async run(scene) {
      const { hub, show, releases } = scene.venue;
      await scene.switchOn();
      await scene.until(isReady);
      await show(releases[1]![0]);
      await scene.tablet.goto(scene.address);
      await sleep(scene.random() * 1_500);
      await hub.kill();
      await sleep(300);
      await hub.start();
      await scene.recover();
    },
  },
  onTheLine('captive portal answers 200 with its page', 'portal', 1),
  onTheLine('Range ignored', 'range-ignored'),
  onTheLine('wrong Content-Range', 'wrong-content-range'),
  onTheLine('right size, wrong bytes', 'wrong-bytes'),
  onTheLine('line cut in the middle', 'cut'),
  onTheLine('a drip of 16 kB a second', 'drip'),
  onTheLine('404', 404),
  onTheLine('429', 429),
  onTheLine('503', 503),
  atRest('a bit flipped at rest', 'bit'),
  atRest('a block zeroed', 'zero-block'),
  atRest('a pack of the right size with other bytes', 'noise'),
  atRest('a pack cut short', 'short'),
  atRest('a pack deleted', 'file-gone'),
  atRest('IndexedDB deleted', 'ledger-gone'),
  {
    name: 'a bit flipped while the exhibition shows',
    async run(scene) {
      await scene.switchOn();
      await scene.until(isReady);
      scene.venue.line.forget();
      await scene.tablet.run(doDamage, { how: 'bit', place: scene.random() });
      await scene.recover();
    },
  },
  {
    name: 'space runs out at a random chunk',
    async run(scene) {
      const { bytes } = scene.venue;
      await scene.switchOn('/healthz');
      const limit = (quotaSize?: number) =>
        scene.tablet.send('Storage.overrideQuotaForOrigin', {
          origin: scene.address,
          ...(quotaSize !== undefined && { quotaSize }),
        });
      await scene.tablet.goto(scene.address);
      await scene.untilCarried(scene.random() * 0.5);
      await limit(Math.floor(bytes * (0.5 + scene.random() * 0.4)));
      await sleep(2_500);
      await limit();
      await scene.recover();
    },
  },
  neverReadyOnTheBoard('persistence refused', () => undefined),
  neverReadyOnTheBoard('clock a day ahead', () => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 86_400_000;
    navigator.storage.persisted = async () => true;
  }),
  neverReadyOnTheBoard('clock a day behind', () => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - 86_400_000;
    navigator.storage.persisted = async () => true;
  }),
  {
    name: 'two tabs, then killed',
    async run(scene) {
      await scene.switchOn();
      await scene.tablet.send('Target.createTarget', { url: scene.address });
      await scene.untilCarried(scene.random() * 0.9);
      await scene.kill();
      await scene.switchOn();
      await scene.recover();
    },
  },
  {
    name: 'an app that comes half altered',
    async run(scene) {
      await scene.switchOn();
      await scene.until(isReady);
      await scene.until(() => navigator.serviceWorker.controller !== null);
      scene.venue.line.trouble = (path) =>
        path === '/service-worker.js' || (path.startsWith('/_app/') && scene.random() < 0.3)
          ? 'altered-shell'
          : null;
      await scene.tablet.goto(scene.address);
      await sleep(2_500);
      await scene.tablet.goto(scene.address);
      await scene.recover();
    },
  },
  entriesThrough('answers lost after the hub committed', async ({ venue, random }) => {
    venue.line.trouble = (path) =>
      path.startsWith('/api/v1/entries') && random() < 0.8 ? 'answer-lost' : null;
    return async () => {
      venue.line.trouble = () => null;
    };
  }),
  entriesThrough('hub killed while entries come', async ({ venue, random }) => {
    const killing = (async () => {
      await sleep(random() * 2_000);
      await venue.hub.kill();
    })();
    return async () => {
      await killing;
      await venue.hub.start();
    };
  }),
  entriesThrough('the hub’s disk is full', async ({ venue }) => {
    venue.hub.fillDisk(true);
    return async () => venue.hub.fillDisk(false);
  }),
];
