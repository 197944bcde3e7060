// The venue's video generator: off until the owner switches it on with a key, and then bounded by the
// hour. Tablets hand their shots in here and ask how they stand.
import path from 'node:path';
import * as v from 'valibot';
import {
  countCharacters,
  generationAddress,
  generationRequest,
  generationsAddress,
  mostCharacters,
  type GenerationQueue,
  type GenerationRequest,
  type Job,
} from '#lib/openset/generation.ts';
import { parseJson } from '#lib/openset/parse-json.ts';
import type {
  GeneratorChange,
  GeneratorNow,
  GeneratorSettings,
  GeneratorStanding,
} from '#lib/fleet/generator.ts';
import { signedBytes } from '#lib/fleet/report.ts';
import { KeyFile } from '#lib/server/generator/key-file.ts';
import { isSigned } from '#lib/server/pack/event-key.ts';
import { Refusal } from './call.ts';
import type { Database } from './database.ts';
import type { Devices } from './devices.ts';
import { Generating, usualTimes, type GeneratorTimes } from './generating.ts';
import { Generations } from './generations.ts';
import { readSetting, writeSetting } from './settings.ts';

interface Source {
  database: Database;
  devices: Devices;
  /** The hub's folder: takes and key lie there. */
  data: string;
  times?: Partial<GeneratorTimes>;
  onDisk: (error: unknown) => void;
}

export class VenueGenerator {
  readonly #database: Database;
  readonly #devices: Devices;
  readonly #generations: Generations;
  readonly #generating: Generating;
  readonly #keyFile: KeyFile;
  readonly #takesDir: string;

  constructor({ database, devices, data, times, onDisk }: Source) {
    this.#database = database;
    this.#devices = devices;
    this.#generations = new Generations(database);
    this.#keyFile = new KeyFile(data);
    this.#takesDir = path.join(data, 'takes');
    this.#generating = new Generating({
      generations: this.#generations,
      settings: () => this.#settings,
      key: () => this.#keyFile.read(this.#settings.host),
      takesDir: this.#takesDir,
      times: { ...usualTimes, ...times },
      onDisk,
    });
    this.#generating.wake();
  }

  /** As staff read it: whether there is a key, never the key. */
  now(): GeneratorNow {
    const settings = this.#settings;
    return { ...settings, hasKey: this.#keyFile.read(settings.host) !== null };
  }

  /** Takes the owner's settings; a key is kept for its host. Throws Refusal. */
  async change({ key, ...settings }: GeneratorChange): Promise<void> {
    if (settings.enabled && (key ?? this.#keyFile.read(settings.host)) === null)
      throw new Refusal('generator-no-key');
    if (key !== undefined) await this.#keyFile.write(settings.host, key);
    await this.#write(settings);
  }

  /** No request leaves after this. */
  async switchOff(): Promise<void> {
    await this.#write({ ...this.#settings, enabled: false });
  }

  /** The queue, for every tablet. Throws Refusal while the generator is off. */
  queue(): GenerationQueue {
    const { api, model } = this.#on();
    return {
      queued: this.#generations.queued(),
      running: this.#generations.running(),
      model,
      mostCharacters: mostCharacters[api],
      takesSeed: api === 'v2',
    };
  }

  /** Takes a signed request in, once for each id. Throws Refusal. */
  async take(body: string, signature: string): Promise<Job> {
    this.#on();
    const parsed = v.safeParse(generationRequest, parseJson(body));
    if (!parsed.success) throw new Refusal('malformed');
    const request = parsed.output;
    this.#check(request.device, signedBytes(generationsAddress, body), signature);
    const nowMs = Date.now();
    // Limits are looked at where the row is written: two requests at once are two.
    const refused = await this.#database.write(() => this.#add(request, nowMs));
    if (refused) throw refused;
    this.#generating.wake();
    return this.#job(request.id, nowMs);
  }

  /** Where a job stands, for the tablet that asked for it. Throws Refusal. */
  state(id: string, device: string, signature: string): Job {
    this.#on();
    this.#check(device, signedBytes(generationAddress(id), '', 'GET'), signature);
    if (this.#generations.deviceOf(id) !== device) throw new Refusal('not-found');
    return this.#job(id, Date.now());
  }

  /** A finished clip; nobody knows its hash who was not told it. Throws Refusal. */
  clip(sha: string): { file: string } {
    this.#on();
    if (!this.#generations.holdsTake(sha)) throw new Refusal('not-found');
    return { file: path.join(this.#takesDir, sha) };
  }

  standing(): GeneratorStanding {
    const { enabled, limitPerHour } = this.#settings;
    return { enabled, limitPerHour, ...this.#generations.standing(Date.now()) };
  }

  close(): void {
    this.#generating.close();
  }

  get #settings(): GeneratorSettings {
    return readSetting(this.#database, 'generator');
  }

  #on(): GeneratorSettings {
    const settings = this.#settings;
    if (!settings.enabled) throw new Refusal('generator-off');
    return settings;
  }

  async #write(settings: GeneratorSettings): Promise<void> {
    await writeSetting(this.#database, 'generator', settings);
    this.#generating.pause();
    this.#generating.wake();
  }

  #check(id: string, bytes: Uint8Array, signature: string): void {
    const device = this.#devices.get(id);
    if (!device || device.number === null) throw new Refusal('unknown-device');
    const { publicKey } = device;
    if (!isSigned(bytes, { algorithm: 'Ed25519', publicKey, signature }))
      throw new Refusal('bad-signature');
  }

  #add(request: GenerationRequest, nowMs: number): Refusal | null {
    const { api, limitPerHour, limitPerTablet, mostQueued } = this.#settings;
    const owner = this.#generations.deviceOf(request.id);
    if (owner !== null) return owner === request.device ? null : new Refusal('id-taken');
    if (countCharacters(request.prompt) > mostCharacters[api])
      return new Refusal('prompt-too-long', {}, { mostCharacters: mostCharacters[api] });
    const full = (what: string): Refusal => new Refusal('generator-full', {}, { what });
    if (this.#generations.queued() >= mostQueued) return full('queue');
    if (this.#generations.counted(nowMs) >= limitPerHour) return full('hour');
    if (this.#generations.counted(nowMs, request.device) >= limitPerTablet) return full('tablet');
    this.#generations.add(request, nowMs);
    return null;
  }

  #job(id: string, nowMs: number): Job {
    const job = this.#generations.job(id, nowMs);
    if (!job) throw new Refusal('not-found');
    return job;
  }
}
