// A tablet, a hub and a faulty line between them, and what must hold whatever happened.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { MiB } from '#lib/openset/chunk.ts';
import { manifest } from '#lib/openset/manifest.ts';
import { packFolder } from '#lib/server/pack/pack-folder.ts';
import { Tablet } from '../bench/tools/tablet.ts';
import { Hub, staffPassword } from '../e2e/hub.ts';
import { makeEvent } from '../fixtures/make-event.ts';
import { FaultyLine } from './faulty-line.ts';
import { falseReady, installAuditor, isAttract, isReady } from './in-page.ts';

const bytesPerSecond = 8e6;
const patienceMs = 120_000;

export interface Outcome {
  falseReady: number;
  lost: number;
  doubled: number;
  /** Chunks that a healthy line had to bring twice. */
  wastedChunks: number;
  /** From the end of the fault, or the next start, to the attract screen. */
  recoverMs: number;
  /** From there until everything was proven. */
  readyMs: number;
}

interface Venue {
  hub: Hub;
  line: FaultyLine;
  /** Packs of each release by its id; the first is what tablets get first. */
  releases: [string, string[]][];
  /** Bytes of the packs of a release. */
  bytes: number;
  /** Makes a release the hub's current one. */
  show(id: string): Promise<void>;
  close(): Promise<void>;
}

/** A hub with two releases that share half of their packs. */
export async function openVenue(): Promise<Venue> {
  const home = await mkdtemp(path.join(tmpdir(), 'openset-faults-'));
  const out = path.join(home, 'releases');
  const key = generateKeyPairSync('ed25519').privateKey;
  const releases: [string, string[]][] = [];
  let bytes = 0;
  for (const films of [3, 4]) {
    const event = path.join(home, `event-${films}`);
    await makeEvent(event, {
      films,
      shots: 1,
      versions: 4,
      width: 1920,
      height: 1080,
      noise: true,
    });
    const packed = await packFolder(event, { out, cache: path.join(home, 'cache'), key });
    if ('problems' in packed) throw new Error(JSON.stringify(packed.problems));
    const { release, dir, bytes: weight } = packed.report;
    const { packs } = v.parse(
      manifest,
      JSON.parse(await readFile(path.join(dir, 'manifest.json'), 'utf8')),
    );
    releases.push([release, packs.map(({ sha256 }) => sha256)]);
    bytes ||= weight;
  }
  const hub = await new Hub(out).start();
  const line = await FaultyLine.open(() => hub.address, bytesPerSecond);
  const show = (id: string): Promise<void> => writeFile(path.join(out, 'current'), `${id}\n`);
  await show(releases[0]![0]);
  return {
    hub,
    line,
    releases,
    bytes,
    show,
    async close() {
      line.close();
      await hub.end();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** One repetition: a tablet that has never been here before. */
export class Scene {
  readonly venue: Venue;
  readonly random: () => number;
  readonly #profile: string;
  #tablet: Tablet | null = null;
  #falseReady = 0;
  outcome: Outcome = {
    falseReady: 0,
    lost: 0,
    doubled: 0,
    wastedChunks: 0,
    recoverMs: 0,
    readyMs: 0,
  };

  private constructor(venue: Venue, random: () => number, profile: string) {
    this.venue = venue;
    this.random = random;
    this.#profile = profile;
  }

  /** Plays `fault` with a fresh tablet and clears up. */
  static async play(
    venue: Venue,
    random: () => number,
    fault: (scene: Scene) => Promise<void>,
  ): Promise<Outcome> {
    const profile = await mkdtemp(path.join(tmpdir(), 'openset-fault-'));
    venue.line.forget();
    await venue.show(venue.releases[0]![0]);
    const scene = new Scene(venue, random, profile);
    try {
      await fault(scene);
      await scene.#noteFalseReady();
    } finally {
      await scene.#tablet?.close('kill');
      await rm(profile, { recursive: true, force: true, maxRetries: 9, retryDelay: 200 });
    }
    return { ...scene.outcome, falseReady: scene.#falseReady };
  }

  get tablet(): Tablet {
    if (!this.#tablet) throw new Error('The tablet is off.');
    return this.#tablet;
  }

  get address(): string {
    return this.venue.line.address;
  }

  /** Switches the tablet on and opens the exhibition, or another address. */
  async switchOn(address = '/', prepare?: () => void): Promise<void> {
    this.#tablet = await Tablet.open(this.#profile, 'about:blank');
    await this.tablet.prepare(installAuditor, Object.fromEntries(this.venue.releases));
    if (prepare) await this.tablet.prepare(prepare, undefined);
    await this.tablet.goto(this.address + address);
  }

  async kill(): Promise<void> {
    await this.#noteFalseReady();
    await this.tablet.close('kill');
    this.#tablet = null;
  }

  /** Waits until everything is proven, counting from now; the attract screen must be there by then. */
  async recover(): Promise<void> {
    const startedMs = performance.now();
    await this.until(isAttract);
    const recoverMs = performance.now() - startedMs;
    await this.until(isReady);
    const readyMs = performance.now() - startedMs;
    const { carriedAgain } = this.venue.line;
    Object.assign(this.outcome, { recoverMs, readyMs, wastedChunks: carriedAgain / MiB });
  }

  /** Asks the page until `holds`; a page that is between two others is asked again. */
  async until(holds: () => boolean, patience = patienceMs): Promise<void> {
    for (const endMs = performance.now() + patience; performance.now() < endMs;) {
      if (await this.tablet.run(holds).catch(() => false)) return;
      await sleep(50);
    }
    throw new Error(`In vain: ${holds.toString().slice(0, 200)}`);
  }

  /** Waits until the line has carried a share of the release. */
  async untilCarried(share: number): Promise<void> {
    for (const endMs = performance.now() + patienceMs; performance.now() < endMs;) {
      if (this.venue.line.carried >= share * this.venue.bytes) return;
      await sleep(2);
    }
    throw new Error('The line carried too little.');
  }

  async #noteFalseReady(): Promise<void> {
    this.#falseReady += (await this.#tablet?.run(falseReady).catch(() => 0)) ?? 0;
  }
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Asks the hub as its owner. */
export class Owner {
  readonly #hub: Hub;
  #cookie = '';

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  async ask<T>(method: string, place: string, body?: unknown): Promise<T> {
    if (this.#cookie === '') {
      const entered = await this.#send('POST', 'staff/session', { password: staffPassword });
      this.#cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    }
    return (await this.#send(method, place, body)).json() as Promise<T>;
  }

  #send(method: string, place: string, body?: unknown): Promise<Response> {
    return fetch(`${this.#hub.address}/api/v1/${place}`, {
      method,
      headers: { cookie: this.#cookie, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}
