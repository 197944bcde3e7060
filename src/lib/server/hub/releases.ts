// The releases that a hub offers, and which of them tablets should show.
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { openRelease, packFile, ReleaseRefusal, type HeldRelease } from './open-release.ts';
import type { Section } from './send-section.ts';

const releaseName = /^[0-9a-f]{64}$/;

export class Releases {
  readonly #roots: string[];
  readonly #onRefusal: (dir: string, why: string) => void;
  readonly #held = new Map<string, HeldRelease>();
  #packs = new Map<string, Section>();
  /** Why folders are refused. They are tried again, since their packs may still be on their way. */
  readonly #refused = new Map<string, string>();

  /** `roots` are folders of releases beside their `packs/`, or single releases. */
  constructor(roots: string[], onRefusal: (dir: string, why: string) => void) {
    this.#roots = roots.map((root) => path.resolve(root));
    this.#onRefusal = onRefusal;
  }

  /** All good releases. Folders are looked at again: releases come and go while the hub runs. */
  async list(): Promise<HeldRelease[]> {
    const folders = await this.#folders();
    for (const [id, { dir }] of this.#held) if (!folders.includes(dir)) this.#held.delete(id);
    for (const dir of folders) if (!this.#held.has(path.basename(dir))) await this.#take(dir);
    const releases = [...this.#held.values()];
    this.#packs = new Map(
      releases.flatMap((release) =>
        release.manifest.packs.map(({ sha256, bytes }) => [
          sha256,
          { file: packFile(release, sha256), offset: 0, length: bytes },
        ]),
      ),
    );
    return releases;
  }

  /** The release that tablets should show: what `current` names in the last root that has one. */
  async current(): Promise<HeldRelease | null> {
    for (const root of this.#roots.toReversed()) {
      const named = await readFile(path.join(root, 'current'), 'utf8').catch(() => null);
      const release = await this.get(named?.trim() ?? path.basename(root));
      if (release) return release;
    }
    return (await this.list()).at(-1) ?? null;
  }

  async get(id: string): Promise<HeldRelease | null> {
    return this.#held.get(id) ?? (await this.list()).find((release) => release.id === id) ?? null;
  }

  /** Where the pack named `sha256` lies. */
  async pack(sha256: string): Promise<Section | null> {
    const known = this.#packs.get(sha256);
    if (known) return known;
    await this.list();
    return this.#packs.get(sha256) ?? null;
  }

  async #folders(): Promise<string[]> {
    const lists = await Promise.all(
      this.#roots.map(async (root) => {
        if (releaseName.test(path.basename(root))) return (await isThere(root)) ? [root] : [];
        const names = await readdir(root).catch(() => []);
        return names.filter((name) => releaseName.test(name)).map((name) => path.join(root, name));
      }),
    );
    return lists.flat();
  }

  async #take(dir: string): Promise<void> {
    try {
      const release = await openRelease(dir);
      this.#refused.delete(dir);
      if (release) this.#held.set(release.id, release);
    } catch (error) {
      if (!(error instanceof ReleaseRefusal)) throw error;
      if (this.#refused.get(dir) === error.message) return;
      this.#refused.set(dir, error.message);
      this.#onRefusal(dir, error.message);
    }
  }
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
