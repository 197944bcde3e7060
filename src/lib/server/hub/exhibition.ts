// Everything that a running hub holds, joined: releases, tablets, staff, the board.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ChangePlan, ShownNow, Standing } from '#lib/fleet/board.ts';
import { hashPin, type PinHash } from '#lib/fleet/pin.ts';
import type { Coming, Expected } from '#lib/fleet/report.ts';
import type { Shown } from '#lib/fleet/staff.ts';
import { releaseBytes, spaceFactor } from '#lib/openset/manifest.ts';
import { Allowance } from './allowance.ts';
import { Answers } from './answers.ts';
import { Board } from './board.ts';
import { Challenges } from './challenges.ts';
import { Database } from './database.ts';
import { Devices } from './devices.ts';
import { Entries } from './entries.ts';
import { Enrolment } from './enrolment.ts';
import type { GeneratorTimes } from './generating.ts';
import { Live } from './live.ts';
import { Lockout } from './lockout.ts';
import type { HeldRelease } from './open-release.ts';
import { Rehearsal } from './rehearsal.ts';
import { Releases } from './releases.ts';
import { Pace } from './pace.ts';
import { Phones } from './phones.ts';
import { Results } from './results.ts';
import { Rounds } from './rounds.ts';
import { readSetting, writeSetting, type Choice } from './settings.ts';
import { Staff } from './staff.ts';
import { VenueGenerator } from './venue-generator.ts';

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
  /** Told of answers that failed. */
  onError: (error: unknown) => void;
  /** In place of the usual waits and limits of the video generator. */
  generatorTimes?: Partial<GeneratorTimes>;
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
  readonly generator: VenueGenerator;
  readonly board: Board;
  readonly challenges: Challenges;
  readonly rounds: Rounds;
  readonly answers: Answers;
  readonly results: Results;
  readonly phones: Phones;
  readonly phoneJoinings = new Lockout();
  /** What a tablet or phone may ask of live rounds. */
  readonly allowance = new Allowance();
  readonly live: Live;
  readonly rehearsal: Rehearsal;
  /** All packs together. */
  readonly pace = new Pace();
  /** Until when the hub's certificate holds; `null` over plain HTTP. */
  certificateUntilMs: number | null = null;
  /** Bytes of packs handed out since the start. */
  sentBytes = 0;
  readonly #shell: string | null;
  readonly #onError: (error: unknown) => void;
  #speed = { atMs: performance.now(), sentBytes: 0, bytesPerSecond: 0, best: 0 };
  #trouble: Standing['trouble'] = null;

  constructor(options: ExhibitionOptions) {
    this.database = new Database(options.data);
    this.releases = new Releases(options.releases, options.onRefusal);
    this.devices = new Devices(this.database);
    this.challenges = new Challenges(this);
    this.rounds = new Rounds(this.database, this.challenges, (rounds) => this.#stepped(rounds));
    this.answers = new Answers(
      this.database,
      this.rounds,
      this.challenges,
      (round, landed, participant) => {
        this.live.counted(round, landed);
        this.live.tellOwn(participant);
      },
    );
    this.results = new Results(this.database, this.rounds);
    this.phones = new Phones(this.database);
    this.entries = new Entries(this.database, this.devices, this.answers);
    this.staff = new Staff(this.database, options.ownerPassword);
    this.generator = new VenueGenerator({
      database: this.database,
      devices: this.devices,
      data: options.data,
      times: options.generatorTimes,
      onDisk: (error) => this.note(error === null ? null : 'disk', error),
    });
    this.board = new Board(this);
    this.live = new Live(this);
    this.rehearsal = new Rehearsal(this.rounds, this.answers);
    this.#shell = readShellVersion(options.app);
    this.#onError = options.onError;
    this.pace.limit = readSetting(this.database, 'transferLimit');
  }

  /** The release that a hall shows now; `null` is every hall without a choice of its own. */
  async wanted(hall: string | null = null): Promise<HeldRelease | null> {
    const { release } = await this.expected(hall);
    return release === null ? null : this.releases.get(release);
  }

  async expected(hall: string | null = null): Promise<Expected> {
    const frozen = readSetting(this.database, 'frozen');
    if (frozen) {
      const release = (hall === null ? undefined : frozen.halls[hall]) ?? frozen.everywhere;
      return { release, shell: frozen.shell };
    }
    const { release, atMs, before } = this.#choice(hall);
    const now = atMs !== null && Date.now() < atMs ? before : release;
    const held = now === null ? await this.releases.current() : await this.releases.get(now);
    return { release: (held ?? (await this.releases.current()))?.id ?? null, shell: this.#shell };
  }

  /** What the hall will show later and may fetch already. */
  async coming(hall: string): Promise<Coming | null> {
    const { release, atMs } = this.#choice(hall);
    if (this.isFrozen || atMs === null || atMs <= Date.now()) return null;
    const next = release ?? (await this.releases.current())?.id;
    return next === undefined ? null : { release: next, inS: (atMs - Date.now()) / 1000 };
  }

  get isFrozen(): boolean {
    return readSetting(this.database, 'frozen') !== null;
  }

  /** Keeps every tablet at what it shows now, or lets them change again. */
  async freeze(isFrozen: boolean): Promise<void> {
    if (isFrozen === this.isFrozen) return;
    if (!isFrozen) return writeSetting(this.database, 'frozen', null);
    const halls: Record<string, string | null> = {};
    for (const hall of Object.keys(readSetting(this.database, 'shown').halls))
      halls[hall] = (await this.expected(hall)).release;
    const { release, shell } = await this.expected();
    const frozen = { atMs: Date.now(), shell, everywhere: release, halls };
    await writeSetting(this.database, 'frozen', frozen);
  }

  /** Chooses what a hall shows, from now or from a time on. */
  async show({ hall, release, atMs }: Shown): Promise<void> {
    const { release: before } = await this.expected(hall);
    const shown = readSetting(this.database, 'shown');
    const choice = { release, atMs, before };
    const others = Object.entries(shown.halls).filter(([name]) => name !== hall);
    const followsEverywhere = release === null && atMs === null;
    if (hall === null) shown.everywhere = choice;
    else if (followsEverywhere) shown.halls = Object.fromEntries(others);
    else shown.halls = Object.fromEntries([...others, [hall, choice]]);
    await writeSetting(this.database, 'shown', shown);
  }

  async shown(): Promise<ShownNow> {
    const { everywhere, halls } = readSetting(this.database, 'shown');
    const choices = [[null, everywhere] as const, ...Object.entries(halls)];
    return {
      releases: (await this.releases.list()).map(offeredOf),
      newest: (await this.releases.current())?.id ?? null,
      choices: choices.map(([hall, { release, atMs }]) => ({ hall, release, atMs })),
      bytesPerSecondLimit: readSetting(this.database, 'transferLimit'),
    };
  }

  /** What `choice` would cost, by what tablets said they show; `null` where there is no such release. */
  async plan({ hall, release }: Shown): Promise<ChangePlan | null> {
    const wanted = release === null ? await this.wanted() : await this.releases.get(release);
    if (!wanted) return null;
    const { halls } = readSetting(this.database, 'shown');
    const tablets = this.devices
      .list()
      .filter((one) => one.number !== null)
      .filter((one) => (hall === null ? !(one.hall in halls) : one.hall === hall));
    const total = releaseBytes(wanted.manifest);
    const plan = { tablets: tablets.length, missingBytes: 0, reusedBytes: 0, fits: 0 };
    for (const { evidence } of tablets) {
      const shows = evidence?.release ? await this.releases.get(evidence.release) : null;
      const has = new Set(shows?.manifest.packs.map((pack) => pack.sha256));
      const reused = wanted.manifest.packs
        .filter((pack) => has.has(pack.sha256))
        .reduce((sum, pack) => sum + pack.bytes, 0);
      plan.reusedBytes += reused;
      plan.missingBytes += total - reused;
      const free = evidence?.freeBytes ?? Infinity;
      if (free >= (total - reused) * spaceFactor) plan.fits += 1;
    }
    const speed = readSetting(this.database, 'transferLimit') ?? this.#speed.best;
    return { ...plan, seconds: speed > 0 ? plan.missingBytes / speed : null };
  }

  async limitTransfer(bytesPerSecond: number | null): Promise<void> {
    await writeSetting(this.database, 'transferLimit', bytesPerSecond);
    this.pace.limit = bytesPerSecond;
  }

  get pin(): PinHash | null {
    return readSetting(this.database, 'pin');
  }

  async setPin(digits: string): Promise<void> {
    await writeSetting(this.database, 'pin', await hashPin(digits));
  }

  #choice(hall: string | null): Choice {
    const { everywhere, halls } = readSetting(this.database, 'shown');
    return (hall === null ? undefined : halls[hall]) ?? everywhere;
  }

  async standing(): Promise<Standing> {
    const wanted = await this.wanted();
    return {
      nowMs: Date.now(),
      frozenAtMs: readSetting(this.database, 'frozen')?.atMs ?? null,
      release: wanted && offeredOf(wanted),
      bytesPerSecond: this.#bytesPerSecond(),
      certificateUntilMs: this.certificateUntilMs,
      trouble: this.#trouble,
      generator: this.generator.standing(),
    };
  }

  /** Remembers how the last write went, for the board to say so; says it once. */
  note(trouble: Standing['trouble'], error?: unknown): void {
    if (trouble !== null && this.#trouble === null) this.#onError(error);
    this.#trouble = trouble;
  }

  close(): void {
    this.rounds.close();
    this.rehearsal.close();
    this.live.close();
    this.board.close();
    this.generator.close();
    this.database.close();
  }

  #stepped(rounds: string[]): void {
    for (const round of rounds) this.answers.forget(round);
    this.results.forget();
    this.live.stepped();
    this.rehearsal.goOn();
    if (!this.rounds.live) this.database.tidy();
  }

  #bytesPerSecond(): number {
    const nowMs = performance.now();
    const { atMs, sentBytes } = this.#speed;
    if (nowMs - atMs >= 2_000) {
      const speed = ((this.sentBytes - sentBytes) / (nowMs - atMs)) * 1000;
      const best = Math.max(this.#speed.best, speed);
      const bytesPerSecond = Math.round(speed);
      this.#speed = { atMs: nowMs, sentBytes: this.sentBytes, bytesPerSecond, best };
    }
    return this.#speed.bytesPerSecond;
  }
}

function offeredOf({ id, manifest }: HeldRelease): NonNullable<Standing['release']> {
  const { event, films } = manifest;
  return { id, title: event.title, bytes: releaseBytes(manifest), films: films.length };
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
