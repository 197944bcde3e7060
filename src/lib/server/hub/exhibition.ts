// Everything that a running hub holds, joined: releases, tablets, staff, the board.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Standing } from '#lib/fleet/board.ts';
import type { Expected } from '#lib/fleet/report.ts';
import { releaseBytes } from '#lib/openset/manifest.ts';
import { Board } from './board.ts';
import { Database } from './database.ts';
import { Devices } from './devices.ts';
import { Entries } from './entries.ts';
import { Enrolment } from './enrolment.ts';
import { Lockout } from './lockout.ts';
import type { HeldRelease } from './open-release.ts';
import { Releases } from './releases.ts';
import { readSetting, writeSetting } from './settings.ts';
import { Staff } from './staff.ts';

export interface ExhibitionOptions {
  /** The built app. */
  app: string;
  /** Folder of the hub's database. */
  data: string;
  /** Folders of releases, the last one first in line for `current`. */
  releases: string[];
  /** Opens the staff board to its owner. */
  ownerPassword: string;
  /** Told of releases that are not offered, and why. */
  onRefusal: (dir: string, why: string) => void;
}

export class Exhibition {
  readonly database: Database;
  readonly releases: Releases;
  readonly devices: Devices;
  readonly entries: Entries;
  readonly enrolment = new Enrolment();
  readonly staff: Staff;
  readonly signIns = new Lockout();
  readonly joinings = new Lockout();
  readonly board: Board;
  /** Until when the hub's certificate holds; `null` over plain HTTP. */
  certificateUntilMs: number | null = null;
  /** Bytes of packs handed out since the start. */
  sentBytes = 0;
  readonly #shell: string | null;
  #speed = { atMs: performance.now(), sentBytes: 0, bytesPerSecond: 0 };
  #trouble: Standing['trouble'] = null;

  constructor(options: ExhibitionOptions) {
    this.database = new Database(options.data);
    this.releases = new Releases(options.releases, options.onRefusal);
    this.devices = new Devices(this.database);
    this.entries = new Entries(this.database, this.devices);
    this.staff = new Staff(this.database, options.ownerPassword);
    this.board = new Board(this);
    this.#shell = readShellVersion(options.app);
  }

  /** The release that tablets should show: the newest, or the one that was shown when all was frozen. */
  async wanted(): Promise<HeldRelease | null> {
    const frozen = readSetting(this.database, 'frozen');
    if (frozen?.release) return this.releases.get(frozen.release);
    return this.releases.current();
  }

  async expected(): Promise<Expected> {
    const frozen = readSetting(this.database, 'frozen');
    if (frozen) return { release: frozen.release, shell: frozen.shell };
    return { release: (await this.releases.current())?.id ?? null, shell: this.#shell };
  }

  get isFrozen(): boolean {
    return readSetting(this.database, 'frozen') !== null;
  }

  /** Keeps every tablet at what it shows now, or lets them change again. */
  async freeze(isFrozen: boolean): Promise<void> {
    if (isFrozen === this.isFrozen) return;
    const now = isFrozen ? { atMs: Date.now(), ...(await this.expected()) } : null;
    await writeSetting(this.database, 'frozen', now);
  }

  async standing(): Promise<Standing> {
    const wanted = await this.wanted();
    return {
      nowMs: Date.now(),
      frozenAtMs: readSetting(this.database, 'frozen')?.atMs ?? null,
      release: wanted && {
        id: wanted.id,
        title: wanted.manifest.event.title,
        bytes: releaseBytes(wanted.manifest),
        films: wanted.manifest.films.length,
      },
      bytesPerSecond: this.#bytesPerSecond(),
      certificateUntilMs: this.certificateUntilMs,
      trouble: this.#trouble,
    };
  }

  /** Remembers how the last write went, for the board to say so. */
  note(trouble: Standing['trouble']): void {
    this.#trouble = trouble;
  }

  close(): void {
    this.board.close();
    this.database.close();
  }

  #bytesPerSecond(): number {
    const nowMs = performance.now();
    const { atMs, sentBytes } = this.#speed;
    if (nowMs - atMs >= 2_000) {
      const speed = ((this.sentBytes - sentBytes) / (nowMs - atMs)) * 1000;
      this.#speed = { atMs: nowMs, sentBytes: this.sentBytes, bytesPerSecond: Math.round(speed) };
    }
    return this.#speed.bytesPerSecond;
  }
}

/** What the build called its shell; `null` where there is no build, as in development. */
function readShellVersion(app: string): string | null {
  try {
    const text = readFileSync(path.join(app, 'shell-version.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return null;
  }
}
